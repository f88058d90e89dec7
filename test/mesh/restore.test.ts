/** Stores that went back, went away or were copied: it is noticed, and both sides agree again by themselves. */
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Rig } from './harness.ts';
import { RigLane } from './lane.ts';
import { withStore } from './stores.ts';

const SEED = Number(process.env['SEED'] ?? 4711);
const lane = new RigLane({ seed: SEED });
afterAll(() => lane.stop());

describe(`a store that is not the one it was (seed ${SEED})`, { timeout: 90_000 }, () => {
  it('a restored backup of the controller takes a new incarnation, and the agent tells all again', () =>
    lane.run(async (rig) => {
      await collected(rig);
      await rig.controller.stop();
      const backup = join(rig.dir, 'backup.db');
      cpSync(store(rig), backup);
      await again(rig);
      const former = await originOf(rig);
      await collected(rig);
      await rig.controller.stop();
      cpSync(backup, store(rig));
      await again(rig);
      expect(await originOf(rig)).not.toBe(former);
      await rig.agent.event('outbox.restarted');
      // Without another scan: what the agent knows is told in full.
      expect(await rig.problems()).toEqual([]);
      await collected(rig);
    }));

  it('a backup that came with its own mark is proved old by what the agent holds', () =>
    lane.run(async (rig) => {
      await rig.controller.stop();
      const backup = join(rig.dir, 'whole');
      cpSync(rig.controllerDir, backup, { recursive: true });
      await again(rig);
      const former = await originOf(rig);
      await collected(rig);
      await rig.controller.kill();
      for (const left of ['store.db-wal', 'store.db-shm']) rmSync(join(rig.controllerDir, left), { force: true });
      cpSync(backup, rig.controllerDir, { recursive: true });
      await again(rig);
      await rig.controller.event('incarnation.renewed');
      await again(rig, () => rig.controller.stop());
      expect(await originOf(rig)).not.toBe(former);
      expect(await rig.problems()).toEqual([]);
      await collected(rig);
    }));

  it('a clone of the controller at another place takes a new incarnation', () =>
    lane.run(async (rig) => {
      const former = await originOf(rig);
      await rig.controller.stop();
      const clone = join(rig.dir, 'clone');
      cpSync(rig.controllerDir, clone, { recursive: true });
      rig.controllerDir = clone;
      await again(rig);
      expect(await originOf(rig)).not.toBe(former);
      expect(await rig.problems()).toEqual([]);
      await collected(rig);
    }));

  it('an agent without its store tells all again: nothing is lost, and what went meanwhile is missed', () =>
    lane.run(async (rig) => {
      await collected(rig);
      await rig.agent.stop();
      for (const end of ['', '-wal', '-shm']) rmSync(join(rig.agentDir, `agent.db${end}`), { force: true });
      await rig.startAgent();
      await collected(rig);
    }));

  it('an agent that tells again what is known writes nothing', () =>
    lane.run(async (rig) => {
      await collected(rig);
      const before = position(rig);
      await rig.agent.stop();
      for (const end of ['', '-wal', '-shm']) rmSync(join(rig.agentDir, `agent.db${end}`), { force: true });
      await rig.startAgent();
      expect((await rig.collect()).state).toBe('succeeded');
      expect(await rig.problems()).toEqual([]);
      expect(position(rig)).toBe(before);
    }));

  it('an agent whose store went back to a copy begins a new outbox', () =>
    lane.run(async (rig) => {
      await rig.agent.stop();
      const copy = join(rig.dir, 'agent-copy.db');
      cpSync(join(rig.agentDir, 'agent.db'), copy);
      await rig.startAgent();
      await collected(rig);
      await rig.agent.stop();
      cpSync(copy, join(rig.agentDir, 'agent.db'));
      await rig.startAgent();
      await rig.agent.event('outbox.restarted');
      await collected(rig);
    }));
});

/** The controller again, with the agent's session open. */
async function again(rig: Rig, before: () => Promise<void> = async () => undefined): Promise<void> {
  await before();
  await rig.startController();
  await rig.reunited();
}

async function collected(rig: Rig): Promise<void> {
  rig.change();
  const { state, error } = await rig.collect();
  expect({ state, error }).toEqual({ state: 'succeeded', error: undefined });
  expect(await rig.problems()).toEqual([]);
}

async function originOf(rig: Rig): Promise<unknown> {
  return (await rig.controller.event('controller.ready'))['origin'];
}

function store(rig: Rig): string {
  return join(rig.controllerDir, 'store.db');
}

function position(rig: Rig): number {
  return withStore(store(rig), (db) =>
    Number(db.prepare("SELECT value FROM counters WHERE name = 'pos'").pluck().get()),
  );
}
