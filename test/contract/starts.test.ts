/** Both programs at their start: what they refuse, and that a start which fails leaves nothing behind. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { startAgent } from '../../agent/start.ts';
import { type ControllerOptions, startController } from '../../controller/start.ts';
import { DATABASE_DEFAULTS, openDatabase, PeopleStore } from '../../controller/store/index.ts';
import { loadConfig } from '../../shared/config/index.ts';
import { silentLog, systemClock } from '../../shared/runtime/index.ts';
import { createClient } from '../../shared/transport/index.ts';
import { errorFrom } from './rig.ts';
import { Live } from './support/live.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'wayside-starts-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
});

/** A port that somebody else has. */
async function takenPort(): Promise<number> {
  const server = createServer();
  onTestFinished(() => void server.close());
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)),
  );
}

const LISTEN = { WAYSIDE_API__LISTEN: '127.0.0.1:0', WAYSIDE_HTTP__LISTEN: '127.0.0.1:0' };
const controllerConfig = (env: Record<string, string> = {}) =>
  loadConfig('controller', { env: { WAYSIDE_DATA_DIR: dir, ...LISTEN, ...env }, file: undefined }).values;

describe('a controller', () => {
  test.each(['WAYSIDE_API__LISTEN', 'WAYSIDE_HTTP__LISTEN'])(
    'whose port is taken (%s) says so, and can start again in its folder',
    async (key) => {
      const port = await takenPort();
      const error = await errorFrom(
        startController(controllerConfig({ [key]: `127.0.0.1:${port}` }), silentLog),
      );
      expect([error.code, error.message]).toEqual(['UNAVAILABLE', expect.stringContaining(String(port))]);
      const running = await startController(controllerConfig(), silentLog);
      await running.stop();
    },
  );

  test('has its folder for itself, and gives it back', async () => {
    const first = await startController(controllerConfig(), silentLog);
    expect((await errorFrom(startController(controllerConfig(), silentLog))).code).toBe('STORE_LOCKED');
    await first.stop();
    const second = await startController(controllerConfig(), silentLog);
    await second.stop();
    await second.stop();
  });

  test('whose store is gone is not taken for a new one: its log, its token and its keys stay', async () => {
    const running = await startController(controllerConfig(), silentLog);
    const copy = new Map(
      [running.tokenFile, join(dir, 'identity', 'server.crt'), join(dir, 'high-water.json')].map((file) => [
        file,
        readFileSync(file),
      ]),
    );
    copy.set(join(dir, 'store.db-wal'), readFileSync(join(dir, 'store.db-wal')));
    await running.stop();
    for (const [file, bytes] of copy) writeFileSync(file, bytes);
    const bare = [() => rmSync(join(dir, 'store.db')), () => writeFileSync(join(dir, 'store.db'), '')];
    for (const lose of bare) {
      lose();
      const error = await errorFrom(startController(controllerConfig(), silentLog));
      expect([error.code, error.message]).toEqual([
        'STORE_CORRUPT',
        expect.stringContaining('store.db-wal, high-water.json, admin.token, identity prove it'),
      ]);
      for (const [file, bytes] of copy) expect(readFileSync(file).equals(bytes), file).toBe(true);
    }
  });

  test('follows the schedules of its configuration from start to start, and its trail has what was done', async () => {
    const list = async (WAYSIDE_SCHEDULES: string) => {
      const running = await startController(controllerConfig({ WAYSIDE_SCHEDULES }), silentLog, {
        configFile: '/etc/wayside/controller.yaml',
      });
      const ca = [readFileSync(running.caFile, 'utf8')];
      const token = readFileSync(running.tokenFile, 'utf8').trim();
      const client = createClient({ address: running.address, clock: systemClock, ca, token });
      const { schedules } = await client.unary('ScheduleService.ListSchedules', { filter: 'declaredAt:*' });
      const refused = await errorFrom(client.unary('ScheduleService.DeleteSchedule', { id: 'nightly' }));
      const { entries } = await client.unary('AuditService.ListAudit', { who: 'system:configuration' });
      client.close();
      await running.stop();
      const shown = schedules.map(({ spec, declaredAt }) => `${spec?.name} ${spec?.cron} ${declaredAt}`);
      return { shown, refused, trail: entries.map(({ method }) => method).toReversed() };
    };
    const nightly = { name: 'nightly', site: 'ams1', cron: '0 3 * * *' };
    const first = await list(JSON.stringify([nightly]));
    expect(first.shown).toEqual(['nightly 0 3 * * * schedules[0]']);
    expect(first.refused.message).toContain('stands in /etc/wayside/controller.yaml, as schedules[0]');
    const second = await list(JSON.stringify([{ ...nightly, cron: '0 4 * * *' }]));
    expect(second.shown).toEqual(['nightly 0 4 * * * schedules[0]']);
    expect(await list('[]')).toMatchObject({
      ...{ shown: [], trail: ['schedule.created', 'schedule.changed', 'schedule.removed'] },
    });
  });

  // Other tests take the cheap one: this one sees to it that users never get it.
  test.each<[string, ControllerOptions, string]>([
    ['what is usual', {}, 'm=65536,t=2'],
    ['what it is given', { passwordCost: { passes: 1, memoryBytes: 8192 } }, 'm=8,t=1'],
  ])('stores passwords at the cost of %s', async (_which, options, cost) => {
    const running = await startController(controllerConfig(), silentLog, options);
    const ca = [readFileSync(running.caFile, 'utf8')];
    const token = readFileSync(running.tokenFile, 'utf8').trim();
    const client = createClient({ address: running.address, clock: systemClock, ca, token });
    await client.unary('UserService.CreateUser', { name: 'ann', roles: ['viewer'] });
    await client.unary('UserService.SetPassword', { name: 'ann', password: 'correct horse battery' });
    client.close();
    await running.stop();
    const db = openDatabase({ file: join(dir, 'store.db'), ...DATABASE_DEFAULTS });
    onTestFinished(() => void db.close());
    expect(new PeopleStore(db).user('ann')?.password).toContain(`$argon2id$v=19$${cost},p=1$`);
  });
});

test('both take care that nobody else can read what they will write', async () => {
  const before = process.umask(0o022);
  onTestFinished(() => void process.umask(before));
  const config = loadConfig('agent', { env: { WAYSIDE_DATA_DIR: dir }, file: undefined }).values;
  await errorFrom(startAgent(config, silentLog));
  expect(process.umask(0o022)).toBe(0o077);
  const port = await takenPort();
  await errorFrom(startController(controllerConfig({ WAYSIDE_API__LISTEN: `127.0.0.1:${port}` }), silentLog));
  expect(process.umask(before)).toBe(0o077);
});

describe('an agent', () => {
  test('that has not joined says how to', async () => {
    const config = loadConfig('agent', { env: { WAYSIDE_DATA_DIR: dir }, file: undefined }).values;
    expect(await errorFrom(startAgent(config, silentLog))).toMatchObject({
      ...{ code: 'JOIN_TOKEN_MISSING', hint: expect.stringContaining('agent token create') },
    });
  });

  test('has its folder for itself', async () => {
    const live = await Live.start();
    onTestFinished(() => live.stop());
    await live.addSite('ams1');
    const agent = await live.startAgent('ams1', 'beside');
    const env = { WAYSIDE_DATA_DIR: agent.dataDir, WAYSIDE_HTTP__LISTEN: '127.0.0.1:0' };
    const config = loadConfig('agent', { env, file: undefined }).values;
    expect((await errorFrom(startAgent(config, silentLog))).code).toBe('STORE_LOCKED');
    await agent.stop();
    const again = await startAgent(config, silentLog);
    await again.stop();
  });
});
