/** What a run leaves open is planned once more; names that were changed for a while do not stay. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { WriteOperation } from '../../controller/inventory/index.ts';
import type { RunWish, StoredPlan } from '../../controller/plans/index.ts';
import { isTerminal, type JsonObject, type PlanStep } from '../../shared/model/index.ts';
import { nextTurn } from '../../shared/runtime/index.ts';
import { ready } from '../../shared/seal/index.ts';
import { bareStep, planStepFromWire, planStepToWire } from '../../shared/wire/index.ts';
import { MemoryStore } from '../lab/stores/index.ts';
import { addSite } from './support/controller.ts';
import { PlanRig, step } from './support/plan-rig.ts';
import { openPlanRooms, type PlanRooms, user } from './support/plan-rooms.ts';

const ANN = user('ann', 'approver', 'full', { site: '*' });
const BOB = user('bob', 'approver', 'full', { site: '*' });
const ALL: RunWish = { actions: [], kinds: [], steps: [], failFast: false };
const LIFTED = 'max-updates:records/switch';

let rooms: PlanRooms;

beforeAll(() => ready());
beforeEach(() => {
  rooms = openPlanRooms({
    people: new Map([
      ['ann', ANN],
      ['bob', BOB],
    ]),
  });
  addSite(rooms.rooms, 'ams1', []);
  rooms.plans.start();
});

/** `sw1` with the id `s1`, and so on. */
function switches(count: number): void {
  const operations = Array.from({ length: count }, (_, i): WriteOperation => {
    const fields = { name: `sw${i + 1}`, description: 'old' };
    return { type: 'create', site: 'ams1', kind: 'switch', id: `s${i + 1}`, fields };
  });
  rooms.rooms.inventory.write({ operations, why: '', requestId: '', validateOnly: false }, ANN);
}

function change(no: number, fields: JsonObject): WriteOperation {
  return { type: 'update', ref: { site: 'ams1', kind: 'switch', id: `s${no}` }, fields, ifEtag: '' };
}

function remove(no: number): WriteOperation {
  return { type: 'delete', ref: { site: 'ams1', kind: 'switch', id: `s${no}` }, ifEtag: '' };
}

function each(nos: number, of: (no: number) => WriteOperation): readonly WriteOperation[] {
  return Array.from({ length: nos }, (_, i) => of(i + 1));
}

function stored(id: string): StoredPlan {
  const plan = rooms.plans.repository.find(id);
  if (!plan) throw new Error(`there is no plan ${id}`);
  return plan;
}

async function make(
  operations: readonly WriteOperation[],
  overrides: readonly string[] = [],
): Promise<StoredPlan> {
  const wish = { operations, causes: [], planner: 'edit', title: '', unchanged: 0 } as const;
  return stored((await rooms.plans.edit(wish, { principal: ANN, why: '', overrides })).id);
}

function swap(more: JsonObject = {}): Promise<StoredPlan> {
  return make([change(1, { name: 'sw2', ...more }), change(2, { name: 'sw1', ...more })], [LIFTED]);
}

function byHand(...operations: WriteOperation[]): void {
  rooms.rooms.inventory.write({ operations, why: '', requestId: '', validateOnly: false }, BOB);
}

interface Ended {
  readonly state: string;
  readonly changeSet: string;
}

async function apply({ id }: StoredPlan, wish: Partial<RunWish> = {}): Promise<Ended> {
  const ask = { validateOnly: false, requestId: '' };
  const { job, changeSet } = await rooms.plans.actsOf(ANN).apply(stored(id), { ...ALL, ...wish }, ask);
  while (!isTerminal(rooms.rooms.jobs.get(job).state)) await nextTurn();
  return { state: rooms.rooms.jobs.get(job).state, changeSet };
}

/** The newest plan, made from another one. */
function again(): StoredPlan {
  const [newest] = rooms.plans.as(ANN).each();
  if (newest?.planner !== 'again') throw new Error('nothing was planned again');
  return stored(newest.id);
}

function stepsOf(plan: StoredPlan): readonly PlanStep[] {
  return rooms.plans.repository.steps(plan, { after: 0, limit: 100 });
}

function names(): readonly unknown[] {
  return [1, 2].map(
    (no) => rooms.rooms.inventory.peek({ site: 'ams1', kind: 'switch', id: `s${no}` }, ANN)?.fields['name'],
  );
}

describe('two things that change names', () => {
  beforeEach(() => switches(2));

  test('know the halves of a step from each other, by number, on the wire too', async () => {
    const steps = stepsOf(await swap());
    expect(steps.map(({ otherHalf }) => otherHalf)).toEqual([3, undefined, 1]);
    expect(steps.map((one) => bareStep(planStepFromWire(planStepToWire(one))))).toEqual(steps);
  });

  test('are planned again as a whole when the first half is stale', async () => {
    const plan = await swap({ description: 'new' });
    byHand(change(1, { description: 'by bob' }), change(2, { description: 'by bob' }));
    expect((await apply(plan)).state).toBe('failed');
    expect(stepsOf(again()).map(({ standing, otherHalf }) => [standing, otherHalf])).toEqual([
      ['ready', 3],
      ['ready', undefined],
      ['ready', 1],
    ]);
    expect((await apply(again())).state).toBe('succeeded');
    expect(names()).toEqual(['sw2', 'sw1']);
  });

  test('both get their names by the second plan when what lies between the halves is stale', async () => {
    const plan = await swap({ description: 'new' });
    const between = Number(stepsOf(plan)[1]?.key.at(-1));
    byHand(change(between, { description: 'by bob' }));
    expect((await apply(plan)).state).toBe('partly');
    expect(names().join()).toContain('swap-');
    expect((await apply(again())).state).toBe('succeeded');
    expect(names()).toEqual(['sw2', 'sw1']);
  });

  test('both get them, too, when the run was to stop at the first step that is stale', async () => {
    const plan = await swap({ description: 'new' });
    const between = Number(stepsOf(plan)[1]?.key.at(-1));
    byHand(change(between, { description: 'by bob' }));
    await apply(plan, { failFast: true });
    await apply(again());
    expect(names()).toEqual(['sw2', 'sw1']);
  });

  test('are not left between: one half alone cannot be asked for', async () => {
    const plan = await swap();
    await expect(apply(plan, { steps: [1, 2] })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      violations: [{ field: 'only_steps', message: expect.stringContaining('and 3 the other: name both') }],
    });
    expect(names()).toEqual(['sw1', 'sw2']);
    await apply(plan, { actions: ['update'] });
    expect(names()).toEqual(['sw2', 'sw1']);
  });

  test('are not brought between: one half alone cannot be undone, both together can', async () => {
    const { changeSet: id } = await apply(await swap());
    const ask = { id, why: '', overrides: [LIFTED] };
    for (const no of [1, 3])
      await expect(rooms.changes.as(ANN).revert({ ...ask, only: [no] })).rejects.toMatchObject({
        code: 'INVALID_INPUT',
        violations: [{ field: 'only', message: expect.stringContaining(`${no} is one half of`) }],
      });
    const back = await rooms.changes.as(ANN).revert({ ...ask, only: [1, 2, 3] });
    await apply(stored(back.id));
    expect(names()).toEqual(['sw1', 'sw2']);
  });
});

describe('guards of what is planned again', () => {
  test('count what there is, not what was stale', async () => {
    switches(100);
    const plan = await make([
      ...each(18, (no) => change(no, { description: 'new' })),
      remove(19),
      remove(20),
    ]);
    byHand(...each(20, (no) => change(no, { description: 'by bob' })));
    await apply(plan);
    expect(again().summary.counts).toMatchObject({ update: 18, delete: 2, blocked: 0 });
    expect((await apply(again())).state).toBe('succeeded');
  });

  test('stay lifted, by who lifted them', async () => {
    switches(20);
    const plan = await make(
      each(20, (no) => change(no, { description: 'new' })),
      [LIFTED],
    );
    byHand(...each(20, (no) => change(no, { description: 'by bob' })));
    await apply(plan);
    expect(again()).toMatchObject({
      overrides: [{ override: LIFTED, by: 'user:ann' }],
      summary: { counts: { update: 20, blocked: 0 } },
    });
  });
});

test('a run whose process dies while it plans again, at whatever place, has made one such plan at its end', async () => {
  const steps = [step(1, { before: { v: 0 }, after: { v: 1 } })];
  for (let dieAt = 1; ; dieAt += 1) {
    const memory = new MemoryStore({ kinds: ['thing'] });
    memory.put('thing', 'k1', { v: 5 });
    const first = new PlanRig({ stores: [memory], dieAt });
    const plan = first.keep(steps);
    try {
      first.begin(plan);
    } catch (error) {
      if (!first.life.isDead) throw error;
    }
    await first.finish(plan);
    if (!first.life.isDead) break;
    const second = first.after();
    second.runs.resume();
    if (second.stateOf(plan) === 'open') second.begin(plan);
    await second.finish(plan);
    expect([...second.made.keys()], `killed at boundary ${dieAt}`).toEqual(['again-1']);
  }
});

test('what also needs something that failed is not planned again', async () => {
  const memory = new MemoryStore({ kinds: ['thing'] });
  memory.put('thing', 'k1', { v: 5 });
  memory.faultOf = ({ key }) => (key === 'k2' ? 'refuse' : 'none');
  const rig = new PlanRig({ stores: [memory] });
  const plan = rig.keep([
    step(1, { before: { v: 0 }, after: { v: 1 } }),
    step(2, { before: null, after: { v: 2 } }),
    step(3, { before: null, after: { v: 3 }, needs: [1] }),
    step(4, { before: null, after: { v: 4 }, needs: [1, 2] }),
  ]);
  await rig.apply(plan);
  expect(rig.verdicts(plan)).toEqual(['stale', 'failed', 'waiting', 'waiting']);
  const again = rig.made.get('again-1')?.steps ?? [];
  expect(again.map(({ key, needs }) => [key, needs])).toEqual([
    ['k1', []],
    ['k3', ['step-1']],
  ]);
});
