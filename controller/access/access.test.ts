import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WaysideError } from '../../shared/errors.ts';
import { ADMIN_GRANT, type Principal } from '../../shared/model/index.ts';
import { ManualClock, seededRandom } from '../../shared/runtime/index.ts';
import { Secret } from '../../shared/seal/index.ts';
import { AccessStore, openDatabase } from '../store/index.ts';
import { authorize, ruleOf } from './policy.ts';
import { Access } from './principal.ts';
import { Tokens } from './tokens.ts';

const agent: Principal = { type: 'agent', agentId: 'a1', site: 'ams1', serial: '01' };
const admin: Principal = {
  type: 'user',
  name: 'admin',
  grants: [ADMIN_GRANT],
  readOnly: false,
  tokenId: 't1',
};
const nobody: Principal = { type: 'anonymous' };
const system: Principal = { type: 'system', name: 'scheduler' };

let clock: ManualClock;
let store: AccessStore;
let tokens: Tokens;
let access: Access;
let dir: string;

beforeEach(() => {
  clock = new ManualClock();
  store = new AccessStore(openDatabase({ file: ':memory:', busyTimeoutMs: 0, cacheBytes: 1_048_576 }));
  tokens = new Tokens({ clock, random: seededRandom(5), store });
  access = new Access({
    tokens,
    authenticateAgent: (der) => {
      if (der[0] === 1) return agent;
      throw new WaysideError('UNAUTHENTICATED', 'the certificate is refused');
    },
  });
  dir = mkdtempSync(join(tmpdir(), 'wayside-access-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return (error as WaysideError).code;
  }
  return 'passed';
}

const newAdmin = (expiresAt?: number): Secret<string> => tokens.create({ name: 'ann', expiresAt });

describe('a token', () => {
  it('names its owner, and is stored as a hash only', () => {
    const token = newAdmin();
    expect(token.reveal()).toMatch(/^wt1\.[0-9a-z]{26}\.[\w-]{43}$/);
    const principal = tokens.verify(token);
    expect(principal).toMatchObject({ type: 'user', name: 'ann', grants: [ADMIN_GRANT] });
    const row = store.token(principal.tokenId);
    expect(row?.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(row)).not.toContain(token.reveal().slice(-43));
  });

  it('that is wrong in any way gets one and the same answer, which does not quote it', () => {
    const token = newAdmin().reveal();
    const messages = [
      '',
      'canary',
      token.slice(0, -1),
      `${token}x`,
      token.replace(/.$/, (c) => (c === 'A' ? 'B' : 'A')),
    ].map((wrong) => {
      try {
        tokens.verify(new Secret(wrong));
      } catch (error) {
        expect((error as WaysideError).code).toBe('UNAUTHENTICATED');
        const printed = inspect(error, { depth: 9 }) + JSON.stringify(error);
        expect(printed).not.toContain(token.slice(-43, -1));
        expect(printed).not.toContain('canary');
        return (error as Error).message;
      }
      return 'passed';
    });
    expect(new Set(messages)).toEqual(new Set(['the token is not known here']));
  });

  it('ends at its time, and at once when it is revoked', () => {
    const token = newAdmin(clock.now() + 1000);
    const { tokenId } = tokens.verify(token);
    clock.advance(999);
    expect(codeOf(() => tokens.verify(token))).toBe('passed');
    clock.advance(1);
    expect(codeOf(() => tokens.verify(token))).toBe('UNAUTHENTICATED');
    const other = newAdmin();
    expect(tokens.revoke(tokens.verify(other).tokenId)).toBe(true);
    expect(codeOf(() => tokens.verify(other))).toBe('UNAUTHENTICATED');
    expect(tokens.revoke('none')).toBe(false);
    expect(tokenId).toHaveLength(26);
  });
});

describe('the first start', () => {
  it('writes one admin token to a 0600 file, and later starts leave it alone', () => {
    const file = join(dir, 'admin.token');
    expect(tokens.ensureAdmin(file)).toBe('made');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const token = new Secret(readFileSync(file, 'utf8').trim());
    expect(tokens.verify(token)).toMatchObject({ name: 'admin', grants: [ADMIN_GRANT] });
    rmSync(file);
    expect(tokens.ensureAdmin(file)).toBe('there');
    expect(codeOf(() => readFileSync(file))).toBe('ENOENT');
  });

  it('stores no token that could not be written down', () => {
    expect(codeOf(() => tokens.ensureAdmin(join(dir, 'none', 'admin.token')))).toBe('FORBIDDEN');
    expect(store.isEmpty()).toBe(true);
  });
});

describe('who is calling', () => {
  const der = (byte: number) => new Uint8Array([byte]);

  it('is told by a token or by a certificate', () => {
    const bearerToken = newAdmin();
    expect(access.resolvePrincipal({ bearerToken, peerCertificate: undefined })).toMatchObject({
      name: 'ann',
    });
    expect(access.resolvePrincipal({ bearerToken: undefined, peerCertificate: der(1) })).toBe(agent);
    expect(access.resolvePrincipal({ bearerToken: undefined, peerCertificate: undefined })).toEqual(nobody);
  });

  it('is refused for a wrong token, a wrong certificate or both at once, even where nothing is needed', () => {
    const good = newAdmin().reveal();
    const health = 'grpc.health.v1.Health.Check';
    const call = (token?: string, byte?: number) => () =>
      access.admit({
        method: health,
        token,
        certificate: byte === undefined ? undefined : { der: der(byte) },
      });
    expect(codeOf(call())).toBe('passed');
    expect(codeOf(call(good))).toBe('passed');
    expect(codeOf(call('wt1.wrong'))).toBe('UNAUTHENTICATED');
    expect(codeOf(call(undefined, 2))).toBe('UNAUTHENTICATED');
    expect(codeOf(call(good, 1))).toBe('UNAUTHENTICATED');
  });
});

describe('what they may call', () => {
  const code = (method: string, principal: Principal): string => codeOf(() => authorize(method, principal));

  it.each([
    ['EnrolmentService.Enrol', 'passed', 'passed', 'passed'],
    ['SessionService.Session', 'FORBIDDEN', 'passed', 'UNAUTHENTICATED'],
    ['InventoryService.WriteRecords', 'passed', 'FORBIDDEN', 'UNAUTHENTICATED'],
    ['AgentService.CreateJoinToken', 'passed', 'FORBIDDEN', 'UNAUTHENTICATED'],
    ['grpc.health.v1.Health.Check', 'passed', 'passed', 'passed'],
    ['grpc.health.v1.Health.Watch', 'passed', 'passed', 'passed'],
    ['grpc.reflection.v1.ServerReflection.ServerReflectionInfo', 'passed', 'FORBIDDEN', 'UNAUTHENTICATED'],
    ['JobService.NoSuch', 'FORBIDDEN', 'FORBIDDEN', 'UNAUTHENTICATED'],
    ['grpc.health.v1.HealthX.Check', 'FORBIDDEN', 'FORBIDDEN', 'UNAUTHENTICATED'],
    ['constructor', 'FORBIDDEN', 'FORBIDDEN', 'UNAUTHENTICATED'],
    ['', 'FORBIDDEN', 'FORBIDDEN', 'UNAUTHENTICATED'],
  ])('%s: admin %s, agent %s, anonymous %s', (method, forAdmin, forAgent, forNobody) => {
    expect([code(method, admin), code(method, agent), code(method, nobody)]).toEqual([
      forAdmin,
      forAgent,
      forNobody,
    ]);
    if (forAdmin !== 'passed' || forAgent !== 'passed') expect(code(method, system)).toBe('FORBIDDEN');
  });

  it('is one rule per rpc of every .proto file, so that a new rpc is closed until it has one', () => {
    const folder = join(import.meta.dirname, '../../proto/wayside/v1');
    const text = ['agent', 'enrolment', 'inventory', 'job', 'session', 'system', 'trace']
      .map((name) => readFileSync(join(folder, `${name}.proto`), 'utf8'))
      .join('\n');
    const methods = [...text.matchAll(/^service (\w+) \{([\s\S]+?)^\}/gm)].flatMap(([, service, body]) =>
      [...(body ?? '').matchAll(/^ {2}rpc (\w+)\(/gm)].map(([, rpc]) => `${service}.${rpc}`),
    );
    expect(methods).toContain('JobService.SubmitJob');
    for (const method of methods) expect(ruleOf(method), method).toBeDefined();
    const open = methods.filter((method) => ruleOf(method) === 'anyone');
    expect(open).toEqual(['EnrolmentService.Enrol']);
    expect(methods.filter((method) => code(method, agent) === 'passed')).toEqual([
      'EnrolmentService.Enrol',
      'SessionService.Session',
    ]);
  });
});
