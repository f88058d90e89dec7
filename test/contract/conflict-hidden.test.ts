/** One write settles all conflicts of a record: who cannot see them all makes no such write. */
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { foreignWrite } from '../../controller/inventory/testing/carry.ts';
import type { Taking } from '../../controller/plans/index.ts';
import type { JsonObject, PlanView, Principal, RecordView } from '../../shared/model/index.ts';
import { ready } from '../../shared/seal/index.ts';
import { ADMIN, addSite } from './support/controller.ts';
import { openPlanRooms, type PlanRooms, user } from './support/plan-rooms.ts';

const NET = user('net', 'operator', 'network', { site: 'ams1' });
const AMS = user('ams', 'operator', 'full', { site: 'ams1' });
const REF = { site: 'ams1', kind: 'source', id: 'sw1' } as const;
const THEIRS: Taking = { origin: 'elsewhere' };

let rooms: PlanRooms;
beforeAll(ready);
beforeEach(() => {
  rooms = openPlanRooms({ people: new Map([['ams', AMS]]) });
  addSite(rooms.rooms, 'ams1', ['sw1']);
});

function brought(fields: JsonObject, origin = 'elsewhere.1'): void {
  foreignWrite(rooms.rooms, REF, {
    ...{ origin, by: 'user:ben', atMs: rooms.rooms.clock.now() + 60_000 },
    fields,
  });
}

const now = (): RecordView => rooms.rooms.inventory.get(REF, ADMIN);

function resolve(field: string, principal: Principal): Promise<PlanView> {
  const id = now().conflicts.find((one) => one.field === field)?.id ?? expect.unreachable();
  return rooms.conflicts.resolve({ id, take: THEIRS }, { principal, why: '' });
}

test('a conflict beside one over how the source is reached is left to who sees that', async () => {
  brought({ name: 'other', address: '10.66.6.6' });
  await expect(resolve('name', NET)).rejects.toMatchObject({
    ...{ code: 'FORBIDDEN', message: expect.not.stringContaining('10.66.6.6') },
    hint: expect.stringContaining('ask an admin'),
  });
  expect((await resolve('name', AMS)).steps).toBe(1);
});

test('a conflict that stands alone is settled by an operator with the network view', async () => {
  brought({ name: 'other' });
  expect((await resolve('name', NET)).steps).toBe(1);
});

test('a conflict that came after the plan was made is settled by nobody: the step is stale', async () => {
  brought({ name: 'other' });
  const plan = await resolve('name', AMS);
  brought({ address: '10.66.6.6' }, 'third.1');
  rooms.plans.start();
  const all = { actions: [], kinds: [], steps: [], failFast: false };
  const acts = rooms.plans.actsOf(AMS);
  await acts.apply(rooms.plans.as(AMS).find(plan.id), all, { validateOnly: false, requestId: '' });
  await expect.poll(() => rooms.plans.as(AMS).get(plan.id).state).not.toBe('applying');
  const stored = rooms.plans.as(AMS).find(plan.id);
  expect(rooms.plans.runs.steps(stored, [1]).get(1)?.state).toBe('stale');
  expect(now().conflicts.map(({ field }) => field)).toContain('address');
  await rooms.plans.stop();
});
