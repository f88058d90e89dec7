/** Who may call what, asked of a whole controller: every rpc that the protos have, with every kind of identity. */
import { join } from 'node:path';
import { Client, credentials, type ServiceError } from '@grpc/grpc-js';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ruleOf } from '../../controller/access/index.ts';
import { WaysideError } from '../../shared/errors.ts';
import { type Log, type LogFields, silentLog } from '../../shared/runtime/index.ts';
import { type ApiClient, protos } from '../../shared/transport/index.ts';
import { isStreamingMethod, type UnaryMethod } from '../../shared/wire/index.ts';
import { createTestCa } from './certificates.ts';
import { Live } from './support/live.ts';

let live: Live;
const logged: string[] = [];
beforeAll(async () => {
  const note = (event: string, fields?: LogFields): void => void logged.push(JSON.stringify([event, fields]));
  const log: Log = { ...silentLog, debug: note, info: note, warn: note, error: note, with: () => log };
  live = await Live.start({ log });
  await live.addSite('ams1');
});
afterAll(() => live.stop());

const LOGIN = 'AuthService.Login';
/** Open to whoever comes: each needs a reason. */
const FOR_STRANGERS = {
  // The join token in the request is the proof.
  'EnrolmentService.Enrol': 'INVALID_INPUT',
  // Signed by what agents have pinned, and without secrets.
  'EnrolmentService.GetTrust': 'OK',
};
const OPEN = Object.keys(FOR_STRANGERS);

const rpcs = [...protos().services].flatMap(([service, methods]) =>
  methods.map((method) => `${service}.${method}`),
);

/** The code that an empty request ends with. */
async function codeOf(client: ApiClient, rpc: string): Promise<string> {
  try {
    if (rpc === 'SessionService.Session') {
      const link = client.session();
      // No hello, so that whoever is let in is answered at once.
      await link.send({ type: 'jobAccepted', jobId: 'x', attempt: 1 }).catch(() => undefined);
      for await (const message of link.receive()) return message.type;
      throw (await link.closed) ?? new WaysideError('INTERNAL', 'the session ended without a word');
    }
    if (isStreamingMethod(rpc)) for await (const _ of client.stream(rpc, {})) return 'OK';
    else await client.unary(rpc as UnaryMethod, {});
    return 'OK';
  } catch (error) {
    return error instanceof WaysideError ? error.code : String(error);
  }
}

async function codes(client: ApiClient): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const rpc of rpcs) found[rpc] = await codeOf(client, rpc);
  return found;
}

const all = (code: string, but: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  ...Object.fromEntries(rpcs.map((rpc) => [rpc, code])),
  ...but,
});

describe('every rpc', () => {
  test('has a level in the table, and those that are open to strangers are these', () => {
    expect(rpcs.length).toBeGreaterThan(30);
    for (const rpc of rpcs) expect([rpc, ruleOf(rpc)]).not.toEqual([rpc, undefined]);
    const open = rpcs.filter((rpc) => ['anyone', 'people'].includes(ruleOf(rpc) ?? ''));
    expect(open).toEqual([LOGIN, ...OPEN]);
  });

  test('is closed to who shows nothing, but for those that let agents in', async () => {
    // An empty login is refused in the words of any other one.
    expect(await codes(live.client())).toEqual(all('UNAUTHENTICATED', FOR_STRANGERS));
  });

  test('is closed to a token that is wrong, in form or in content, even where none is needed', async () => {
    const forged = `${live.token.slice(0, -4)}AAAA`;
    for (const token of ['x', forged])
      expect(await codes(live.client({ token }))).toEqual(all('UNAUTHENTICATED'));
  });

  test('is closed to a token that is past its time', async () => {
    const { token, apiToken } = await live.admin.unary('UserService.CreateApiToken', { name: 'short' });
    const db = new Database(join(live.dir, 'controller', 'store.db'));
    db.prepare('UPDATE api_tokens SET expires_at = 1 WHERE id = ?').run(apiToken?.id);
    db.close();
    expect(await codes(live.client({ token }))).toEqual(all('UNAUTHENTICATED'));
  });

  test('is closed to an agent, but for its session and its joining again', async () => {
    const agent = await live.joinAgent('ams1', 'walker');
    expect(await codes(live.as(agent))).toEqual(
      all('FORBIDDEN', { ...FOR_STRANGERS, 'SessionService.Session': 'goAway' }),
    );
  });

  test('is closed to an agent of a foreign CA, also with an address that is right', async () => {
    const foreign = await createTestCa('other');
    const certificate = await foreign.issue({ uri: 'wayside://m1/agent/a1' });
    expect(await codes(live.client({ certificate }))).toEqual(all('WRONG_CA'));
  });

  test('is closed to who shows a token and a certificate', async () => {
    const { certificate } = await live.joinAgent('ams1', 'both');
    const client = live.client({ certificate, token: live.token });
    expect(await codeOf(client, 'SystemService.GetStatus')).toBe('UNAUTHENTICATED');
  });

  test('is open to the admin, but for the session of agents', async () => {
    const found = await codes(live.admin);
    // The empty name and password are wrong for everybody.
    expect(found[LOGIN]).toBe('UNAUTHENTICATED');
    delete found[LOGIN];
    expect(found['SessionService.Session']).toBe('FORBIDDEN');
    for (const [rpc, code] of Object.entries(found))
      expect([rpc, code]).not.toEqual([rpc, expect.stringMatching(/UNAUTHENTICATED|INTERNAL|UNSUPPORTED/)]);
  });
});

/** The failure of a call by a client that is not ours. */
function rawFailure(method: string, request: Buffer): Promise<ServiceError> {
  const client = new Client(
    live.controller.address,
    credentials.createSsl(Buffer.from(live.caPem), null, null),
    { 'grpc.ssl_target_name_override': 'localhost', 'grpc.max_send_message_length': -1 },
  );
  const same = (bytes: Buffer): Buffer => bytes;
  return new Promise((resolve, reject) =>
    client.makeUnaryRequest(protos().call(method).path, same, same, request, (failure) => {
      client.close();
      if (failure) resolve(failure);
      else reject(new Error('was let in'));
    }),
  );
}

test('a request of 5 MB, of whoever does not keep to the bound, is refused with the bound, and the next one is served', async () => {
  const { request } = protos().call('EnrolmentService.Enrol');
  const error = await rawFailure(
    'EnrolmentService.Enrol',
    request.encode({ agentName: 'x'.repeat(5_000_000) }),
  );
  expect([error.code, error.details]).toEqual([8, expect.stringContaining('4194304')]);
  expect((await live.admin.unary('SystemService.GetStatus', {})).version).not.toBe('');
});

test('what an error carries is google.rpc.Status with ErrorInfo and BadRequest, for any client to read: S2.26', async () => {
  const error = await rawFailure(
    'EnrolmentService.Enrol',
    protos().call('EnrolmentService.Enrol').request.encode({}),
  );
  const [trailer] = error.metadata.get('grpc-status-details-bin');
  const status = protos()
    .message('google.rpc.Status')
    .decode(trailer as Buffer) as {
    code: number;
    details: { type_url: string; value: Buffer }[];
  };
  expect([error.code, status.code]).toEqual([3, 3]);
  const parts = Object.fromEntries(
    status.details.map(({ type_url, value }) => {
      const type = type_url.replace('type.googleapis.com/', '');
      return [type, protos().message(type).decode(value)];
    }),
  );
  expect(parts['google.rpc.ErrorInfo']).toMatchObject({ reason: 'INVALID_INPUT', domain: 'wayside' });
  expect(parts['google.rpc.BadRequest']).toMatchObject({
    fieldViolations: expect.arrayContaining([{ field: expect.any(String), description: expect.any(String) }]),
  });
});

test('no token, of people or for joining, is ever in the log', async () => {
  const { token } = await live.admin.unary('AgentService.CreateJoinToken', { site: 'ams1' });
  await expect(
    live.client({ token: `${live.token}x` }).unary('SystemService.GetStatus', {}),
  ).rejects.toThrow();
  expect(logged.length).toBeGreaterThan(3);
  for (const secret of [live.token.slice(-40), token.slice(-40)])
    expect(logged.join('\n')).not.toContain(secret);
});
