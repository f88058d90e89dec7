/** Plans in a store that went back: nobody can say what became of them since the backup, so that none of them is done. */
import { beforeAll, expect, test } from 'vitest';
import type { Draft, Executor, RunContext, StoredPlan } from '../../controller/plans/index.ts';
import type { Principal } from '../../shared/model/index.ts';
import { nextTurn } from '../../shared/runtime/index.ts';
import { ready } from '../../shared/seal/index.ts';
import { openRooms } from './support/controller.ts';
import { openPlanRooms, type PlanRooms, user } from './support/plan-rooms.ts';

const MAX: Principal = user('max', 'approver', 'full', { site: '*' });
const people = new Map([['max', MAX]]);
const ALL = { actions: [], kinds: [], steps: [], failFast: false } as const;
const EARNEST = { validateOnly: false, requestId: '' } as const;
const TURNS_MAX = 200;

const draft: Draft = {
  ...{ planner: 'edit', title: 'things', unchanged: [], bases: [], of: '' },
  steps: [1, 2].map((no) => ({
    ...{ id: `d${no}`, action: 'create', store: 'things', kind: 'thing', key: `k${no}`, name: `t${no}` },
    ...{
      site: 'ams1',
      cause: { type: 'person', text: 'user:max' },
      before: null,
      after: { n: no },
      token: '',
    },
    ...{ needs: [], refs: [], takes: [], frees: [], noUndo: '', standing: 'ready' },
  })),
};

/** Takes one step at a time, and answers when it is let. */
class Things implements Executor {
  readonly batchMax = 1;
  readonly received: number[] = [];
  /** What was sent stays without an answer. */
  isSilent = false;

  serves(store: string): boolean {
    return store === 'things';
  }

  cannot(): undefined {
    return undefined;
  }

  async apply(steps: Parameters<Executor['apply']>[0], { journal }: RunContext): Promise<void> {
    const nos = steps.map(({ no }) => no);
    journal.sent(nos, 'here');
    this.received.push(...nos);
    if (this.isSilent) await new Promise<never>(() => undefined);
    journal.settle(nos.map((no) => ({ no, state: 'verified', error: undefined, token: '' })));
  }

  recover(steps: Parameters<Executor['recover']>[0], { journal }: RunContext): Promise<void> {
    journal.settle(steps.map(({ no }) => ({ no, state: 'verified', error: undefined, token: '' })));
    return Promise.resolve();
  }

  current(): Promise<undefined> {
    return Promise.resolve(undefined);
  }
}

beforeAll(ready);

/** A controller over the store of the one before, which went back. */
function restored(before: PlanRooms, things: Things): PlanRooms {
  const rooms = openRooms({ after: before.rooms, wentBack: true });
  return openPlanRooms({ rooms, executors: [things], people });
}

async function make({ plans }: PlanRooms): Promise<StoredPlan> {
  const { id } = await plans.make(() => draft, { principal: MAX, why: '' });
  return plans.repository.find(id) ?? expect.unreachable();
}

async function until(isSo: () => boolean): Promise<void> {
  for (let turn = 0; turn < TURNS_MAX && !isSo(); turn += 1) await nextTurn();
}

test('a plan that was open at the backup is neither approved nor applied after a restore; one made since is', async () => {
  const things = new Things();
  const before = openPlanRooms({ executors: [things], people });
  const old = await make(before);
  before.plans.actsOf(MAX).approve(old, undefined, EARNEST);
  const { plans } = restored(before, things);
  plans.start();
  const foreign = { code: 'PLAN_FOREIGN', message: expect.stringContaining('restored') };
  expect(() => plans.actsOf(MAX).approve(old, undefined, EARNEST)).toThrow(expect.objectContaining(foreign));
  await expect(plans.actsOf(MAX).apply(old, ALL, EARNEST)).rejects.toMatchObject(foreign);
  expect(things.received).toEqual([]);
  const { id } = await plans.make(() => draft, { principal: MAX, why: '' });
  await plans.actsOf(MAX).apply(plans.repository.find(id) ?? expect.unreachable(), ALL, EARNEST);
  await until(() => plans.repository.find(id)?.state === 'applied');
  expect(things.received).toEqual([1, 2]);
});

test('a run that was under way at the backup is not gone on with: what was sent is asked for, and the run ends as not known', async () => {
  const things = new Things();
  things.isSilent = true;
  const before = openPlanRooms({ executors: [things], people });
  const plan = await make(before);
  const { job } = await before.plans.actsOf(MAX).apply(plan, ALL, EARNEST);
  await until(() => things.received.length > 0);
  const { plans, rooms } = restored(before, things);
  plans.start();
  await until(() => plans.repository.find(plan.id)?.state !== 'applying');
  expect(plans.repository.find(plan.id)?.state).toBe('partly');
  expect(rooms.store.runs.ofPlan(plan.id)?.result).toMatch(/OUTCOME_UNKNOWN.*went back/);
  expect(rooms.jobs.get(job)).toMatchObject({ state: 'lost', error: { code: 'OUTCOME_UNKNOWN' } });
  expect(things.received).toEqual([1]);
});
