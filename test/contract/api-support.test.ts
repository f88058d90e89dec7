/** SupportService, and log levels of SystemService, spoken to from outside: what helps when something is wrong. */
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { controllerParts } from '../../shared/model/index.ts';
import {
  type BundleManifest,
  createLog,
  LOG_LEVEL_MAX_MS,
  LogTail,
  readBundle,
  systemClock,
} from '../../shared/runtime/index.ts';
import { logLevelStateFromWire, structToWire } from '../../shared/wire/index.ts';
import { errorFrom } from './rig.ts';
import { type JoinedAgent, Live } from './support/live.ts';

const DEVICE = 'core-in-the-cellar';

/** What people should not have written there. */
const FREE_TEXT = 'root is called Tr0ub4dor';
let live: Live;
let agent: JoinedAgent;
let bundle: { readonly manifest: BundleManifest; readonly contents: ReadonlyMap<string, Buffer> };

const json = (name: string) => JSON.parse(bundle.contents.get(name)?.toString() ?? 'null');
async function* bytes(request: object = {}, client = live.admin): AsyncGenerator<Uint8Array> {
  for await (const { data } of client.stream('SupportService.CreateSupportBundle', request)) yield data;
}

beforeAll(async () => {
  const tail = new LogTail();
  const log = createLog({ component: 'controller', level: 'info', file: '/dev/null', tail });
  live = await Live.start({ log, tail });
  await live.addSite('ams1');
  agent = await live.startAgent('ams1', 'beside');
  await live.admin.unary('InventoryService.WriteRecords', {
    operations: [
      { create: { site: 'ams1', kind: 'switch', id: 'sw1', fields: structToWire({ name: DEVICE }) } },
    ],
  });
  const { agentId: id } = agent;
  await live.admin.unary('AgentService.UpdateAgent', { id, description: FREE_TEXT });
  // What a person left behind: a file that others can read, in the data folder.
  writeFileSync(join(live.dir, 'controller', 'notes.txt'), 'canary of a file');
  chmodSync(join(live.dir, 'controller', 'notes.txt'), 0o644);
  bundle = await readBundle(bytes());
}, 30_000);
afterAll(() => live.stop());

describe('SupportService.CreateSupportBundle', () => {
  test('S0.62 holds all that it promises, each with size and hash, and no part failed', () => {
    const names = Object.keys(controllerParts);
    expect(bundle.manifest).toMatchObject({ program: 'controller', failed: [] });
    expect(bundle.manifest.files.map(({ name }) => name)).toEqual(names);
    expect([...bundle.contents.keys()]).toEqual(['manifest.json', ...names]);
  });

  test('tells versions, configuration, agents, sizes, and whether the audit trail is whole', () => {
    expect(json('about.json')).toMatchObject({ program: 'controller', log: { level: 'info' } });
    expect(json('config.json')).toContainEqual({ key: 'api.listen', value: '127.0.0.1:0', isDefault: false });
    expect(json('config.json')).toContainEqual({ key: 'log.level', value: 'info', isDefault: true });
    expect(json('agents.json')).toMatchObject([{ id: agent.agentId, name: 'beside', state: 'online' }]);
    expect(json('status.json')).toMatchObject({ agentsOnline: 1 });
    expect(json('audit.json')).toMatchObject({ whole: true, checked: expect.any(Number) });
    const { schema, schemaOfThisVersion, tables } = json('store.json');
    expect(schema).toBe(schemaOfThisVersion);
    expect(tables.find(({ name }: { name: string }) => name === 'versions').sizeBytes).toBeGreaterThan(0);
    expect(bundle.contents.get('log.jsonl')?.toString()).toContain('"msg":"session.opened"');
    expect(bundle.contents.get('metrics.txt')?.toString()).toContain('wayside_event_loop_lag_seconds');
    const [notes] = json('files.json').filter(({ path }: { path: string }) => path === 'notes.txt');
    expect(notes).toMatchObject({ mode: '0644', sizeBytes: 16 });
  });

  test('holds no secret, no content of files, and no records unless they are asked for', async () => {
    const all = Buffer.concat([...bundle.contents.values()]).toString('latin1');
    expect(all).not.toContain(live.token.slice(-20));
    expect(all).not.toContain('canary of a file');
    expect(all).not.toContain(DEVICE);
    expect(all).not.toContain(FREE_TEXT);
    const more = await readBundle(bytes({ withInventory: true }));
    const records = more.contents.get('inventory.jsonl')?.toString().trimEnd().split('\n') ?? [];
    expect(records.map((line) => JSON.parse(line).ref.id)).toEqual(
      expect.arrayContaining(['sw1', 'ams1', agent.agentId]),
    );
  });

  test('is for admins of all sites, one at a time, and is audited', async () => {
    const refused = await errorFrom(readBundle(bytes({}, live.client())));
    expect(refused.code).toBe('UNAUTHENTICATED');
    expect((await errorFrom(readBundle(bytes({}, live.as(agent))))).code).toBe('FORBIDDEN');
    const two = await Promise.allSettled([readBundle(bytes()), readBundle(bytes())]);
    const failed = two.filter(({ status }) => status === 'rejected');
    expect(failed).toMatchObject([{ reason: { code: 'QUEUE_FULL' } }]);
    const { entries } = await live.admin.unary('AuditService.ListAudit', {
      method: 'SupportService.CreateSupportBundle',
    });
    expect(entries.map(({ result }) => result)).toEqual(expect.arrayContaining(['OK', 'UNAUTHENTICATED']));
  });
});

describe('SystemService.GetLogLevel and SystemService.SetLogLevel', () => {
  const read = async (name = '') =>
    logLevelStateFromWire(await live.admin.unary('SystemService.GetLogLevel', { agent: name }));
  const set = (request: object) => live.admin.unary('SystemService.SetLogLevel', request);

  test('S0.35 show and change the level of the controller for a while; the configured level ends it', async () => {
    expect(await read()).toEqual({ level: 'info', configured: 'info', until: undefined });
    const before = systemClock.now();
    const answer = await set({ level: 'LOG_LEVEL_DEBUG' });
    expect(answer).toMatchObject({ previous: 'LOG_LEVEL_INFO', level: 'LOG_LEVEL_DEBUG' });
    const { until = 0 } = await read();
    // Half an hour unless told otherwise.
    expect(until - before).toBeGreaterThanOrEqual(1_800_000);
    expect(until - before).toBeLessThan(1_860_000);
    await set({ level: 'LOG_LEVEL_INFO' });
    expect(await read()).toEqual({ level: 'info', configured: 'info', until: undefined });
  });

  test('S0.35 reach an agent over its session, by name or id, and the audit trail tells of it', async () => {
    expect(await read('beside')).toMatchObject({ level: 'info', until: undefined });
    const answer = await set({ level: 'LOG_LEVEL_DEBUG', agent: agent.agentId, ttlSeconds: 60 });
    expect(answer).toMatchObject({ previous: 'LOG_LEVEL_INFO', level: 'LOG_LEVEL_DEBUG' });
    expect(await read('beside')).toMatchObject({ level: 'debug', configured: 'info' });
    expect(await read()).toMatchObject({ level: 'info' });
    await set({ level: 'LOG_LEVEL_INFO', agent: 'beside' });
    const { entries } = await live.admin.unary('AuditService.ListAudit', {
      method: 'SystemService.SetLogLevel',
    });
    expect(entries[1]).toMatchObject({
      result: 'OK',
      detail: { level: 'LOG_LEVEL_DEBUG', ttlSeconds: '60' },
    });
  });

  test('refuse a time out of bounds, an agent that is not known or not here, and change nothing', async () => {
    const tooLong = { level: 'LOG_LEVEL_DEBUG', ttlSeconds: LOG_LEVEL_MAX_MS / 1000 + 1 };
    for (const request of [tooLong, { ...tooLong, ttlSeconds: -1 }])
      expect((await errorFrom(set(request))).violations).toMatchObject([{ field: 'ttl_seconds' }]);
    expect((await errorFrom(set({ level: 'LOG_LEVEL_DEBUG', agent: 'none' }))).code).toBe('NOT_FOUND');
    await live.joinAgent('ams1', 'asleep');
    expect((await errorFrom(read('asleep'))).code).toBe('UNAVAILABLE');
    expect(await read()).toMatchObject({ level: 'info' });
    // An agent refuses it too, should a controller send it: the answer shows the level that stands.
    const far = { ...tooLong, agent: 'beside' };
    expect((await errorFrom(set(far))).violations).toMatchObject([{ field: 'ttl_seconds' }]);
    expect(await read('beside')).toMatchObject({ level: 'info' });
  });
});
