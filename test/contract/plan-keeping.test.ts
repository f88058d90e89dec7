/** How plans lie in the store: whole or not at all, for as long as they are needed, and not in anybody's way. */
import { beforeAll, expect, test } from 'vitest';
import type { Draft, DraftStep, Executor } from '../../controller/plans/index.ts';
import { WaysideError } from '../../shared/errors.ts';
import { nextTurn } from '../../shared/runtime/index.ts';
import { ready } from '../../shared/seal/index.ts';
import { ADMIN, addSite, openRooms } from './support/controller.ts';
import { DAY_MS, openPlanRooms, type PlanRooms } from './support/plan-rooms.ts';

beforeAll(() => ready());

function draftOf(count: number, more: Partial<DraftStep> = {}): Draft {
  const steps = Array.from({ length: count }, (_, i): DraftStep => {
    return {
      ...{ id: `${i}`, action: 'create', store: 'records', kind: 'switch', key: `ams1/switch/s${i}` },
      ...{ name: `s${i}`, site: 'ams1', cause: { type: 'row', text: `row ${i}` }, before: null },
      ...{ after: { name: `s${i}` }, token: '', needs: [], refs: [], takes: [], frees: [], noUndo: '' },
      standing: 'ready',
      ...more,
    };
  });
  return { planner: 'import', title: `${count} switches`, steps, unchanged: [], bases: [], of: '' };
}

const ask = { principal: ADMIN, why: '' };
const countOf = ({ rooms }: PlanRooms, table: string): unknown =>
  rooms.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();

test('a plan of a process that ended while it wrote is never seen, and goes at the next start', async () => {
  const rooms = openPlanRooms();
  const { store } = rooms.rooms;
  const no = store.write(() => store.plans.begin('user:admin', 1));
  const body = '{"no":1}';
  for (let i = 1; i <= 1200; i += 1)
    store.plans.addStep({
      ...{ plan: no, no: i, action: 'create', standing: 'ready', store: 'records', kind: 'switch' },
      ...{ site: 'ams1', body, hash: Buffer.alloc(32) },
    });
  expect([...rooms.plans.as(ADMIN).each()]).toEqual([]);
  const kept = await rooms.plans.make(() => draftOf(3), ask);
  rooms.plans.start();
  await rooms.plans.prune();
  expect([countOf(rooms, 'plan_steps'), countOf(rooms, 'plans')]).toEqual([3, 1]);
  expect(rooms.plans.as(ADMIN).get(kept.id).steps).toBe(3);
});

test('others have their turn while a large plan is made, and see nothing of it', async () => {
  const rooms = openPlanRooms();
  let turns = 0;
  let made = false;
  const making = rooms.plans
    .make(() => draftOf(2000), ask)
    .finally(() => {
      made = true;
    });
  for (; !made; turns += 1) {
    if (!made) expect([...rooms.plans.as(ADMIN).each()]).toEqual([]);
    await nextTurn();
  }
  await making;
  expect(turns).toBeGreaterThanOrEqual(2000 / 250);
  expect(rooms.plans.as(ADMIN).each().next().value?.steps).toBe(2000);
});

test('a plan that cannot be written to its end is taken away again, by itself', async () => {
  const rooms = openPlanRooms();
  const large = {
    ...draftOf(400).steps[0],
    id: 'x',
    after: { description: 'x'.repeat(200_000) },
  } as DraftStep;
  const draft = draftOf(1200);
  const steps = [...draft.steps, { ...large, key: 'ams1/switch/zz', name: 'zz' }];
  await expect(rooms.plans.make(() => ({ ...draft, steps }), ask)).rejects.toThrowError(/zz/);
  expect(countOf(rooms, 'plan_steps')).not.toBe(0);
  while (countOf(rooms, 'plans') !== 0) await nextTurn();
  expect(countOf(rooms, 'plan_steps')).toBe(0);
});

test('plans go once they are old and nobody needs them: not one that runs, nor one whose change set is kept', async () => {
  const rooms = openPlanRooms();
  const { clock, store } = rooms.rooms;
  addSite(rooms.rooms, 'ams1');
  const [old, running, kept] = await Promise.all(
    [1, 2, 3].map((n) => rooms.plans.make(() => draftOf(n), ask)),
  );
  if (!old || !running || !kept) expect.unreachable();
  store.write(() => {
    store.plans.claim(running.id, { changeSet: 'c1', job: 'j1' });
    store.plans.claim(kept.id, { changeSet: 'c2', job: 'j2' });
    store.plans.setState(kept.id, 'applied');
    store.changeSets.begin({
      ...{ id: 'c2', at: 1, endedAt: 2, by: 'user:admin', why: '', origin: 'plan', plan: kept.id, title: '' },
      ...{ state: 'done', counts: NO_COUNTS, sites: ['ams1'], undoes: '' },
    });
  });
  clock.advance(89 * DAY_MS);
  await rooms.plans.prune();
  expect(countOf(rooms, 'plans')).toBe(3);
  clock.advance(3 * DAY_MS);
  const young = await rooms.plans.make(() => draftOf(4), ask);
  await rooms.plans.prune();
  const left = [...rooms.plans.as(ADMIN).each()].map((plan) => plan?.id);
  expect(left).toEqual([young.id, kept.id, running.id]);
  expect(countOf(rooms, 'plan_steps')).toBe(4 + 3 + 2);
});

test('what no store here can do is refused when it is planned, step by step', async () => {
  const cannot: Executor = {
    ...{
      batchMax: 1,
      serves: (store: string) => store === 'ams1/source/db',
      cannot: () => 'it is for reading only',
    },
    ...{
      apply: () => Promise.resolve(),
      recover: () => Promise.resolve(),
      current: () => Promise.resolve(undefined),
    },
  };
  const rooms = openPlanRooms({ executors: [cannot] });
  for (const [store, words] of [
    ['ams1/source/db', 'it is for reading only'],
    ['ams1/source/nowhere', 'nothing here changes anything in ams1/source/nowhere'],
  ] as const) {
    const error = WaysideError.from(
      await rooms.plans.make(() => draftOf(2, { store, kind: 'row' }), ask).catch((one: unknown) => one),
    );
    expect(error.code).toBe('INVALID_INPUT');
    expect(error.violations.map(({ message }) => message)).toEqual([
      `create of s0: ${words}`,
      `create of s1: ${words}`,
    ]);
  }
});

test('plans are made a few at a time, and the line of those that wait is bounded', async () => {
  const rooms = openPlanRooms();
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const slow = async (): Promise<Draft> => {
    await held;
    return draftOf(1);
  };
  const made = Array.from({ length: 52 }, () => rooms.plans.make(slow, ask));
  const refused = await rooms.plans.make(slow, ask).catch((error: unknown) => WaysideError.from(error).code);
  expect(refused).toBe('QUEUE_FULL');
  release();
  expect(new Set((await Promise.all(made)).map(({ id }) => id)).size).toBe(52);
});

test('is there after a restart as it was: id, steps, approvals, and what became of it', async () => {
  const rooms = openPlanRooms();
  const plan = await rooms.plans.make(() => draftOf(5), ask);
  rooms.plans.actsOf(ADMIN).approve(rooms.plans.as(ADMIN).find(plan.id), undefined, { validateOnly: false });
  const before = rooms.plans.as(ADMIN).get(plan.id);
  const again = openPlanRooms({ rooms: openRooms({ after: rooms.rooms }) });
  expect(again.plans.as(ADMIN).get(plan.id)).toEqual(before);
  expect(before.approvals).toMatchObject([{ by: 'user:admin', key: '' }]);
});

const NO_COUNTS = {
  ...{ create: 0, update: 0, delete: 0, link: 0, unlink: 0, adopt: 0 },
  ...{ failed: 0, stale: 0, unknown: 0, skipped: 0 },
};
