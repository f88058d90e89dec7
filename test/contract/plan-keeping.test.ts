/** How plans lie in the store: whole or not at all, for as long as they are needed, and not in anybody's way. */
import { beforeAll, expect, test } from 'vitest';
import type { Draft, DraftStep, Executor } from '../../controller/plans/index.ts';
import { WaysideError } from '../../shared/errors.ts';
import { nextTurn } from '../../shared/runtime/index.ts';
import { ready } from '../../shared/seal/index.ts';
import { ADMIN, addSite, openRooms } from './support/controller.ts';
import { DAY_MS, openPlanRooms, type PlanRooms, user } from './support/plan-rooms.ts';

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
  // While it is ordered and judged, and with each piece that is written.
  expect(turns).toBeGreaterThanOrEqual(4 + 2000 / 250);
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

test('a plan that is finished while old ones are tidied away stays as a whole', async () => {
  const rooms = openPlanRooms();
  addSite(rooms.rooms, 'ams1');
  await rooms.plans.make(() => draftOf(5000), ask);
  rooms.rooms.clock.advance(100 * DAY_MS);
  const making = rooms.plans.make(() => draftOf(1000), ask);
  while (countOf(rooms, 'plans') !== 2) await nextTurn();
  const tidied = rooms.plans.prune();
  const plan = await making;
  await tidied;
  expect([countOf(rooms, 'plans'), countOf(rooms, 'plan_steps')]).toEqual([1, 1000]);
  expect(rooms.plans.as(ADMIN).get(plan.id).steps).toBe(1000);
});

test('a plan stays when another one fails while it is made', async () => {
  const rooms = openPlanRooms();
  const { steps } = draftOf(1001);
  const large = { description: 'x'.repeat(200_000) };
  const bad = { ...draftOf(0), steps: steps.map((step, i) => (i < 1000 ? step : { ...step, after: large })) };
  const failing = rooms.plans.make(() => bad, ask);
  const making = rooms.plans.make(() => draftOf(1300), ask);
  await expect(failing).rejects.toThrowError(/s1000/);
  const plan = await making;
  while (countOf(rooms, 'plans') !== 1) await nextTurn();
  await rooms.plans.stop();
  expect(countOf(rooms, 'plan_steps')).toBe(1300);
  expect(rooms.plans.as(ADMIN).get(plan.id).steps).toBe(1300);
});

test('what takes plans away cannot touch one that is there, whatever it was told', async () => {
  const rooms = openPlanRooms();
  const { store } = rooms.rooms;
  const { id } = await rooms.plans.make(() => draftOf(3), ask);
  rooms.plans.actsOf(ADMIN).approve(rooms.plans.as(ADMIN).find(id), undefined, { validateOnly: false });
  const before = rooms.plans.as(ADMIN).get(id);
  const { no } = rooms.plans.as(ADMIN).find(id);
  const drop = (): number =>
    store.write(() => {
      store.plans.remove(no);
      return store.plans.dropSteps(no, 100);
    });
  expect(drop()).toBe(0);
  expect(rooms.plans.as(ADMIN).get(id)).toEqual(before);
  expect([countOf(rooms, 'plan_steps'), countOf(rooms, 'plan_approvals')]).toEqual([3, 1]);
  store.write(() => store.plans.hide(no));
  expect(drop()).toBe(3);
  expect([countOf(rooms, 'plans'), countOf(rooms, 'plan_approvals')]).toEqual([0, 0]);
});

/** As its run would leave it, with its change set. */
function applied({ rooms }: PlanRooms, { id }: { readonly id: string }, changeSet: string): void {
  const { store, clock } = rooms;
  store.write(() => {
    store.plans.claim(id, { changeSet, job: `job of ${changeSet}` });
    store.plans.setState(id, 'applied');
    const run = store.runs.begin({
      ...{ plan: id, id: changeSet, job: changeSet, by: 'user:admin', wish: '{}', state: 'applied' },
      ...{ startedAt: clock.now(), result: '{}' },
    });
    store.runs.end(run, { state: 'applied', result: '{}', endedAt: clock.now() });
    store.changeSets.begin({
      ...{ id: changeSet, at: 1, endedAt: clock.now(), by: 'user:admin', why: '', origin: 'plan', plan: id },
      ...{ title: '', state: 'done', counts: NO_COUNTS, sites: ['ams1'], undoes: '' },
    });
  });
}

const shownIds = ({ plans }: PlanRooms): unknown[] => [...plans.as(ADMIN).each()].map((plan) => plan?.id);

test('plans go once they are old and nobody needs them: not one that runs, nor one whose change set is kept', async () => {
  const rooms = openPlanRooms();
  const { clock, store } = rooms.rooms;
  addSite(rooms.rooms, 'ams1');
  const [forgotten, running, kept, missed] = await Promise.all(
    [1, 2, 3, 4].map((n) => rooms.plans.make(() => draftOf(n), ask)),
  );
  if (!forgotten || !running || !kept || !missed) expect.unreachable();
  store.write(() => void store.plans.claim(running.id, { changeSet: 'c1', job: 'j1' }));
  applied(rooms, kept, 'c2');
  applied(rooms, forgotten, 'c3');
  store.write(() => store.changeSets.remove(store.changeSets.get('c3')?.no ?? 0, 1));
  clock.advance(DAY_MS + DAY_MS - 1);
  await rooms.plans.prune();
  expect(shownIds(rooms)).toEqual([missed.id, kept.id, running.id, forgotten.id]);
  clock.advance(2);
  await rooms.plans.prune();
  expect(shownIds(rooms)).toEqual([kept.id, running.id, forgotten.id]);
  clock.advance(90 * DAY_MS);
  const young = await rooms.plans.make(() => draftOf(4), ask);
  await rooms.plans.prune();
  expect(shownIds(rooms)).toEqual([young.id, kept.id, running.id]);
  expect(countOf(rooms, 'plan_steps')).toBe(4 + 3 + 2);
});

test('above their bound the oldest of those that are over go, with their runs; their change sets cannot be undone then', async () => {
  const rooms = openPlanRooms({ bounds: { past: 2 } });
  addSite(rooms.rooms, 'ams1');
  const made = [];
  for (let n = 1; n <= 4; n += 1) {
    const plan = await rooms.plans.make(() => draftOf(n), ask);
    if (n < 4) applied(rooms, plan, `c${n}`);
    made.push(plan.id);
  }
  const [, second, third, open] = made;
  await rooms.plans.prune();
  expect(shownIds(rooms)).toEqual([open, third, second]);
  expect([countOf(rooms, 'plan_steps'), countOf(rooms, 'plan_runs')]).toEqual([4 + 3 + 2, 2]);
  const undo = rooms.changes.as(ADMIN).revert({ id: 'c1', only: [], why: '' });
  await expect(undo).rejects.toMatchObject({ code: 'HISTORY_GONE' });
  // What nobody applied goes before what was.
  rooms.rooms.clock.advance(DAY_MS);
  await rooms.plans.make(() => draftOf(1), ask);
  while (countOf(rooms, 'plans') !== 3) await nextTurn();
  expect(shownIds(rooms).slice(1)).toEqual([third, second]);
});

test("plans that are over stand in nobody's way, by number or by bytes, however many they are", async () => {
  for (const bounds of [
    { open: 3, openOfOne: 3, past: 3 },
    { openBytes: 1500, pastBytes: 1500 },
  ]) {
    const rooms = openPlanRooms({ bounds });
    addSite(rooms.rooms, 'ams1');
    for (let n = 1; n <= 12; n += 1) {
      const plan = await rooms.plans.make(() => draftOf(1), { ...ask, expireAfterMs: 1000 });
      if (n % 2 === 0) applied(rooms, plan, `c${n}`);
      else rooms.rooms.clock.advance(1000);
    }
    await rooms.plans.prune();
    expect(countOf(rooms, 'plans')).toBeLessThan(12);
    expect(countOf(rooms, 'plans')).toBeGreaterThan(1);
  }
});

test('too many open plans refuse the next one, in words that say whose they are; but never an undo', async () => {
  const rooms = openPlanRooms({ bounds: { open: 3, openOfOne: 2 } });
  addSite(rooms.rooms, 'ams1');
  const ann = { principal: user('ann', 'admin', 'full', { site: '*' }), why: '' };
  const ben = { principal: user('ben', 'admin', 'full', { site: '*' }), why: '' };
  const make = (as: typeof ann) => rooms.plans.make(() => draftOf(1), as);
  await make(ann);
  rooms.rooms.clock.advance(1000);
  await make(ann);
  const until = new Date(rooms.rooms.clock.now() - 1000 + DAY_MS).toISOString();
  await expect(make(ann)).rejects.toMatchObject({
    ...{ code: 'QUEUE_FULL', message: 'user:ann has 2 open plans already' },
    hint: expect.stringContaining(`expires at ${until}`),
  });
  await make(ben);
  await expect(make(ben)).rejects.toMatchObject({ message: 'there are 3 open plans of all people already' });
  await rooms.plans.make(() => ({ ...draftOf(1), planner: 'revert', of: 'c1' }), ann);
  // Until the first one expires.
  rooms.rooms.clock.advance(DAY_MS - 1000);
  await expect(make(ann)).rejects.toMatchObject({ code: 'QUEUE_FULL' });
  rooms.rooms.clock.advance(1000);
  await make(ann);
});

test('open plans with too many bytes refuse the next one, and leave some to an undo', async () => {
  const rooms = openPlanRooms({ bounds: { openBytes: 500, undoBytes: 700 } });
  const undo = (): Draft => ({ ...draftOf(3), planner: 'revert', of: 'c1' });
  await rooms.plans.make(() => draftOf(3), ask);
  const refused = { code: 'QUEUE_FULL', message: expect.stringMatching(/of all people have \d+ bytes/) };
  await expect(rooms.plans.make(() => draftOf(1), ask)).rejects.toMatchObject(refused);
  await rooms.plans.make(undo, ask);
  await expect(rooms.plans.make(undo, ask)).rejects.toMatchObject(refused);
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
