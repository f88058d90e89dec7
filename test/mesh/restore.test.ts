/** Stores that went back, went away or were copied: it is noticed, and both sides agree again by themselves. */
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import type { Rig } from './harness.ts';
import { RigLane } from './lane.ts';
import { copyOfStore, differences, withStore } from './stores.ts';
import { collectWhole, originOf, startAgain } from './whole.ts';

const SEED = Number(process.env['SEED'] ?? 4711);
const TEST_MAX_MS = 90_000;

const lanes = { controller: new RigLane({ seed: SEED }), agent: new RigLane({ seed: SEED + 1 }) };
afterAll(() => Promise.all(Object.values(lanes).map((lane) => lane.stop())));

describe.concurrent(`a store that is not the one it was (seed ${SEED})`, { timeout: TEST_MAX_MS }, () => {
  it('a restored backup of the controller takes a new incarnation, and the agent tells all again', () =>
    lanes.controller.run(async (rig) => {
      await collectWhole(rig);
      const [backup, former] = [copyOfStore(storeOf(rig)), await originOf(rig)];
      await collectWhole(rig);
      await rig.controller.kill();
      putBack(storeOf(rig), backup);
      await startAgain(rig);
      expect(await originOf(rig)).not.toBe(former);
      await rig.agent.event('outbox.restarted');
      // Without another scan: what the agent knows was told in full.
      expect(await rig.problems()).toEqual([]);
      await collectWhole(rig);
    }));

  it('an agent without its store tells all again: nothing is lost, and what went meanwhile is missed', () =>
    lanes.agent.run(async (rig) => {
      await collectWhole(rig);
      await rig.agent.kill();
      putBack(agentStoreOf(rig), undefined);
      await rig.startAgent();
      await collectWhole(rig);
    }));

  it('a backup that came with its own mark is proved old by what the agent holds', () =>
    lanes.controller.run(async (rig) => {
      const mark = join(rig.controllerDir, 'high-water.json');
      const [backup, oldMark] = [copyOfStore(storeOf(rig)), readFileSync(mark)];
      await collectWhole(rig);
      await rig.controller.kill();
      putBack(storeOf(rig), backup);
      writeFileSync(mark, oldMark);
      const told = rig.agent.mark();
      await startAgain(rig);
      await rig.controller.event('incarnation.renewed');
      await rig.agent.event('outbox.restarted', told);
      expect(await rig.problems()).toEqual([]);
      await collectWhole(rig);
    }));

  it('an agent that tells again what is known writes nothing', () =>
    lanes.agent.run(async (rig) => {
      const before = position(rig);
      await rig.agent.kill();
      putBack(agentStoreOf(rig), undefined);
      await rig.startAgent();
      expect((await rig.collect()).state).toBe('succeeded');
      expect(await rig.problems()).toEqual([]);
      expect(position(rig)).toBe(before);
    }));

  it('a clone of the controller at another place takes a new incarnation', () =>
    lanes.controller.run(async (rig) => {
      const former = await originOf(rig);
      await rig.controller.kill();
      const clone = join(rig.dir, 'clone');
      cpSync(rig.controllerDir, clone, { recursive: true });
      rig.controllerDir = clone;
      await startAgain(rig);
      expect(await originOf(rig)).not.toBe(former);
      expect(await rig.problems()).toEqual([]);
      await collectWhole(rig);
    }));

  it('an agent whose store went back to a copy begins a new outbox', () =>
    lanes.agent.run(async (rig) => {
      const copy = copyOfStore(agentStoreOf(rig));
      await collectWhole(rig);
      await rig.agent.kill();
      putBack(agentStoreOf(rig), copy);
      await rig.startAgent();
      await rig.agent.event('outbox.restarted');
      await collectWhole(rig);
    }));

  it('the comparison that all of this rests on sees every planted difference', () =>
    lanes.agent.run(async (rig) => {
      await collectWhole(rig);
      for (const [file, sql, words] of planted) {
        const [controllerDir, agentDir] = [rig.folder(`c-${words}`), rig.folder(`a-${words}`)];
        putBack(join(controllerDir, 'store.db'), copyOfStore(storeOf(rig)));
        putBack(join(agentDir, 'agent.db'), copyOfStore(agentStoreOf(rig)));
        expect(differences(controllerDir, agentDir)).toEqual([]);
        const db = new Database(join(file === 'store.db' ? controllerDir : agentDir, file));
        db.exec(sql);
        db.close();
        expect(differences(controllerDir, agentDir).join('\n')).toContain(words);
      }
    }));
});

/** File, what is done to it, and what must be said of that. */
const planted = [
  ['store.db', `UPDATE versions SET body = '{}' WHERE body LIKE '%"vlan":%'`, 'differs'],
  ['store.db', `DELETE FROM versions WHERE body LIKE '%"mac":%'`, 'at the agent alone'],
  ['store.db', 'UPDATE heads SET seq = seq + 1', 'head'],
  ['store.db', "UPDATE counters SET value = value - 1 WHERE name = 'pos'", 'counter'],
  ['store.db', 'DELETE FROM deltas WHERE no = 2', 'trails'],
  ['store.db', 'UPDATE deltas SET changes = changes + 1 WHERE changes > 0', 'are there'],
  ['store.db', 'UPDATE outbox_positions SET seq = seq - 1', 'controller at'],
  ['store.db', 'UPDATE jobs SET ended_at = NULL', 'have not ended'],
  ['agent.db', "DELETE FROM snapshots WHERE kind = 'sighting'", 'active at the controller alone'],
] as const;

function storeOf(rig: Rig): string {
  return join(rig.controllerDir, 'store.db');
}

function agentStoreOf(rig: Rig): string {
  return join(rig.agentDir, 'agent.db');
}

/** In place of what a killed process left; `undefined`: nothing is there any more. */
function putBack(file: string, copy: Uint8Array | undefined): void {
  for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
  if (copy) writeFileSync(file, copy, { mode: 0o600 });
}

function position(rig: Rig): number {
  return withStore(storeOf(rig), (db) =>
    Number(db.prepare("SELECT value FROM counters WHERE name = 'pos'").pluck().get()),
  );
}
