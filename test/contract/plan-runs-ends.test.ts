/** A run that is cancelled, refused, out of disk or cut off by a stop; and what its job tells. */
import { beforeEach, describe, expect, test } from 'vitest';
import { WaysideError } from '../../shared/errors.ts';
import type { PlanStep } from '../../shared/model/index.ts';
import { nextTurn } from '../../shared/runtime/index.ts';
import { MemoryStore } from '../lab/stores/index.ts';
import { PlanRig, step, USER } from './support/plan-rig.ts';

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

describe('a run that is to end early', () => {
  /** One step at a time, so that there is something between them. */
  function slowly(options: ConstructorParameters<typeof PlanRig>[0]['judge'] = {}): void {
    memory = new MemoryStore({ kinds: ['thing'], can: { batchMax: 1 } });
    rig = new PlanRig({ stores: [memory], judge: options });
  }

  test('when it is cancelled ends what is under way, and says of the rest that it was skipped', async () => {
    slowly();
    const plan = rig.keep(creates(5));
    const begun = rig.begin(plan);
    memory.faultOf = (_, no) => {
      if (no === 2) rig.jobs.cancel(begun.job);
      return 'none';
    };
    await rig.finish(plan);
    expect(rig.verdicts(plan)).toEqual(['verified', 'verified', 'skipped', 'skipped', 'skipped']);
    expect(rig.stateOf(plan)).toBe('cancelled');
    expect(rig.job(begun)).toMatchObject({ state: 'cancelled', error: { code: 'CANCELLED' } });
    expect(rig.store.changeSets.get(begun.changeSet)).toMatchObject({
      state: 'partly',
      counts: { create: 2, skipped: 3 },
    });
  });

  test('when its approvals are taken back sends nothing more', async () => {
    slowly();
    const plan = rig.keep(creates(4));
    rig.begin(plan);
    memory.faultOf = () => {
      rig.runs.revoked(plan.id);
      return 'none';
    };
    await rig.finish(plan);
    expect(rig.verdicts(plan)).toEqual(['verified', 'skipped', 'skipped', 'skipped']);
    expect(rig.stateOf(plan)).toBe('partly');
    expect(rig.errorOf(plan, 4)).toMatchObject({ code: 'NOT_APPROVED' });
  });

  test('when who applied may not go on sends nothing more: it is asked before each batch', async () => {
    let asked = 0;
    rig = new PlanRig({
      stores: [memory],
      judge: {
        allow: (_plan, by, steps) => {
          asked += 1;
          if (by === 'user:ada' && steps[0]?.no === 1) return USER;
          throw new WaysideError('FORBIDDEN', 'not any more');
        },
      },
    });
    const plan = rig.keep(creates(1500));
    const begun = await rig.apply(plan);
    expect(asked).toBe(2);
    expect(memory.received).toBe(1000);
    expect(rig.job(begun).error).toMatchObject({ code: 'FORBIDDEN' });
    expect(rig.verdicts(plan).filter((state) => state === 'skipped')).toHaveLength(500);
  });
});

describe('steps that are not done for another reason', () => {
  test('with fail-fast are all that come after the first failure, in a large batch, too', async () => {
    const memory = new MemoryStore({ kinds: ['thing'] });
    memory.faultOf = ({ key }) => (key === 'k3' ? 'refuse' : 'none');
    const rig = new PlanRig({ stores: [memory] });
    const plan = rig.keep(creates(100));
    await rig.apply(plan, { failFast: true });
    const verdicts = rig.verdicts(plan);
    expect(verdicts.slice(0, 4)).toEqual(['verified', 'verified', 'failed', 'skipped']);
    expect(new Set(verdicts.slice(3))).toEqual(new Set(['skipped']));
  });

  test('with fail-fast are all that come after the first that is stale', async () => {
    const memory = new MemoryStore({ kinds: ['thing'] });
    memory.put('thing', 'k2', { v: 0 });
    const rig = new PlanRig({ stores: [memory] });
    const plan = rig.keep(creates(4));
    await rig.apply(plan, { failFast: true });
    expect(rig.verdicts(plan)).toEqual(['verified', 'stale', 'skipped', 'skipped']);
  });

  test.each([
    ['a', 'b'],
    ['b', 'a'],
  ])(
    'wait for one at another store that nobody asked for, and the run ends (%s for %s)',
    async (one, other) => {
      const stores = ['a', 'b'].map((name) => new MemoryStore({ name, kinds: ['thing'] }));
      const rig = new PlanRig({ stores });
      const plan = rig.keep([
        step(1, { before: null, after: { v: 1 }, store: other }),
        step(2, { before: null, after: { v: 2 }, store: one, needs: [1] }),
      ]);
      // As a summary names them: the lane that reads first is not the one that is left out.
      const byStore = plan.summary.kinds.toSorted((x, y) => (x.store < y.store ? -1 : 1));
      Object.assign(plan.summary, { kinds: byStore });
      await rig.apply(plan, { steps: [2] });
      expect(rig.verdicts(plan)).toEqual(['skipped', 'waiting']);
    },
  );
});

describe('a full disk', () => {
  const PAGES_ENOUGH = 1_000_000;

  test('stops a run before anything is sent that is not written down; it goes on by itself', async () => {
    memory = new MemoryStore({ kinds: ['thing'], can: { batchMax: 10 } });
    memory.counting = true;
    rig = new PlanRig({ stores: [memory] });
    const plan = rig.keep(creates(600));
    const begun = rig.begin(plan);
    const { db } = rig.store;
    memory.faultOf = (_, no) => {
      if (no === 30) db.pragma(`max_page_count = ${db.pragma('page_count', { simple: true })}`);
      return 'none';
    };
    const status = (): string => rig.job(begun).progress?.status ?? '';
    for (let i = 0; i < 500 && !status().includes('disk'); i += 1) await nextTurn();
    expect(status()).toMatch(/^stands still: the disk of the store is full/);
    const known = rig.verdicts(plan).filter((state) => state !== 'planned').length;
    expect(known).toBeLessThan(600);
    expect(memory.received).toBeLessThanOrEqual(known);
    db.pragma(`max_page_count = ${PAGES_ENOUGH}`);
    await rig.finish(plan);
    expect(rig.stateOf(plan)).toBe('applied');
    expect([...memory.writes.values()]).toEqual(Array(600).fill(1));
  });

  test('keeps a run for the next process', async () => {
    rig = new PlanRig({ stores: [memory] });
    const plan = rig.keep(creates(600));
    const { db } = rig.store;
    const begun = rig.begin(plan);
    db.pragma(`max_page_count = ${db.pragma('page_count', { simple: true })}`);
    for (let i = 0; i < 500 && !rig.job(begun).progress?.status.includes('disk'); i += 1) await nextTurn();
    expect(memory.received).toBe(0);
    await rig.runs.stop();
    db.pragma(`max_page_count = ${PAGES_ENOUGH}`);
    const next = rig.after();
    next.runs.resume();
    await next.finish(plan);
    expect(next.verdicts(plan)).toEqual(Array(600).fill('verified'));
    expect(memory.received).toBe(600);
  });
});

describe('a controller that stops', () => {
  test('begins nothing more, and the next one goes on where it was', async () => {
    memory = new MemoryStore({ kinds: ['thing'], can: { batchMax: 1 } });
    memory.counting = true;
    rig = new PlanRig({ stores: [memory] });
    const plan = rig.keep(creates(6));
    const begun = rig.begin(plan);
    let stopped: Promise<void> | undefined;
    memory.faultOf = (_, no) => {
      if (no === 3) stopped = rig.runs.stop();
      return 'none';
    };
    for (let i = 0; i < 50; i += 1) await nextTurn();
    await stopped;
    expect(memory.received).toBe(3);
    expect(rig.stateOf(plan)).toBe('applying');
    expect(rig.job(begun).state).toBe('running');
    const next = rig.after();
    next.runs.resume();
    await next.finish(plan);
    expect(next.verdicts(plan)).toEqual(Array(6).fill('verified'));
    expect([...memory.writes.values()]).toEqual(Array(6).fill(1));
  });

  test('that was asked to cancel before ends the run without sending more', async () => {
    memory = new MemoryStore({ kinds: ['thing'], can: { batchMax: 1 } });
    rig = new PlanRig({ stores: [memory], dieAt: 14 });
    const plan = rig.keep(creates(6));
    const begun = rig.begin(plan);
    await rig.finish(plan);
    expect(rig.life.isDead).toBe(true);
    const sent = memory.received;
    rig.job(begun).state = 'cancelling';
    const next = rig.after();
    next.runs.resume();
    await next.finish(plan);
    expect(memory.received).toBe(sent);
    expect(next.verdicts(plan).filter((state) => state === 'verified')).toHaveLength(sent);
    expect(next.stateOf(plan)).toBe('cancelled');
  });

  test('and whose store went back gives the run up, and says what was done', async () => {
    memory = new MemoryStore({ kinds: ['thing'], can: { batchMax: 1 } });
    rig = new PlanRig({ stores: [memory], dieAt: 14 });
    const plan = rig.keep(creates(6));
    const begun = rig.begin(plan);
    await rig.finish(plan);
    const sent = memory.received;
    rig.job(begun).state = 'lost';
    const next = rig.after();
    next.runs.resume();
    await next.finish(plan);
    expect(memory.received).toBe(sent);
    expect(next.stateOf(plan)).toBe('partly');
    expect(rig.job(begun).state).toBe('lost');
    expect(next.errorOf(plan, 6)).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
  });
});

describe('the job of a run', () => {
  test('tells each step as it comes further, and has them after the end', async () => {
    slow();
    const plan = rig.keep(creates(3));
    const begun = rig.begin(plan);
    const before = rig.jobs.stepsOf(begun.job) ?? [];
    const seen: string[] = [];
    memory.faultOf = () => {
      seen.push((rig.jobs.stepsOf(begun.job) ?? []).map(({ state }) => state).join(' '));
      return 'none';
    };
    await rig.finish(plan);
    expect(seen).toEqual([
      'sent planned planned',
      'acknowledged sent planned',
      'acknowledged acknowledged sent',
    ]);
    const after = rig.jobs.stepsOf(begun.job) ?? [];
    expect(after.map(({ data }) => data)).toEqual(Array(3).fill({ state: 'verified' }));
    expect(before.map(({ state }) => state)).toEqual(['planned', 'planned', 'planned']);
    expect(after[0]?.action).toMatchObject({ action: 'create', kind: 'thing', name: 'thing 1' });
  });

  function slow(): void {
    memory = new MemoryStore({ kinds: ['thing'], can: { batchMax: 1 } });
    rig = new PlanRig({ stores: [memory] });
  }
});
