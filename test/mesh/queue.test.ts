/**
 * A controller with ten thousand jobs that wait: it starts with them, after kill -9 too, shows them without looking at
 * all, ends a thousand at once, and works the others off. Work is counted, not timed.
 */
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Job, JobRepository } from '../../controller/jobs/repository.ts';
import { openStoreIn, Store } from '../../controller/store/index.ts';
import { silentLog, systemClock } from '../../shared/runtime/index.ts';
import type { Rig } from './harness.ts';
import { RigLane } from './lane.ts';
import { soon, typed } from './people.ts';
import { withStore } from './stores.ts';

const SEED = Number(process.env['SEED'] ?? 4711);
const TEST_MAX_MS = 90_000;
const DAY_MS = 86_400_000;
const MIB = 1_048_576;
const CHILDREN = 1000;
const WAITING = 10_000;
/** Shown by `job ls` if it is not told otherwise. */
const LISTED = 50;
/** So many are worked off at least, once there is an agent. */
const WORKED_OFF = 40;
const PARENT = 'p'.repeat(26);

const lane = new RigLane({ seed: SEED });
afterAll(() => lane.stop());

describe.concurrent(`${WAITING} jobs that wait (seed ${SEED})`, { timeout: TEST_MAX_MS }, () => {
  it('are there after a start, and after kill -9 and another', () =>
    lane.run(async (rig) => {
      const model = await rig.ended(await rig.submit('lookup'));
      await rig.agent.stop();
      await rig.controller.stop();
      fill(rig, model.id);
      for (const _ of [1, 2]) {
        await rig.startController();
        expect((await typed(rig, 'wayside status')).text).toMatch(/Jobs: .*10000 queued/);
        await rig.controller.kill();
      }
      await rig.startController();
    }));

  it('are listed and shown one by one without a look at all of them', () =>
    lane.run(async (rig) => {
      const looked = (line: string): Promise<number> =>
        rig.controller.passesDuring('jobs.viewOf:after', async () => {
          expect(await typed(rig, line)).toMatchObject({ exit: 0 });
        });
      expect(await looked('wayside job ls')).toBeLessThanOrEqual(LISTED + 1);
      expect(await looked('wayside job ls --state running')).toBeLessThanOrEqual(2);
      expect(await looked(`wayside job get ${waitingId(1)}`)).toBe(1);
      const shown = await typed(rig, `wayside job get ${waitingId(WAITING - CHILDREN)}`);
      expect(shown.text).toMatch(/Before it: +8999/);
      const top = await typed(rig, 'wayside job top');
      expect(top.text).toContain('10000 jobs wait');
    }));

  it('of one parent are cancelled with it, and the others wait on', () =>
    lane.run(async (rig) => {
      const cancelled = await typed(rig, `wayside job cancel ${PARENT} --why "too many"`);
      expect(cancelled.text).toMatch(/lookup +cancelled/);
      expect(states(rig)).toEqual({ cancelled: CHILDREN + 1, queued: WAITING - CHILDREN, succeeded: 1 });
      const child = await typed(rig, `wayside job get ${childId(1)}`);
      expect(child.text).toMatch(/too many/);
    }));

  it('are worked off in their order, as soon as there is an agent, which `job top` shows at work', () =>
    lane.run(async (rig) => {
      for (const device of rig.campus.switches.values()) device.setLatency(200);
      await rig.startAgent();
      await soon('work that shows', async () => {
        const { text } = await typed(rig, 'wayside job top');
        return /beside .*lookup/.test(text) ? text : undefined;
      });
      for (const device of rig.campus.switches.values()) device.setLatency(0);
      await rig.ended(waitingId(WORKED_OFF));
      await rig.agent.stop();
      const { succeeded = 0, queued = 0, ...others } = states(rig);
      const underWay = Object.values(others).reduce((sum, count) => sum + count, 0) - CHILDREN - 1;
      expect(succeeded - 1 + queued + underWay).toBe(WAITING - CHILDREN);
      expect(succeeded - 1).toBeGreaterThanOrEqual(WORKED_OFF);
    }));
});

/** As if so many had been asked for, a second apart, each for another address. */
function fill(rig: Rig, modelId: string): void {
  const settings = { busyTimeoutMs: 0, cacheBytes: 16 * MIB, checkMaxBytes: 0 };
  const db = openStoreIn(rig.controllerDir, settings, silentLog);
  const jobs = new JobRepository(new Store(db));
  const model = jobs.find(modelId);
  if (!model) throw new Error('there is no such job');
  const now = systemClock.now();
  const blank: Job = {
    ...model,
    ...{ state: 'queued', agentId: undefined, attempt: 0, startedAt: undefined, endedAt: undefined },
    ...{ error: undefined, readyAt: undefined, results: new Map(), savedResults: 0 },
    progress: { current: 0, total: model.targets.length, target: '', status: 'queued' },
    createdAt: now,
    deadlineAt: now + DAY_MS,
    plan: { ...model.plan, timers: { ...model.plan.timers, toStartMs: DAY_MS, overallMs: DAY_MS } },
  };
  const of = (no: number): Partial<Job> => {
    const mac = `02:00:00:00:${hex(no >> 8)}:${hex(no & 255)}`;
    return { mac, input: { mac } };
  };
  db.transaction(() => {
    for (let no = 1; no <= WAITING - CHILDREN; no += 1)
      jobs.insert({ ...blank, ...of(no), id: waitingId(no) });
    jobs.insert({ ...blank, id: PARENT, state: 'running', startedAt: now, driver: '', site: '' });
    for (let no = 1; no <= CHILDREN; no += 1)
      jobs.insert({ ...blank, ...of(WAITING + no), id: childId(no), parentId: PARENT });
  })();
  db.close();
}

function states(rig: Rig): Readonly<Record<string, number>> {
  const rows = withStore(join(rig.controllerDir, 'store.db'), (db) =>
    db.prepare('SELECT state, count(*) AS count FROM jobs GROUP BY state').all(),
  ) as { state: string; count: number }[];
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

function waitingId(no: number): string {
  return `w${String(no).padStart(25, '0')}`;
}

function childId(no: number): string {
  return `c${String(no).padStart(25, '0')}`;
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
