/** Lists that look through much to find little: others are served in between, and nobody looks for who went away. */
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { changeHandlers, conflictHandlers, planHandlers } from '../../controller/api/index.ts';
import { foreignWrite } from '../../controller/inventory/testing/carry.ts';
import { NO_CHANGES } from '../../controller/store/index.ts';
import { nextTurn, OrderedPages, seededRandom } from '../../shared/runtime/index.ts';
import { ready } from '../../shared/seal/index.ts';
import type { CallContext } from '../../shared/transport/index.ts';
import { ADMIN, addSite } from './support/controller.ts';
import { openPlanRooms, type PlanRooms } from './support/plan-rooms.ts';

const COUNT = 1000;
const NOTHING = { pageSize: 10, pageToken: '', orderBy: '' } as const;

let rooms: PlanRooms;
let lists: Readonly<Record<string, (call: CallContext) => Promise<unknown>>>;
beforeAll(ready);
beforeEach(() => {
  rooms = openPlanRooms();
  const pages = new OrderedPages(rooms.rooms.clock, seededRandom(1));
  const { ListChangeSets } = changeHandlers(rooms.changes, pages);
  const { ListConflicts } = conflictHandlers(rooms.conflicts, pages);
  const { ListPlans } = planHandlers(rooms.plans, pages);
  lists = {
    'change sets': (call) => ListChangeSets({ ...NOTHING, filter: 'title=none' }, call),
    conflicts: (call) => ListConflicts({ ...NOTHING, site: '', kind: '', filter: 'name=none' }, call),
    plans: (call) => ListPlans({ ...NOTHING, filter: 'title=none' }, call),
  };
  fill(rooms);
});

function fill({ rooms: { store, clock, ...others } }: PlanRooms): void {
  const ids = Array.from({ length: COUNT }, (_, i) => `s${i}`);
  addSite(others, 'ams1', ids);
  const root = Buffer.alloc(32);
  for (const id of ids) {
    const by = { origin: 'elsewhere.1', by: 'user:ben', atMs: clock.now() };
    foreignWrite({ store }, { site: 'ams1', kind: 'source', id }, { ...by, fields: { name: `${id}x` } });
  }
  store.write(() => {
    for (const id of ids) {
      store.changeSets.begin({
        ...{ id, at: 1, endedAt: 2, by: 'user:ann', why: '', origin: 'write', plan: '', title: 'x' },
        ...{ state: 'done', counts: NO_CHANGES, sites: ['ams1'], undoes: '' },
      });
      store.plans.complete({
        ...{ no: store.plans.begin('user:ann', 1), id, planner: 'edit', made_by: 'user:ann', made_at: 1 },
        ...{
          expires_at: 2,
          steps: 0,
          bytes: 0,
          root,
          header: '{"summary":{"kinds":[],"reasons":[]}}',
          sites: '[]',
        },
        ...{ state: 'applied', change_set: '', job: '', revoked_at: null },
      });
    }
  });
}

function callOf(signal: AbortSignal): CallContext {
  return {
    ...{ method: 'test', callId: 1, principal: ADMIN, address: '', certificate: undefined },
    ...{ deadlineAt: undefined, signal },
  };
}

test.each(['change sets', 'conflicts', 'plans'])('of %s', async (name) => {
  const list = lists[name] ?? expect.unreachable();
  let turns = 0;
  let isDone = false;
  const asked = list(callOf(new AbortController().signal)).finally(() => {
    isDone = true;
  });
  for (; !isDone; turns += 1) await nextTurn();
  await asked;
  expect(turns).toBeGreaterThanOrEqual(COUNT / 200);

  const away = new AbortController();
  const left = list(callOf(away.signal));
  away.abort(new Error('went away'));
  await expect(left).rejects.toThrowError('went away');
});
