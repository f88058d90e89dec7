/** The audit trail, asked of a whole controller with an agent beside three simulated switches. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditRule } from '../../controller/access/index.ts';
import { type AuditEntry, parseAuditBody } from '../../shared/model/index.ts';
import { systemClock } from '../../shared/runtime/index.ts';
import { protos } from '../../shared/transport/index.ts';
import {
  type ApiMethods,
  auditEntryFromWire,
  isStreamingMethod,
  structToWire,
  type UnaryMethod,
} from '../../shared/wire/index.ts';
import { generateCampus, type RunningCampus, startCampus } from '../lab/index.ts';
import { errorFrom } from './rig.ts';
import { Live } from './support/live.ts';

let live: Live;
let campus: RunningCampus;
beforeAll(async () => {
  const clock = systemClock;
  live = await Live.start();
  campus = await startCampus(generateCampus({ seed: 7, switches: 3, deskPorts: 4 }), {
    ...{ clock, username: 'admin', password: 'lab-password' },
  });
  await live.addSite('ams1');
  await live.addCampus('ams1', campus);
  await live.startAgent('ams1', 'auditor');
}, 60_000);
afterAll(async () => {
  await live.stop();
  await campus.stop();
});

async function listed(question: ApiMethods['AuditService.ListAudit']['request'] = {}): Promise<AuditEntry[]> {
  const entries: AuditEntry[] = [];
  let pageToken = '';
  do {
    const page = await live.admin.unary('AuditService.ListAudit', { pageSize: 1000, ...question, pageToken });
    entries.push(...page.entries.map((message) => auditEntryFromWire(message).entry));
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  return entries;
}

async function exported(): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const part of live.admin.stream('AuditService.ExportAudit', {})) lines.push(...part.lines);
  return lines;
}

function outside<T>(work: (db: Database.Database) => T): T {
  const db = new Database(join(live.dir, 'controller', 'store.db'));
  try {
    return work(db);
  } finally {
    db.close();
  }
}

function create(id: string): {
  create: { site: string; kind: string; id: string; fields: ReturnType<typeof structToWire> };
} {
  return { create: { site: 'ams1', kind: 'floor', id, fields: structToWire({ name: id }) } };
}

describe('AuditService.ListAudit tells of', () => {
  test('a write: who, with which token, from where, what, why, and the change set of the history', async () => {
    const { changeSet } = await live.admin.unary('InventoryService.WriteRecords', {
      operations: [create('f1'), create('f2')],
      why: 'new\nwing',
    });
    const [entry] = await listed({ method: 'InventoryService.WriteRecords', pageSize: 1 });
    expect(entry).toMatchObject({
      ...{ who: 'user:admin', method: 'InventoryService.WriteRecords', result: 'OK', count: 1 },
      ...{ sites: ['ams1'], targets: ['ams1/floor/f1', 'ams1/floor/f2'], why: 'new\\u000awing' },
      ...{ via: live.token.split('.')[1], address: expect.stringMatching(/^127\.0\.0\.1:\d+$/) },
      detail: { changeSet },
    });
  });

  test('a write that failed, and none of one that was only tried', async () => {
    const before = await listed();
    const twice = { operations: [create('f1')] };
    await live.admin.unary('InventoryService.WriteRecords', {
      operations: [create('f9')],
      validateOnly: true,
    });
    await errorFrom(live.admin.unary('InventoryService.WriteRecords', twice));
    const [entry, ...others] = await listed();
    expect(entry).toMatchObject({ result: 'ALREADY_EXISTS', targets: ['ams1/floor/f1'] });
    expect(others).toHaveLength(before.length);
  });

  test('calls that nobody let in: the first at once, those after it with the minute', async () => {
    const stranger = live.client({ token: `wt1.${'0'.repeat(26)}.${'A'.repeat(43)}` });
    for (let n = 0; n < 20; n += 1) await errorFrom(stranger.unary('SystemService.GetStatus', {}));
    const found = await listed({ method: 'SystemService', result: 'UNAUTHENTICATED' });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ who: 'anonymous', via: '0'.repeat(26), count: 1 });
  });

  test('a user who is made and logs in, and of one who tries, by name and never with the password', async () => {
    const password = 'correct horse battery staple';
    await live.admin.unary('UserService.CreateUser', { name: 'ann', roles: ['viewer'] });
    await live.admin.unary('UserService.SetPassword', { name: 'ann', password });
    const { token } = await live.client().unary('AuthService.Login', { user: 'ann', password });
    await errorFrom(live.client().unary('AuthService.Login', { user: 'ann', password: 'wrong but long' }));
    await live.client({ token }).unary('AuthService.Logout', {});
    const entries = (await listed()).slice(0, 5).reverse();
    expect(entries.map(({ who, method, result, targets }) => [who, method, result, targets])).toEqual([
      ['user:admin', 'UserService.CreateUser', 'OK', ['name:ann', 'user:ann']],
      ['user:admin', 'UserService.SetPassword', 'OK', ['name:ann', 'user:ann']],
      ['user:ann', 'AuthService.Login', 'OK', ['user:ann']],
      ['anonymous', 'AuthService.Login', 'UNAUTHENTICATED', ['user:ann']],
      ['user:ann', 'AuthService.Logout', 'OK', []],
    ]);
    expect(entries[0]?.detail).toEqual({ roles: 'viewer' });
    const told = (await exported()).join('\n');
    for (const secret of [password, 'wrong but long', token.slice(-40)]) expect(told).not.toContain(secret);
  });

  test('what an agent may not, under the name of the agent', async () => {
    const agent = await live.joinAgent('ams1', 'nosy');
    await errorFrom(live.as(agent).unary('AuditService.ListAudit', {}));
    const [entry] = await listed({ method: 'AuditService', result: 'FORBIDDEN' });
    expect(entry?.who).toMatch(/^agent:/);
  });

  test('S1.17 a trace, with the user who asked and the MAC', async () => {
    const [truth] = campus.campus.truth.values();
    const mac = truth?.mac ?? '';
    for await (const _ of live.admin.stream('TraceService.TraceMac', { mac, site: 'ams1' }));
    const [entry] = await listed({ method: 'TraceService.TraceMac', who: 'admin', site: 'ams1' });
    expect(entry).toMatchObject({ who: 'user:admin', result: 'OK', detail: { mac } });
  });

  test('each credential that an agent opened, by name, with the switches and who asked for the job', async () => {
    const [entry] = await listed({ method: 'credential.opened' });
    expect(entry).toMatchObject({
      ...{ who: expect.stringMatching(/^agent:/), sites: ['ams1'], count: 3 },
      detail: { credential: 'campus', kind: 'lookup', by: 'user:admin' },
    });
    expect(entry?.targets).toHaveLength(3);
  });

  test('what was asked for: user, result, time; in pages that new entries do not move', async () => {
    const failed = await listed({ result: 'failed' });
    expect(failed.map(({ result }) => result)).not.toContain('OK');
    expect(failed.length).toBeGreaterThan(2);
    expect(await listed({ who: 'nobody' })).toEqual([]);
    expect(await listed({ since: { seconds: '4000000000', nanos: 0 } })).toEqual([]);
    expect(await listed({ until: { seconds: '1000', nanos: 0 } })).toEqual([]);
    const first = await live.admin.unary('AuditService.ListAudit', { pageSize: 2 });
    await live.admin.unary('InventoryService.WriteRecords', { operations: [create('f3')] });
    const { nextPageToken: pageToken } = first;
    const second = await live.admin.unary('AuditService.ListAudit', { pageSize: 2, pageToken });
    const seqs = [...first.entries, ...second.entries].map(({ seq }) => Number(seq));
    expect(seqs).toEqual([0, 1, 2, 3].map((n) => Number(seqs[0]) - n));
    expect((await errorFrom(live.admin.unary('AuditService.ListAudit', { pageToken, who: 'x' }))).code).toBe(
      'INVALID_TOKEN_FORMAT',
    );
  });
});

test('AuditService.ExportAudit gives every entry as a line between anchor and head, and none of our secrets', async () => {
  const { token } = await live.admin.unary('AgentService.CreateJoinToken', { site: 'ams1' });
  const lines = await exported();
  const bodies = lines.slice(1, -1).map((line) => JSON.stringify(JSON.parse(line).entry));
  expect(bodies.map((body) => parseAuditBody(body)?.seq)).toEqual(bodies.map((_, at) => at + 1));
  expect([JSON.parse(lines[0] ?? ''), JSON.parse(lines.at(-1) ?? '')]).toMatchObject([
    { anchor: { seq: 0 } },
    { head: { seq: bodies.length } },
  ]);
  const told = lines.join('\n');
  for (const secret of [token.slice(-40), live.token.split('.')[2] ?? '', 'lab-password'])
    expect(told).not.toContain(secret);
  const [itself] = await listed({ method: 'AuditService.ExportAudit' });
  expect(itself).toMatchObject({ who: 'user:admin', result: 'OK', seq: bodies.length + 1 });
});

test('a write whose entry cannot be written is not made; reads go on', async () => {
  outside((db) =>
    db.exec("CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(FAIL, 'no space'); END"),
  );
  const write = live.admin.unary('InventoryService.WriteRecords', { operations: [create('f7')] });
  await errorFrom(write);
  const ref = { site: 'ams1', kind: 'floor', id: 'f7' };
  expect((await errorFrom(live.admin.unary('InventoryService.GetRecord', { ref }))).code).toBe('NOT_FOUND');
  expect(
    (await errorFrom(live.admin.unary('AgentService.CreateJoinToken', { site: 'ams1' }))).message,
  ).toContain('the audit trail cannot be written, so nothing is changed');
  expect((await listed()).length).toBeGreaterThan(5);
  outside((db) => db.exec('DROP TRIGGER full'));
  await live.admin.unary('InventoryService.WriteRecords', { operations: [create('f7')] });
  const results = (await listed({ method: 'InventoryService.WriteRecords' })).slice(0, 2);
  expect(results.map(({ result }) => result)).toEqual(['OK', 'INTERNAL']);
});

test('every call that is more than a read leaves an entry, however it ends; a read leaves none', async () => {
  const rpcs = [...protos().services].flatMap(([service, methods]) =>
    methods.map((one) => `${service}.${one}`),
  );
  const told = new Set((await listed()).map(({ method }) => method));
  const asked = rpcs.filter((rpc) => rpc !== 'SessionService.Session' && !told.has(rpc));
  for (const rpc of asked) {
    if (isStreamingMethod(rpc)) {
      if (auditRule(rpc) === 'quiet') continue;
      const drain = async (): Promise<void> => {
        for await (const _ of live.admin.stream(rpc, {}));
      };
      await drain().catch(() => undefined);
    } else
      await live
        .client({ token: live.token })
        .unary(rpc as UnaryMethod, {})
        .catch(() => undefined);
  }
  const entries = new Set((await listed()).map(({ method }) => method));
  for (const rpc of asked) expect([rpc, entries.has(rpc)]).toEqual([rpc, auditRule(rpc) !== 'quiet']);
});

test('AuditService.VerifyAudit finds the chain whole, and an entry that somebody changed in the file', async () => {
  const whole = await live.admin.unary('AuditService.VerifyAudit', {});
  expect(whole).toMatchObject({ problem: '', badSeq: '0', nextPageToken: '', losses: [] });
  expect(Number(whole.checked)).toBeGreaterThan(10);
  outside((db) => db.exec("UPDATE audit SET body = replace(body, 'user:admin', 'user:admim') WHERE seq = 3"));
  expect(await live.admin.unary('AuditService.VerifyAudit', {})).toMatchObject({
    ...{ checked: '2', seq: '2', badSeq: '3', problem: 'entry 3 was changed or replaced' },
  });
});
