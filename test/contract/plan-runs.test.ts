/** How a plan is applied: in order, once, as far as it may be, and with the truth about each step at the end. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { PlanStep } from '../../shared/model/index.ts';
import { nextTurn } from '../../shared/runtime/index.ts';
import { type Fault, MemoryStore } from '../lab/stores/index.ts';
import { keepPlan, PlanRig, step } from './support/plan-rig.ts';

let memory: MemoryStore;
let rig: PlanRig;

beforeEach(() => {
  memory = new MemoryStore({ kinds: ['thing', 'other'] });
  memory.counting = true;
  rig = new PlanRig({ stores: [memory] });
});

function creates(count: number, more: (no: number) => Partial<PlanStep> = () => ({})): PlanStep[] {
  return Array.from({ length: count }, (_, i) =>
    step(i + 1, { before: null, after: { v: i + 1 }, ...more(i + 1) }),
  );
}

/** Those changes go wrong. */
function faulty(faults: Readonly<Record<string, readonly Fault[]>>): void {
  const left = new Map(Object.entries(faults).map(([key, list]) => [key, [...list]]));
  memory.faultOf = ({ key }) => left.get(key)?.shift() ?? 'none';
}

function always(fault: Fault): readonly Fault[] {
  return Array<Fault>(50).fill(fault);
}

describe('a run', () => {
  test('does all steps, reads each back, and ends as a change set with its counts', async () => {
    memory.put('thing', 'a', { v: 1, other: 'stays' });
    memory.put('thing', 'b', { v: 1 });
    const plan = rig.keep([
      step(1, { before: null, after: { v: 1 } }),
      step(2, { before: { v: 1 }, after: { v: 2 }, key: 'a' }),
      step(3, { before: { v: 1 }, after: null, key: 'b' }),
    ]);
    const begun = await rig.apply(plan);
    expect(rig.verdicts(plan)).toEqual(['verified', 'verified', 'verified']);
    expect(memory.all('thing')).toEqual({ k1: { v: 1 }, a: { v: 2, other: 'stays' } });
    expect(rig.stateOf(plan)).toBe('applied');
    expect(rig.job(begun)).toMatchObject({ state: 'succeed', error: undefined });
    expect(rig.job(begun).progress).toMatchObject({ current: 3, total: 3 });
    expect(rig.store.changeSets.get(begun.changeSet)).toMatchObject({
      ...{ state: 'done', plan: plan.id, origin: 'plan', by: 'user:ada' },
      counts: { create: 1, update: 1, delete: 1, failed: 0, stale: 0, unknown: 0, skipped: 0 },
    });
  });

  test('S4.65 a refused step keeps those that need it, and no others, from being done', async () => {
    faulty({ k2: always('refuse') });
    const plan = rig.keep(creates(5, (no) => ({ needs: no === 3 ? [2] : no === 4 ? [3] : [] })));
    const begun = await rig.apply(plan);
    expect(rig.verdicts(plan)).toEqual(['verified', 'failed', 'waiting', 'waiting', 'verified']);
    expect(rig.errorOf(plan, 3)?.message).toBe('it needs step 2, which was not done');
    expect(rig.job(begun)).toMatchObject({ state: 'partly', error: { code: 'COMMAND_REJECTED' } });
    expect(rig.job(begun).error?.message).toContain('2 of 5 steps done, 1 failed, 2 waiting for those');
    expect(rig.store.changeSets.get(begun.changeSet)).toMatchObject({
      state: 'partly',
      counts: { create: 2, failed: 1, skipped: 2 },
    });
  });

  test('with fail-fast stops at the first step that fails', async () => {
    faulty({ k1: always('refuse') });
    const small = new PlanRig({
      stores: [new MemoryStore({ kinds: ['thing'], can: { batchMax: 1 } }), memory],
    });
    const plan = keepPlan(
      small.store,
      creates(3, () => ({ store: 'memory' })),
    );
    const slow = Object.assign(new MemoryStore({ kinds: ['thing'], can: { batchMax: 1 } }), {
      faultOf: memory.faultOf,
    });
    const again = new PlanRig({ stores: [slow], store: small.store });
    const begun = await again.apply(plan, { failFast: true });
    expect(again.verdicts(plan)).toEqual(['failed', 'skipped', 'skipped']);
    expect(again.stateOf(plan)).toBe('failed');
    expect(again.job(begun).error).toMatchObject({ code: 'CANCELLED' });
    expect(slow.received).toBe(1);
  });

  test('S4.64 does what was asked for alone; what needs more than that waits', async () => {
    const plan = rig.keep(
      creates(4, (no) => ({ needs: no === 4 ? [1] : [], kind: no === 3 ? 'other' : 'thing' })),
    );
    await rig.apply(plan, { steps: [2, 4], kinds: ['thing'] });
    expect(rig.verdicts(plan)).toEqual(['skipped', 'verified', 'skipped', 'waiting']);
    expect(rig.errorOf(plan, 1)).toBeUndefined();
    expect(rig.stateOf(plan)).toBe('partly');
  });

  test('leaves out what is not ready, and is applied all the same', async () => {
    const reason = { code: 'max-deletes', message: 'too many', override: 'max-deletes:memory/thing' };
    const plan = rig.keep(creates(2, (no) => (no === 1 ? { standing: 'blocked', reason } : {})));
    await rig.apply(plan);
    expect(rig.verdicts(plan)).toEqual(['skipped', 'verified']);
    expect(rig.stateOf(plan)).toBe('applied');
  });

  test('tries again what may pass, a bounded number of times', async () => {
    faulty({ k1: ['transient', 'transient'], k2: always('transient') });
    const plan = rig.keep(creates(3));
    await rig.apply(plan);
    expect(rig.verdicts(plan)).toEqual(['verified', 'failed', 'verified']);
    // Three of the first, five of the second, one of the third.
    expect(memory.received).toBe(9);
    expect(rig.errorOf(plan, 2)).toMatchObject({ code: 'UNAVAILABLE' });
  });

  test('leaves a store that does nothing any more, and works on at the others', async () => {
    const dead = new MemoryStore({ name: 'dead', kinds: ['thing'] });
    dead.faultOf = () => 'transient';
    rig = new PlanRig({ stores: [memory, dead] });
    const plan = rig.keep(creates(1300, (no) => ({ store: no > 100 ? 'dead' : 'memory' })));
    await rig.apply(plan);
    const verdicts = rig.verdicts(plan);
    expect(verdicts.slice(0, 100)).toEqual(Array(100).fill('verified'));
    expect(verdicts.slice(100, 1100)).toEqual(Array(1000).fill('failed'));
    expect(verdicts.slice(1100)).toEqual(Array(200).fill('skipped'));
    expect(dead.received).toBe(5 * 1000 + 3 * 200);
    expect(rig.errorOf(plan, 1300)).toMatchObject({ code: 'UNAVAILABLE' });
  });

  test('waits for steps of other stores that a step needs', async () => {
    const other = new MemoryStore({ name: 'second', kinds: ['thing'] });
    rig = new PlanRig({ stores: [memory, other] });
    const release = memory.hold();
    const plan = rig.keep(
      creates(4, (no) => ({ store: no % 2 === 0 ? 'second' : 'memory', needs: no > 1 ? [no - 1] : [] })),
    );
    rig.begin(plan);
    for (let i = 0; i < 20; i += 1) await nextTurn();
    expect(other.received).toBe(0);
    release();
    await rig.finish(plan);
    expect(rig.verdicts(plan)).toEqual(Array(4).fill('verified'));
  });

  test('a store that says yes and keeps nothing is found out, in words', async () => {
    faulty({ k2: ['lie'] });
    const plan = rig.keep(creates(3, (no) => ({ needs: no === 3 ? [2] : [] })));
    await rig.apply(plan);
    expect(rig.verdicts(plan)).toEqual(['verified', 'failed', 'waiting']);
    expect(rig.errorOf(plan, 2)?.message).toContain('said yes and did not keep it');
    expect(memory.received).toBe(2);
  });

  test('what was sent without an answer is read back before it is sent again', async () => {
    faulty({ k1: ['lose-answer'], k3: ['lose-request'] });
    const plan = rig.keep(creates(4));
    await rig.apply(plan);
    expect(rig.verdicts(plan)).toEqual(Array(4).fill('verified'));
    expect([...memory.writes.values()]).toEqual([1, 1, 1, 1]);
  });

  test('what nobody can say of is unknown, and never sent again', async () => {
    const broken = Object.assign(new MemoryStore({ kinds: ['thing'] }), {
      faultOf: () => 'lose-answer' as const,
    });
    const read = broken.read.bind(broken);
    broken.read = (...asked) =>
      broken.received > 0 ? Promise.reject(new Error('the line is cut')) : read(...asked);
    rig = new PlanRig({ stores: [broken] });
    const plan = rig.keep(creates(2, (no) => ({ needs: no === 2 ? [1] : [] })));
    const begun = await rig.apply(plan);
    expect(rig.verdicts(plan)).toEqual(['unknown', 'waiting']);
    expect(broken.received).toBe(1);
    expect(rig.job(begun).error).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    expect(rig.errorOf(plan, 1)?.message).toContain('the line is cut');
  });

  test('a step of a store that nothing serves fails in words', async () => {
    const plan = rig.keep(creates(2, (no) => (no === 1 ? { store: 'elsewhere' } : {})));
    await rig.apply(plan);
    expect(rig.verdicts(plan)).toEqual(['failed', 'verified']);
    expect(rig.errorOf(plan, 1)?.message).toContain('elsewhere');
  });
});

describe('what is not any more as the plan saw it', () => {
  test('is stale, nothing of it is sent, and it is planned again with what waits for it', async () => {
    memory.put('thing', 'a', { v: 5, w: 1 });
    memory.put('thing', 'b', { v: 1 });
    const plan = rig.keep([
      step(1, { before: { v: 1, w: 1 }, after: { v: 2, w: 1 }, key: 'a' }),
      step(2, { before: null, after: { up: 'a' }, needs: [1] }),
      step(3, { before: { v: 1 }, after: { v: 2 }, key: 'b' }),
    ]);
    const begun = await rig.apply(plan);
    expect(rig.verdicts(plan)).toEqual(['stale', 'waiting', 'verified']);
    expect(memory.all('thing')['a']).toEqual({ v: 5, w: 1 });
    const again = rig.made.get('again-1');
    expect(again).toMatchObject({ planner: 'again', of: plan.id });
    expect(again?.steps).toMatchObject([
      {
        action: 'update',
        key: 'a',
        before: { v: 5, w: 1 },
        after: { v: 2, w: 1 },
        standing: 'ready',
        needs: [],
      },
      { action: 'create', key: 'k2', before: null, after: { up: 'a' }, standing: 'ready', needs: ['step-1'] },
    ]);
    expect(rig.job(begun).error).toMatchObject({ code: 'PLAN_STALE' });
    expect(rig.job(begun).error?.hint).toContain('wayside plan show again-1');
  });

  test('other fields may have moved', async () => {
    memory.put('thing', 'a', { v: 1, w: 7 });
    const plan = rig.keep([step(1, { before: { v: 1, w: 1 }, after: { v: 2, w: 1 }, key: 'a' })]);
    await rig.apply(plan);
    expect(memory.all('thing')['a']).toEqual({ v: 2, w: 7 });
  });

  test('is no failure when it is already as the plan wants it', async () => {
    memory.put('thing', 'k1', { v: 1 });
    const plan = rig.keep([...creates(1), step(2, { before: { v: 1 }, after: null, key: 'gone' })]);
    const begun = await rig.apply(plan);
    expect(rig.verdicts(plan)).toEqual(['stale', 'stale']);
    expect(rig.stateOf(plan)).toBe('applied');
    expect(rig.job(begun).state).toBe('succeed');
    expect(rig.made.size).toBe(0);
  });

  test('of an undo stays as it is, as a conflict', async () => {
    memory.put('thing', 'a', { v: 9 });
    const plan = rig.keep([step(1, { before: { v: 2 }, after: { v: 1 }, key: 'a' })], 'revert');
    await rig.apply(plan);
    expect(rig.made.get('again-1')?.steps).toMatchObject([
      { standing: 'conflict', reason: { code: 'changed-since' }, before: { v: 9 }, after: { v: 1 } },
    ]);
  });

  test('also in the moment of the write', async () => {
    memory.put('thing', 'a', { v: 1 });
    memory.meanwhile = () => memory.put('thing', 'a', { v: 8 });
    const plan = rig.keep([step(1, { before: { v: 1 }, after: { v: 2 }, key: 'a' })]);
    await rig.apply(plan);
    expect(rig.verdicts(plan)).toEqual(['stale']);
    expect(memory.all('thing')['a']).toEqual({ v: 8 });
  });
});

describe('a plan', () => {
  test('is applied once: a second one gets nothing while it runs, and nothing after', async () => {
    const plan = rig.keep(creates(2));
    rig.begin(plan);
    expect(() => rig.begin(plan)).toThrow(expect.objectContaining({ code: 'PLAN_APPLIED' }));
    await rig.finish(plan);
    expect(() => rig.begin(plan)).toThrow(expect.objectContaining({ code: 'PLAN_APPLIED' }));
    expect(memory.received).toBe(2);
    expect(rig.store.changeSets.count()).toBe(1);
    expect(rig.jobs.kept.size).toBe(1);
  });
});
