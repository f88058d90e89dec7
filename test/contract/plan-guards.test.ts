/** Guards over what is really there: site by site, and once more when a plan is applied. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { WriteOperation } from '../../controller/inventory/index.ts';
import type { RunWish, StoredPlan } from '../../controller/plans/index.ts';
import { WaysideError } from '../../shared/errors.ts';
import { isTerminal, type PlanView } from '../../shared/model/index.ts';
import { nextTurn } from '../../shared/runtime/index.ts';
import { ready } from '../../shared/seal/index.ts';
import { addSite } from './support/controller.ts';
import { openPlanRooms, type PlanRooms, user } from './support/plan-rooms.ts';

const ANN = user('ann', 'approver', 'full', { site: '*' });
const ALL: RunWish = { actions: [], kinds: [], steps: [], failFast: false };
const NOW = { validateOnly: false, requestId: '' } as const;

beforeAll(() => ready());

/** So many switches at each site: `s1`, `s2` and so on. */
function open(counts: Readonly<Record<string, number>>): PlanRooms {
  const rooms = openPlanRooms({ people: new Map([['ann', ANN]]) });
  for (const [site, count] of Object.entries(counts)) {
    addSite(rooms.rooms, site, []);
    const create = (no: number): WriteOperation => {
      return { type: 'create', site, kind: 'switch', id: `s${no}`, fields: { name: `sw${no}` } };
    };
    write(rooms, numbers(1, count).map(create));
  }
  rooms.plans.start();
  return rooms;
}

const numbers = (from: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, i) => from + i);

const deletes = (site: string, from: number, count: number): WriteOperation[] =>
  numbers(from, count).map((no) => {
    return { type: 'delete', ref: { site, kind: 'switch', id: `s${no}` }, ifEtag: '' };
  });

const describeOne = (site: string, no: number): WriteOperation => {
  const ref = { site, kind: 'switch', id: `s${no}` } as const;
  return { type: 'update', ref, fields: { description: 'x' }, ifEtag: '' };
};

function write({ rooms }: PlanRooms, operations: readonly WriteOperation[]): void {
  rooms.inventory.write({ operations, why: '', requestId: '', validateOnly: false }, ANN);
}

function plan(
  { plans }: PlanRooms,
  operations: readonly WriteOperation[],
  overrides: readonly string[] = [],
): Promise<PlanView> {
  const wish = { operations, causes: [], planner: 'edit', title: '', unchanged: 0 } as const;
  return plans.edit(wish, { principal: ANN, why: '', overrides });
}

const stored = ({ plans }: PlanRooms, { id }: PlanView): StoredPlan =>
  plans.repository.find(id) ?? expect.unreachable();

/** How its run ended, or the error that it was refused with. */
async function applied(rooms: PlanRooms, made: PlanView, wish: Partial<RunWish> = {}): Promise<unknown> {
  try {
    const { job } = await rooms.plans.actsOf(ANN).apply(stored(rooms, made), { ...ALL, ...wish }, NOW);
    while (!isTerminal(rooms.rooms.jobs.get(job).state)) await nextTurn();
    return rooms.rooms.jobs.get(job).state;
  } catch (error) {
    return WaysideError.from(error);
  }
}

const left = ({ rooms }: PlanRooms): number =>
  rooms.inventory.planned.countsBySite('switch').get('ams1') ?? 0;

describe('a site that would be emptied', () => {
  const words = 'at ber1: 10 of 10 switches would be deleted (100 %); at most 30 %';

  test('is not hidden by one change at another site', async () => {
    const rooms = open({ ams1: 40, ber1: 10 });
    const made = await plan(rooms, [...deletes('ber1', 1, 10), describeOne('ams1', 1)]);
    expect(made.summary.counts).toMatchObject({ blocked: 10, update: 1, delete: 0 });
    expect(made.summary.reasons).toMatchObject([
      { code: 'max-deletes', override: 'max-deletes:records/switch', message: words },
    ]);
    const lifted = await plan(rooms, deletes('ber1', 1, 10), ['max-deletes:records/switch']);
    expect(lifted.summary.counts).toMatchObject({ blocked: 0, delete: 10 });
  });

  test('is not emptied by an undo either', async () => {
    const rooms = open({ ams1: 40, ber1: 10 });
    const create = (no: number): WriteOperation => {
      return { type: 'create', site: 'muc1', kind: 'switch', id: `s${no}`, fields: { name: `sw${no}` } };
    };
    addSite(rooms.rooms, 'muc1', []);
    write(rooms, [...numbers(1, 10).map(create), describeOne('ams1', 1)]);
    const [last] = [...rooms.changes.as(ANN).rows()].flatMap(({ set }) => set ?? []);
    const undo = await rooms.changes.as(ANN).revert({ id: last?.id ?? '', only: [], why: '' });
    expect(undo.summary.counts).toMatchObject({ blocked: 10, update: 1 });
    expect(undo.summary.reasons[0]?.message).toMatch(/^at muc1: 10 of 10 switches/);
  });
});

describe('plans made side by side, each within its limits', () => {
  test('are applied until one would go too far by then; that one is refused with figures and a way out', async () => {
    const rooms = open({ ams1: 35 });
    const made = await Promise.all([1, 11, 21].map((from) => plan(rooms, deletes('ams1', from, 10))));
    const [first, second, third] = made;
    if (!first || !second || !third) expect.unreachable();
    expect(await applied(rooms, first)).toBe('succeeded');
    expect(await applied(rooms, second)).toMatchObject({
      code: 'GUARD_BLOCKED',
      message: expect.stringContaining('10 of 25 switches would be deleted (40 %); at most 30 %'),
      hint: expect.stringContaining('make the plan again'),
      details: { overrides: 'max-deletes:records/switch' },
    });
    expect(left(rooms)).toBe(25);
    // A part of it is still within the limits: 7 of 25.
    expect(await applied(rooms, second, { steps: [...numbers(1, 7)] })).toBe('succeeded');
    expect(await applied(rooms, third)).toMatchObject({ code: 'GUARD_BLOCKED' });
    expect(left(rooms)).toBe(18);
    expect(stored(rooms, third).state).toBe('open');
  });

  test('go through with the override that their maker gave', async () => {
    const rooms = open({ ams1: 35 });
    const overrides = ['max-deletes:records/switch'];
    const first = await plan(rooms, deletes('ams1', 1, 10));
    const second = await plan(rooms, deletes('ams1', 11, 10), overrides);
    expect(await applied(rooms, first)).toBe('succeeded');
    expect(await applied(rooms, second)).toBe('succeeded');
    expect(left(rooms)).toBe(15);
  });

  test('are judged site by site', async () => {
    const rooms = open({ ams1: 100, ber1: 20 });
    const first = await plan(rooms, [...deletes('ber1', 1, 6), describeOne('ams1', 1)]);
    const second = await plan(rooms, [...deletes('ber1', 7, 6), describeOne('ams1', 2)]);
    expect(await applied(rooms, first)).toBe('succeeded');
    expect(await applied(rooms, second)).toMatchObject({
      code: 'GUARD_BLOCKED',
      message: expect.stringContaining('at ber1: 6 of 14 switches would be deleted (43 %)'),
    });
  });
});
