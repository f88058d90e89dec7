/** What somebody with a client that is not ours sees: services listed and called through reflection, health, typed errors. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, credentials, Metadata } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WaysideError } from '../../shared/errors.ts';
import { packageRoot } from '../../shared/runtime/index.ts';
import { ADMIN_TOKEN, jobHandlers, type Rig, startRig, systemHandlers } from './rig.ts';

/** buf gives the status number times eight. */
const NOT_FOUND_EXIT_CODE = 40;

interface Output {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** `buf curl` over TLS with the admin's token; the server tells it what there is. */
async function bufCurl(rig: Rig, args: readonly string[], token = ADMIN_TOKEN): Promise<Output> {
  const dir = mkdtempSync(join(tmpdir(), 'wayside-curl-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  writeFileSync(join(dir, 'ca.pem'), rig.ca.certificate);
  const header = `authorization: Bearer ${token}`;
  const all = ['curl', '--protocol', 'grpc', '--cacert', join(dir, 'ca.pem')];
  const [method = '', ...rest] = args;
  return new Promise((resolve) => {
    execFile(
      join(packageRoot(), 'node_modules', '.bin', 'buf'),
      [...all, '-H', header, '--reflect-header', header, ...rest, `https://127.0.0.1:${rig.port}${method}`],
      (error, stdout, stderr) => resolve({ exitCode: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
}

const handlers = {
  ...systemHandlers(async () => ({ version: '1.2.3', records: { port: '48' } })),
  ...jobHandlers(async function* ({ id }) {
    if (id === 'none') throw new WaysideError('NOT_FOUND', 'no job none', { hint: 'wayside job ls' });
    yield { job: { id, state: 'JOB_STATE_QUEUED' } };
    yield { job: { id, state: 'JOB_STATE_SUCCEEDED' } };
  }),
};

describe('buf curl, knowing nothing of our protos,', () => {
  test('lists the services that are there, and their calls', async () => {
    const rig = await startRig({ handlers });
    const services = await bufCurl(rig, ['', '--list-services']);
    expect(services.stdout.trim().split('\n').sort()).toEqual([
      'wayside.v1.JobService',
      'wayside.v1.SystemService',
    ]);
    const methods = await bufCurl(rig, ['', '--list-methods']);
    expect(methods.stdout).toContain('wayside.v1.JobService/WatchJob');
  });

  test('calls, and reads a stream', async () => {
    const rig = await startRig({ handlers });
    const status = await bufCurl(rig, ['/wayside.v1.SystemService/GetStatus']);
    expect(JSON.parse(status.stdout)).toEqual({ version: '1.2.3', records: { port: '48' } });
    const watch = await bufCurl(rig, ['/wayside.v1.JobService/WatchJob', '-d', '{"id":"j1"}']);
    expect(watch.stdout.match(/JOB_STATE_\w+/g)).toEqual(['JOB_STATE_QUEUED', 'JOB_STATE_SUCCEEDED']);
  });

  test('reads the details of an error', async () => {
    const rig = await startRig({ handlers });
    const output = await bufCurl(rig, ['/wayside.v1.JobService/WatchJob', '-d', '{"id":"none"}']);
    expect(output.exitCode).toBe(NOT_FOUND_EXIT_CODE);
    const { code, message, details } = JSON.parse(output.stderr);
    expect({ code, message, types: details.map((detail: { type: string }) => detail.type) }).toEqual({
      code: 'not_found',
      message: 'no job none',
      types: ['google.rpc.ErrorInfo'],
    });
    const info = Buffer.from(details[0].value, 'base64').toString();
    expect(info).toContain('NOT_FOUND');
    expect(info).toContain('wayside job ls');
  });

  test('learns nothing without a token', async () => {
    const rig = await startRig({ handlers });
    const output = await bufCurl(rig, ['', '--list-services'], 'wrong');
    expect(output.exitCode).not.toBe(0);
    expect(output.stdout).not.toContain('wayside.v1');
    expect(output.stderr).toMatch(/unauthenticated|token/i);
  });
});

describe('grpc.health.v1', () => {
  test('answers for the whole and for each service, and follows what it is told', async () => {
    const rig = await startRig({ handlers });
    const [whole, job] = ['', 'wayside.v1.JobService'];
    expect(await health(rig, whole)).toBe('SERVING');
    expect(await health(rig, job)).toBe('SERVING');
    rig.server.setServing(false, 'JobService');
    expect(await health(rig, whole)).toBe('SERVING');
    expect(await health(rig, job)).toBe('NOT_SERVING');
    expect(await health(rig, 'wayside.v1.Nothing')).toBe('code 5');
  });

  test('is asked for who calls, as everything is', async () => {
    const rig = await startRig({ handlers });
    expect(await health(rig, '', 'wrong')).toBe('code 16');
  });
});

/** The status, or `code N`. */
async function health(rig: Rig, service: string, token = ADMIN_TOKEN): Promise<string> {
  const proto = join(packageRoot(), 'node_modules/grpc-health-check/proto/health/v1/health.proto');
  const { Check } = loadSync(proto, { enums: String })['grpc.health.v1.Health'] as never as Record<
    string,
    Call
  >;
  const client = new Client(
    `127.0.0.1:${rig.port}`,
    credentials.createSsl(Buffer.from(rig.ca.certificate), null, null),
    { 'grpc.ssl_target_name_override': 'localhost' },
  );
  onTestFinished(() => client.close());
  if (!Check) throw new Error('no health call');
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${token}`);
  return new Promise((resolve) => {
    client.makeUnaryRequest(
      Check.path,
      Check.requestSerialize,
      Check.responseDeserialize,
      { service },
      metadata,
      (error, answer) => resolve(error ? `code ${error.code}` : String(answer?.status)),
    );
  });
}

interface Call {
  readonly path: string;
  readonly requestSerialize: (request: object) => Buffer;
  readonly responseDeserialize: (bytes: Buffer) => { readonly status: string };
}
