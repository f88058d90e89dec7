/** Backups of a working mesh, and the way back: with real processes, killed on the way. */
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { migrations } from '../../controller/store/migrations.ts';
import { freePort } from './free-port.ts';
import type { Rig } from './harness.ts';
import { RigLane } from './lane.ts';
import { type CrashPoint, Program } from './processes.ts';
import { withStore } from './stores.ts';
import { collectWhole, originOf, startAgain } from './whole.ts';

const SEED = Number(process.env['SEED'] ?? 4711);
const TEST_MAX_MS = 90_000;

const lane = new RigLane({ seed: SEED });
afterAll(() => lane.stop());

describe.concurrent(`a backup of a mesh at work (seed ${SEED})`, { timeout: TEST_MAX_MS }, () => {
  it('put back after more scans: a new incarnation, and the agent tells what was lost', () =>
    lane.run(async (rig) => {
      await collectWhole(rig);
      rig.change();
      // Made while a collect writes.
      const [archive, { state }] = await Promise.all([backup(rig), rig.collect()]);
      expect(state).toBe('succeeded');
      await collectWhole(rig);
      const former = await originOf(rig);
      const refused = rig.controllerCommand(['restore', archive]);
      expect(await refused.exited).toBe('1');
      expect(refused.words).toContain('STORE_LOCKED');
      await rig.controller.stop();
      const words = await rig.controllerCommand(['restore', archive]).finished();
      expect(words).toContain('is kept in');
      await startAgain(rig);
      expect(await originOf(rig)).not.toBe(former);
      await rig.agent.event('outbox.restarted');
      expect(await rig.problems()).toEqual([]);
      await collectWhole(rig);
    }));

  it.each<[string, CrashPoint]>([
    ['before the old store was moved', { point: 'rename:store.db:before' }],
    ['with no store in place', { point: 'rename:store.db:after' }],
  ])('that is put back and killed %s: the next start finishes it', (_when, crash) =>
    lane.run(async (rig) => {
      await collectWhole(rig);
      const archive = await backup(rig);
      await collectWhole(rig);
      await rig.controller.stop();
      await rig.controllerCommand(['restore', archive], crash).crashed();
      const told = rig.agent.mark();
      await startAgain(rig);
      await rig.agent.event('outbox.restarted', told);
      expect(await rig.problems()).toEqual([]);
      expect(existsSync(join(rig.controllerDir, 'restore.new', 'plan.json'))).toBe(false);
      await collectWhole(rig);
    }),
  );
});

describe('an upgrade of the store', () => {
  it.each([
    ['before its copy is whole', 'rename:store.schema-1.db:before'],
    ['in the middle', 'pragma:user_version = 2:before'],
  ])('that is killed %s leaves the old one, and the next start makes the new one', async (_when, point) => {
    const dir = mkdtempSync(join(tmpdir(), 'wayside-upgrade-'));
    onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
    const dataDir = join(dir, 'data');
    mkdirSync(dataDir, { mode: 0o700 });
    const file = join(dataDir, 'store.db');
    const old = new Database(file);
    old.exec(migrations[0] ?? '');
    old.exec("INSERT INTO meta VALUES ('kept', 'yes')");
    old.pragma('user_version = 1');
    old.close();
    const config = join(dir, 'controller.yaml');
    const listen = `127.0.0.1:${await freePort()}`;
    writeFileSync(config, JSON.stringify({ dataDir, api: { listen }, http: { listen: '127.0.0.1:0' } }));
    await new Program('controller', ['--config', config], { crash: { point } }).crashed();
    expect(facts(file)).toEqual({ schema: 1, kept: 'yes', tables: tablesOf(migrations.slice(0, 1)) });
    const next = new Program('controller', ['--config', config]);
    await next.event('controller.ready');
    await next.kill();
    expect(facts(file)).toEqual({ schema: migrations.length, kept: 'yes', tables: tablesOf(migrations) });
    expect(facts(join(dataDir, 'store.schema-1.db'))).toMatchObject({ schema: 1, kept: 'yes' });
  });
});

const TABLES = "SELECT count(*) FROM sqlite_master WHERE type = 'table'";

function facts(file: string): unknown {
  return withStore(file, (db) => ({
    schema: db.pragma('user_version', { simple: true }),
    kept: db.prepare("SELECT value FROM meta WHERE key = 'kept'").pluck().get(),
    tables: db.prepare(TABLES).pluck().get(),
  }));
}

function tablesOf(steps: readonly string[]): unknown {
  const db = new Database(':memory:');
  for (const sql of steps) db.exec(sql);
  return db.prepare(TABLES).pluck().get();
}

async function backup(rig: Rig): Promise<string> {
  const file = join(rig.dir, `backup-${rig.programs.length}.tar`);
  const pieces = async function* (): AsyncGenerator<Uint8Array> {
    for await (const { data } of rig.client.stream('BackupService.CreateBackup', {})) yield data;
  };
  await pipeline(pieces(), createWriteStream(file));
  return file;
}
