import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WaysideError } from '../../shared/errors.ts';
import { ADMIN_GRANT, type Principal } from '../../shared/model/index.ts';
import { ManualClock, seededRandom } from '../../shared/runtime/index.ts';
import { PasswordHasher, Secret } from '../../shared/seal/index.ts';
import { AccessStore, type Db, openDatabase } from '../store/index.ts';
import { type AccessRoom, openAccess } from './open.ts';
import { authorize, type Rule, ruleOf } from './policy.ts';
import type { NewToken } from './tokens.ts';

const agent: Principal = { type: 'agent', agentId: 'a1', site: 'ams1', serial: '01' };
const nobody: Principal = { type: 'anonymous' };
const system: Principal = { type: 'system', name: 'scheduler' };
const user = (grants: readonly (typeof ADMIN_GRANT)[], readOnly = false): Principal => ({
  ...{ type: 'user', name: 'ann', grants, readOnly, tokenId: 't1' },
});
const admin = user([ADMIN_GRANT]);
const siteAdmin = user([{ ...ADMIN_GRANT, scopes: [{ site: 'ams1' }] }]);
const viewer = user([{ ...ADMIN_GRANT, level: 'viewer' }]);
const HERE = '10.0.0.7:50123';

const hasher = new PasswordHasher({ passes: 1, memoryBytes: 8192 });
afterAll(() => hasher.stop());

let clock: ManualClock;
let db: Db;
let room: AccessRoom;
let dir: string;

beforeEach(() => {
  clock = new ManualClock();
  db = openDatabase({ file: ':memory:', busyTimeoutMs: 0, cacheBytes: 1_048_576 });
  room = openAccess({
    ...{ clock, random: seededRandom(5), db, hasher },
    exists: ({ id }) => ['ams1', 'f2'].includes(id),
    authenticateAgent: (der) => {
      if (der[0] === 1) return agent;
      throw new WaysideError('UNAUTHENTICATED', 'the certificate is refused');
    },
    session: { idleMs: 3_600_000, lifetimeMs: 86_400_000 },
    login: { freeFailures: 3, delayMs: 1000, delayMaxMs: 60_000, forgetMs: 3_600_000 },
    principalTtlMs: 60_000,
    rateLimit: { principal: 6_000, method: 3_000, address: 600, methods: new Map() },
  });
  dir = mkdtempSync(join(tmpdir(), 'wayside-access-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function failure(work: () => unknown): WaysideError | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error as WaysideError;
  }
}
const codeOf = (work: () => unknown): string => failure(work)?.code ?? 'passed';

function newToken(change: Partial<NewToken> = {}): Secret<string> {
  const token = { owner: 'admin', name: 'ci', lifetimeMs: 1000, readOnly: false, allow: [], roles: [] };
  return room.tokens.create({ ...token, ...change }).text;
}

const verify = (token: Secret<string>, address = HERE) => room.principals.verify(token, address);

describe('a token', () => {
  it('names its owner, and is stored as a hash only', () => {
    const token = newToken();
    expect(token.reveal()).toMatch(/^wt1\.[0-9a-z]{26}\.[\w-]{43}$/);
    const principal = verify(token);
    expect(principal).toMatchObject({ type: 'user', name: 'admin', grants: [ADMIN_GRANT] });
    const row = new AccessStore(db).token(principal.tokenId);
    expect(row?.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(row)).not.toContain(token.reveal().slice(-43));
  });

  it('that is wrong in any way gets one and the same answer, which does not quote it (S4.32)', () => {
    const token = newToken().reveal();
    const wrongs = [
      ...['', 'canary', '__proto__', 'constructor', token.slice(0, -1), `${token}x`],
      ...[token.replace('wt1', 'ws1'), token.replace(/.$/, (c) => (c === 'A' ? 'B' : 'A'))],
      token.replace(/^wt1\.[0-9a-z]{4}/, 'wt1.0000'),
    ];
    const messages = wrongs.map((wrong) => {
      const error = failure(() => verify(new Secret(wrong)));
      expect(error?.code).toBe('UNAUTHENTICATED');
      const printed = inspect(error, { depth: 9 }) + JSON.stringify(error);
      expect(printed).not.toContain(token.slice(-43, -1));
      expect(printed).not.toContain('canary');
      return error?.message;
    });
    expect(new Set(messages)).toEqual(new Set(['the token is not known here']));
  });

  it('ends at its time, and at once when it is taken away', () => {
    const token = newToken();
    const { tokenId } = verify(token);
    clock.advance(999);
    expect(codeOf(() => verify(token))).toBe('passed');
    clock.advance(1);
    expect(failure(() => verify(token))?.message).toMatch(/^the token of admin expired at 2027-/);
    const other = newToken();
    verify(other);
    room.tokens.delete(other.reveal().split('.')[1] ?? '');
    expect(codeOf(() => verify(other))).toBe('UNAUTHENTICATED');
    expect(codeOf(() => room.tokens.delete('none'))).toBe('NOT_FOUND');
    expect(tokenId).toHaveLength(26);
  });

  it('counts only from where its owner allows, IPv4 over IPv6 too', () => {
    const token = newToken({ allow: ['10.0.0.0/24', '2001:db8::/32'] });
    for (const address of [HERE, '::ffff:10.0.0.9:1', '[2001:db8::1]:443'])
      expect([address, codeOf(() => verify(token, address))]).toEqual([address, 'passed']);
    for (const address of ['10.0.1.7:1', '[2001:db9::1]:1', 'somewhere', ''])
      expect([address, codeOf(() => verify(token, address))]).toEqual([address, 'UNAUTHENTICATED']);
  });

  it('has a part of its owner’s roles, and loses what the owner loses', () => {
    room.users.create('ann', { fullName: 'Ann', roles: ['operator', 'port-technician'], disabled: false });
    const part = newToken({ owner: 'ann', roles: ['operator'] });
    const levels = () => verify(part).grants.map(({ level }) => level);
    expect(levels()).toEqual(['operator']);
    expect(failure(() => newToken({ owner: 'ann', roles: ['admin'] }))?.violations).toMatchObject([
      { field: 'roles[0]' },
    ]);
    room.users.update('ann', { roles: ['viewer'] }, '');
    expect(levels()).toEqual([]);
    room.users.update('ann', { disabled: true }, '');
    expect(codeOf(() => verify(part))).toBe('UNAUTHENTICATED');
    room.users.delete('ann', '');
    expect(codeOf(() => newToken({ owner: 'ann' }))).toBe('NOT_FOUND');
  });

  it('of a user who went opens nothing for another one of that name', () => {
    const fields = { fullName: '', roles: ['viewer'], disabled: false };
    room.users.create('ann', fields);
    const old = newToken({ owner: 'ann' });
    expect(codeOf(() => verify(old))).toBe('passed');
    room.users.delete('ann', '');
    room.users.create('ann', fields);
    expect(codeOf(() => verify(old))).toBe('UNAUTHENTICATED');
  });

  it('needs a name, a lifetime and ranges that can be', () => {
    const bad = { name: '', lifetimeMs: 367 * 86_400_000, allow: ['10.0.0.0/33', 'here'] };
    expect(failure(() => newToken(bad))?.violations.map(({ field }) => field)).toEqual([
      ...['name', 'allow[0]', 'allow[1]', 'ttl_seconds'],
    ]);
    expect(room.tokens.list({ owner: '', after: ['', ''], limit: 9 })).toEqual([]);
  });
});

describe('the first start', () => {
  it('writes one admin token to a 0600 file, and later starts leave it alone', () => {
    const file = join(dir, 'admin.token');
    expect(room.tokens.ensureAdmin(file)).toBe('made');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const token = new Secret(readFileSync(file, 'utf8').trim());
    clock.advance(10 * 366 * 86_400_000);
    expect(verify(token)).toMatchObject({ name: 'admin', grants: [ADMIN_GRANT], readOnly: false });
    rmSync(file);
    expect(room.tokens.ensureAdmin(file)).toBe('there');
    expect(codeOf(() => readFileSync(file))).toBe('ENOENT');
  });

  it('never writes over the token file of a store that was used', () => {
    const file = join(dir, 'admin.token');
    writeFileSync(file, 'the one that people hold', { mode: 0o600 });
    expect(room.tokens.ensureAdmin(file, false)).toBe('kept');
    expect(readFileSync(file, 'utf8')).toBe('the one that people hold');
    rmSync(file);
    expect(room.tokens.ensureAdmin(file, false)).toBe('made');
  });

  it('stores no token that could not be written down', () => {
    expect(codeOf(() => room.tokens.ensureAdmin(join(dir, 'none', 'admin.token')))).toBe('FORBIDDEN');
    expect(new AccessStore(db).isEmpty()).toBe(true);
  });
});

describe('who is calling', () => {
  const der = (byte: number) => new Uint8Array([byte]);

  it('is told by a token or by a certificate', () => {
    const bearerToken = newToken();
    const show = (shown: { bearerToken?: Secret<string>; peerCertificate?: Uint8Array }): Principal =>
      room.access.resolvePrincipal({
        ...{ bearerToken: undefined, peerCertificate: undefined, address: HERE },
        ...shown,
      });
    expect(show({ bearerToken })).toMatchObject({ name: 'admin' });
    expect(show({ peerCertificate: der(1) })).toBe(agent);
    expect(show({})).toEqual(nobody);
  });

  it('is refused for a wrong token, a wrong certificate or both at once, even where nothing is needed', () => {
    const good = newToken().reveal();
    const call = (token?: string, byte?: number) => () =>
      room.access.admit({
        ...{ method: 'grpc.health.v1.Health.Check', token, address: HERE },
        certificate: byte === undefined ? undefined : { der: der(byte) },
      });
    expect(codeOf(call())).toBe('passed');
    expect(codeOf(call(good))).toBe('passed');
    expect(codeOf(call('wt1.wrong'))).toBe('UNAUTHENTICATED');
    expect(codeOf(call(undefined, 2))).toBe('UNAUTHENTICATED');
    expect(codeOf(call(good, 1))).toBe('UNAUTHENTICATED');
  });

  it('is slowed down by address when tokens are guessed, and whoever has a good one goes on (S0.43)', () => {
    const good = newToken().reveal();
    const call = (token: string | undefined, address = HERE): string =>
      codeOf(() =>
        room.access.admit({ method: 'AuthService.Login', token, certificate: undefined, address }),
      );
    const codes = Array.from({ length: 101 }, (_, n) => call(`wt1.guess${n}`));
    expect(codes.slice(0, 100)).toEqual(Array(100).fill('UNAUTHENTICATED'));
    expect([codes[100], call(undefined)]).toEqual(['RATE_LIMITED', 'RATE_LIMITED']);
    expect([call(good), call(undefined, '10.0.0.8:1')]).toEqual(['passed', 'passed']);
    clock.advance(100);
    expect([call('wt1.again'), call('wt1.again')]).toEqual(['UNAUTHENTICATED', 'RATE_LIMITED']);
  });

  it('is remembered until something changes, or its time is over (S0.8, S0.9)', () => {
    const token = newToken({ lifetimeMs: 1e9 });
    const reads = (): number => {
      const before = room.principals.reads;
      verify(token);
      return room.principals.reads - before;
    };
    expect([reads(), reads(), reads()]).toEqual([1, 0, 0]);
    clock.advance(60_000);
    expect([reads(), reads()]).toEqual([1, 0]);
    room.users.update('admin', { fullName: 'Ada' }, '');
    expect([reads(), reads()]).toEqual([1, 0]);
    expect(room.principals.whoAmI(verify(token)).fullName).toBe('Ada');
  });
});

describe('what they may call', () => {
  const code = (method: string, principal: Principal): string => codeOf(() => authorize(method, principal));

  it.each([
    ['EnrolmentService.Enrol', 'passed', 'passed', 'passed'],
    ['AuthService.Login', 'passed', 'FORBIDDEN', 'passed'],
    ['SessionService.Session', 'FORBIDDEN', 'passed', 'UNAUTHENTICATED'],
    ['InventoryService.WriteRecords', 'passed', 'FORBIDDEN', 'UNAUTHENTICATED'],
    ['AgentService.CreateJoinToken', 'passed', 'FORBIDDEN', 'UNAUTHENTICATED'],
    ['UserService.CreateUser', 'passed', 'FORBIDDEN', 'UNAUTHENTICATED'],
    ['grpc.health.v1.Health.Check', 'passed', 'passed', 'passed'],
    ['grpc.health.v1.Health.Watch', 'passed', 'passed', 'passed'],
    ['grpc.reflection.v1.ServerReflection.ServerReflectionInfo', 'passed', 'FORBIDDEN', 'UNAUTHENTICATED'],
    ['JobService.NoSuch', 'FORBIDDEN', 'FORBIDDEN', 'UNAUTHENTICATED'],
    ['grpc.health.v1.HealthX.Check', 'FORBIDDEN', 'FORBIDDEN', 'UNAUTHENTICATED'],
    ['constructor', 'FORBIDDEN', 'FORBIDDEN', 'UNAUTHENTICATED'],
    ['__proto__', 'FORBIDDEN', 'FORBIDDEN', 'UNAUTHENTICATED'],
    ['', 'FORBIDDEN', 'FORBIDDEN', 'UNAUTHENTICATED'],
  ])('%s: admin %s, agent %s, anonymous %s', (method, forAdmin, forAgent, forNobody) => {
    expect([code(method, admin), code(method, agent), code(method, nobody)]).toEqual([
      forAdmin,
      forAgent,
      forNobody,
    ]);
    if (forAdmin !== 'passed' || forAgent !== 'passed') expect(code(method, system)).toBe('FORBIDDEN');
  });

  it('follows the level: users are for admins of every site, and a token for reading reads', () => {
    const who = { admin, siteAdmin, viewer, readOnly: user([ADMIN_GRANT], true), noRole: user([]) };
    const passed = (method: string) =>
      Object.entries(who).flatMap(([name, one]) => (code(method, one) === 'passed' ? [name] : []));
    expect(passed('UserService.CreateUser')).toEqual(['admin']);
    expect(passed('AgentService.CreateJoinToken')).toEqual(['admin', 'siteAdmin']);
    expect(passed('InventoryService.WriteRecords')).toEqual(['admin', 'siteAdmin']);
    expect(passed('InventoryService.ListRecords')).toEqual(['admin', 'siteAdmin', 'viewer', 'readOnly']);
  });

  it('is one rule per rpc of every .proto file, so that a new rpc is closed until it has one', () => {
    const folder = join(import.meta.dirname, '../../proto/wayside/v1');
    const text = ['agent', 'auth', 'enrolment', 'inventory', 'job', 'session', 'system', 'trace', 'user']
      .map((name) => readFileSync(join(folder, `${name}.proto`), 'utf8'))
      .join('\n');
    const methods = [...text.matchAll(/^service (\w+) \{([\s\S]+?)^\}/gm)].flatMap(([, service, body]) =>
      [...(body ?? '').matchAll(/^ {2}rpc (\w+)\(/gm)].map(([, rpc]) => `${service}.${rpc}`),
    );
    expect(methods).toContain('JobService.SubmitJob');
    const rules = new Map<string, Rule | undefined>(methods.map((method) => [method, ruleOf(method)]));
    for (const [method, rule] of rules) expect(rule, method).toBeDefined();
    const forAgents = methods.filter((method) => code(method, agent) === 'passed');
    const open = methods.filter((method) => rules.get(method) === 'anyone');
    expect(open).toContain('EnrolmentService.Enrol');
    expect(forAgents).toEqual(
      methods.filter((method) => open.includes(method) || rules.get(method) === 'agents'),
    );
    for (const method of open) expect(method).toMatch(/^EnrolmentService\./);
    expect(methods.filter((method) => rules.get(method) === 'people')).toEqual(['AuthService.Login']);
  });
});
