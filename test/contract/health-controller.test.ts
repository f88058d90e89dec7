/** What the doctor and the alerts tell of the controller itself. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase, Store } from '../../controller/store/index.ts';
import type { Principal } from '../../shared/model/index.ts';
import { Metrics } from '../../shared/runtime/index.ts';
import { ready } from '../../shared/seal/index.ts';
import { ADMIN, addSite } from './support/controller.ts';
import { HealthBench, personAt } from './support/health.ts';

const MINUTE_MS = 60_000;
let bench: HealthBench;

beforeAll(ready);
beforeEach(() => {
  bench = new HealthBench();
});

describe('the controller itself', () => {
  const own = async (more: ConstructorParameters<typeof HealthBench>[0]): Promise<string[]> => {
    bench.open(more);
    return (await bench.foundReasons()).filter((reason) => !reason.includes('agent'));
  };

  test('tells of a disk that runs full, a backup that is missing or old, a CA and certificate that end, two CAs: S4.44', async () => {
    expect(await own({})).toEqual([]);
    const gib = 2 ** 30;
    expect(await own({ freeBytes: () => gib - 1 })).toEqual(['disk-low']);
    expect(await own({ freeBytes: () => gib / 8 })).toEqual(['disk-full']);
    const day = 86_400_000;
    const ca = (days: number, issues: boolean) => ({
      ...{ fingerprint: 'f', pem: '', startsAt: 0, expiresAt: bench.rooms.clock.now() + days * day, issues },
      ...{ serves: !issues, agents: [], agentCount: 2, openTokens: 0 },
    });
    expect(await own({ cas: () => [ca(13, true)] })).toEqual(['ca-certificate']);
    expect(await own({ cas: () => [ca(13, false), ca(900, true)] })).toEqual(['ca-rotation']);
    expect(await own({ serverEndsAt: () => bench.rooms.clock.now() + 13 * day })).toEqual([
      'server-certificate',
    ]);
    addSite(bench.rooms, 'ams1');
    expect(await own({})).toEqual(['backup-never']);
    bench.room.backupMade(bench.rooms.clock.now());
    expect(await own({})).toEqual([]);
    bench.rooms.clock.jump(8 * day);
    expect(await own({})).toEqual(['backup-old']);
  });

  test('tells of secret files that others can use, each with its chmod', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'wayside-health-'));
    try {
      const [shut, open] = [join(dir, 'shut.key'), join(dir, 'open.key')];
      writeFileSync(shut, '', { mode: 0o600 });
      writeFileSync(open, '', { mode: 0o600 });
      expect(await own({ secretFiles: [dir, shut, open, join(dir, 'none')] })).toEqual([]);
      chmodSync(open, 0o640);
      expect(await own({ secretFiles: [dir, shut, open] })).toEqual(['secret-files']);
      expect((await bench.doctor()).find(({ reason }) => reason === 'secret-files')).toMatchObject({
        message: `others can use ${open} (mode 0640)`,
        hint: `chmod 600 ${open}`,
      });
    } finally {
      rmSync(dir, { recursive: true });
    }
  });

  test('tells of a history that the disk has no room for', async () => {
    bench.rooms.inventory.retention.read = () => [
      {
        ...{
          kind: 'port',
          versions: 1,
          bytes: 1000,
          bytesPerDay: 1000,
          oldestAt: 0,
          keepMs: 1,
          versionsMax: 9,
        },
        bytesExpected: 3 * 2 ** 30,
      },
    ];
    expect(await own({ freeBytes: () => 4 * 2 ** 30 })).toEqual([]);
    expect(await own({ freeBytes: () => 2 * 2 ** 30 })).toEqual(['history-size']);
  });

  test('tells of its audit trail: a broken chain, and entries that are lost', async () => {
    const good = { checked: 3, good: { seq: 3, hash: '' }, bad: undefined, losses: [], nextPageToken: '' };
    const entry = { seq: 2, at: bench.rooms.clock.now(), why: 'restored' } as never;
    const verify = (more: object) => ({ auditReader: { verify: () => ({ ...good, ...more }) } });
    expect(await own(verify({ bad: { seq: 4, problem: 'changed' } }))).toEqual(['audit-broken']);
    expect(await own(verify({ losses: [{ entry, hash: '' }] }))).toEqual(['audit-lost']);
    bench.rooms.clock.jump(8 * 86_400_000);
    expect(await own(verify({ losses: [{ entry, hash: '' }] }))).toEqual([]);
  });

  test('tells of a line of tombstones that somebody holds back', async () => {
    addSite(bench.rooms, 'ams1');
    bench.room.backupMade(bench.rooms.clock.now() + 1e12);
    bench.rooms.inventory.collectTombstones();
    bench.rooms.clock.jump(96 * 86_400_000);
    expect(await own({})).toEqual([]);
    bench.rooms.clock.jump(2 * 86_400_000);
    expect(await own({})).toEqual(['gc-stuck']);
    bench.rooms.inventory.collectTombstones();
    expect(await own({})).toEqual([]);
  });

  test('tells who holds the store locked, raises alerts all the same, and keeps them once it can: S4.44', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'wayside-health-'));
    const file = join(dir, 'store.db');
    const store = new Store(openDatabase({ file, busyTimeoutMs: 0, cacheBytes: 1_000_000 }));
    const other = new Database(file);
    try {
      bench.open({ store });
      other.exec('BEGIN IMMEDIATE');
      expect(() => store.write(() => store.meta.set('a', 'b'))).toThrow(/locked/);
      await bench.room.health.tick();
      expect(bench.reasons()).toEqual(['store-locked']);
      expect(bench.room.desk.summary(bench.sight())).toMatchObject({
        open: 1,
        worst: { reason: 'store-locked' },
      });
      expect(store.db.prepare('SELECT count(*) FROM alerts').pluck().get()).toBe(0);
      other.exec('ROLLBACK');
      await bench.pass(MINUTE_MS);
      expect(store.db.prepare('SELECT reason FROM alerts').pluck().all()).toContain('store-locked');
      await bench.pass(3 * MINUTE_MS);
      expect(bench.reasons()).not.toContain('store-locked');
    } finally {
      other.close();
      store.close();
      rmSync(dir, { recursive: true });
    }
  });

  test('is the business of admins of every site alone, with a token for reading too', async () => {
    bench.open({ freeBytes: () => 1 });
    await bench.room.health.tick();
    for (const principal of [personAt('operator', { site: '*' }), personAt('viewer', { site: 'ams1' })]) {
      expect(JSON.stringify([await bench.doctor(principal), bench.alerts(principal)])).not.toContain('disk');
    }
    expect(bench.alerts({ ...ADMIN, readOnly: true } as Principal)).toMatchObject([{ reason: 'disk-full' }]);
  });

  test('one check that fails does not hide the others, and ends no alert', async () => {
    let broken = false;
    const freeBytes = (): number => {
      if (broken) throw new Error('no such disk');
      return 1;
    };
    bench.open({ freeBytes });
    await bench.room.health.tick();
    broken = true;
    await bench.pass(5 * MINUTE_MS);
    expect(bench.reasons()).toEqual(['disk-full']);
    const findings = await bench.doctor();
    expect(findings.find(({ check }) => check === 'disk')).toMatchObject({
      level: 'problem',
      message: 'this check failed: INTERNAL: no such disk',
    });
    expect(findings.find(({ check }) => check === 'store')?.level).toBe('ok');
  });
});

test('the figures count every reason by state', async () => {
  bench.open({ freeBytes: () => 1 });
  await bench.room.health.tick();
  const metrics = new Metrics({ legacyNames: false });
  const read = async (): Promise<string[]> => {
    bench.room.health.setMetrics(metrics);
    return (await metrics.text())
      .split('\n')
      .filter((line) => line.startsWith('wayside_alerts{reason="disk-full"'));
  };
  expect((await read())[0]).toBe('wayside_alerts{reason="disk-full",state="open"} 1');
  const [alert] = bench.alerts();
  bench.room.desk.acknowledge(alert?.id ?? '', '', bench.sight());
  expect((await read())[1]).toBe('wayside_alerts{reason="disk-full",state="acknowledged"} 1');
  bench.room.desk.silence(
    { id: alert?.id ?? '', reason: '', site: '' },
    { seconds: 60, why: 'x' },
    bench.sight(),
  );
  expect(await read()).toEqual([
    'wayside_alerts{reason="disk-full",state="open"} 0',
    'wayside_alerts{reason="disk-full",state="acknowledged"} 0',
    'wayside_alerts{reason="disk-full",state="silenced"} 1',
  ]);
});
