/** ChangeService, spoken to from outside by people of different places; what it makes is applied by the plans as they are. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WriteOperation } from '../../controller/inventory/index.ts';
import { NO_CHANGES } from '../../controller/store/index.ts';
import type { ChangeItem, ChangeSetView, PlanView, Principal } from '../../shared/model/index.ts';
import { ready } from '../../shared/seal/index.ts';
import type { ApiClient } from '../../shared/transport/index.ts';
import {
  changeItemFromWire,
  changeSetFromWire,
  planFromWire,
  planStepFromWire,
  type ShownStep,
  structToWire,
} from '../../shared/wire/index.ts';
import { errorFrom } from './rig.ts';
import { addSite } from './support/controller.ts';
import { openPlanRooms, type PlanRooms, type PlanServer, servePlans, user } from './support/plan-rooms.ts';

const every = { site: '*' };
const people = new Map<string, Principal>([
  ['admin', user('admin', 'admin', 'full', every)],
  ['ams', user('ams', 'operator', 'full', { site: 'ams1' })],
  ['net', user('net', 'operator', 'network', { site: 'ams1' })],
  ['ber', user('ber', 'operator', 'full', { site: 'ber1' })],
  ['look', user('look', 'viewer', 'full', every)],
]);

let rooms: PlanRooms;
let server: PlanServer;

beforeAll(async () => {
  await ready();
  rooms = openPlanRooms({ people });
  for (const site of ['ams1', 'ber1']) addSite(rooms.rooms, site, ['sw1', 'sw2', 'sw3']);
  for (const site of ['ams1', 'ber1'])
    write('admin', ...['sw1', 'sw2', 'sw3'].map((id) => create(id, { name: id }, site)));
  server = await servePlans(rooms, people);
  rooms.plans.start();
});
afterAll(() => server.stop());

const as = (who: string): ApiClient => server.as(who);

const create = (id: string, fields: Record<string, string>, site = 'ams1'): WriteOperation => ({
  ...{ type: 'create', site, kind: 'switch', id, fields },
});
const update = (ref: string, fields: Record<string, string | number | null>): WriteOperation => ({
  ...{ type: 'update', ref: refOf(ref), fields, ifEtag: '' },
});
const remove = (ref: string): WriteOperation => ({ type: 'delete', ref: refOf(ref), ifEtag: '' });

function refOf(text: string) {
  const [site = '', kind = '', id = ''] = text.split('/');
  return { site, kind: kind as 'switch', id };
}

/** At once, without a plan; the id of its change set. */
function write(who: string, ...operations: WriteOperation[]): string {
  rooms.rooms.clock.advance(1000);
  const principal = people.get(who) ?? expect.unreachable();
  const question = { operations, why: `of ${who}`, requestId: '', validateOnly: false };
  return rooms.rooms.inventory.write(question, principal).changeSet;
}

function fieldsOf(ref: string): object | undefined {
  return rooms.rooms.inventory.planned.now([refOf(ref)])[0]?.fields;
}

async function get(who: string, id: string): Promise<ChangeSetView> {
  const { changeSet } = await as(who).unary('ChangeService.GetChangeSet', { id });
  return changeSetFromWire(changeSet ?? expect.unreachable());
}

async function itemsOf(who: string, id: string, more: object = {}): Promise<readonly ChangeItem[]> {
  const { items } = await as(who).unary('ChangeService.ListChangeItems', { id, ...more });
  return items.map(changeItemFromWire);
}

async function revert(who: string, id: string, more: object = {}): Promise<PlanView> {
  const { plan } = await as(who).unary('ChangeService.RevertChangeSet', { id, ...more });
  return planFromWire(plan ?? expect.unreachable());
}

async function stepsOf(id: string): Promise<readonly ShownStep[]> {
  const { steps } = await as('admin').unary('PlanService.ListPlanSteps', { id });
  return steps.map(planStepFromWire);
}

/** To the end of its run; its change set. */
async function apply(who: string, { id }: PlanView): Promise<string> {
  rooms.rooms.clock.advance(1000);
  const { changeSet, jobId } = await as(who).unary('PlanService.ApplyPlan', { id });
  for await (const { job } of as(who).stream('JobService.WatchJob', { id: jobId })) if (job?.endTime) break;
  return changeSet;
}

/** Makes a plan of the writes and applies it. */
async function change(who: string, ...operations: object[]): Promise<string> {
  const { plan } = await as(who).unary('PlanService.CreatePlan', { operations });
  return apply(who, planFromWire(plan ?? expect.unreachable()));
}

describe('ChangeService.RevertChangeSet', () => {
  test('brings back what a write at once took away, with labels and notes, and is undone in turn: S4.55', async () => {
    write('ams', update('ams1/switch/sw1', { 'label.rack': 'r1', 'note.n1': 'spare part ordered' }));
    const before = fieldsOf('ams1/switch/sw1');
    const changeSet = write(
      'ams',
      remove('ams1/source/sw1'),
      remove('ams1/switch/sw1'),
      create('sw9', { name: 'sw9' }),
      update('ams1/switch/sw2', { name: 'core' }),
    );
    const plan = await revert('ams', changeSet, { why: 'a mistake' });
    expect(plan).toMatchObject({ planner: 'revert', of: changeSet, why: 'a mistake', madeBy: 'user:ams' });
    expect(plan.summary.counts).toMatchObject({ create: 2, update: 1, delete: 1, conflict: 0 });
    const undo = await apply('ams', plan);
    expect(fieldsOf('ams1/switch/sw1')).toEqual(before);
    expect(fieldsOf('ams1/source/sw1')).toMatchObject({ name: 'sw1', driver: 'switch' });
    expect(fieldsOf('ams1/switch/sw9')).toBeUndefined();
    expect(fieldsOf('ams1/switch/sw2')).toMatchObject({ name: 'sw2' });
    expect((await get('ams', changeSet)).undoneBy).toEqual([undo]);
    expect(await get('ams', undo)).toMatchObject({
      ...{ undoes: changeSet, origin: 'plan', plan: plan.id, state: 'done', by: 'user:ams' },
      counts: { create: 2, update: 1, delete: 1, failed: 0, skipped: 0 },
    });
    const redo = await apply('ams', await revert('ams', undo));
    expect(fieldsOf('ams1/switch/sw1')).toBeUndefined();
    expect(fieldsOf('ams1/switch/sw9')).toEqual({ name: 'sw9' });
    expect(fieldsOf('ams1/switch/sw2')).toMatchObject({ name: 'core' });
    await apply('ams', await revert('ams', redo));
    expect(fieldsOf('ams1/switch/sw1')).toEqual(before);
  });

  test('leaves what somebody else changed since, says so, and does the rest', async () => {
    const changeSet = await change(
      'ams',
      { update: { ref: refOf('ams1/switch/sw2'), fields: structToWire({ name: 'x', description: 'mine' }) } },
      { update: { ref: refOf('ams1/switch/sw3'), fields: structToWire({ name: 'y' }) } },
    );
    write('admin', update('ams1/switch/sw2', { name: 'theirs' }));
    const plan = await revert('ams', changeSet);
    expect(plan.summary.counts).toMatchObject({ update: 2, conflict: 1 });
    const conflict = (await stepsOf(plan.id)).find(({ standing }) => standing === 'conflict');
    expect(conflict?.fields).toEqual([{ field: 'name', before: 'theirs', after: 'sw2' }]);
    expect(conflict?.reason).toMatchObject({
      code: 'changed-since',
      message: expect.stringContaining('name is "theirs", was "sw2": changed by user:admin at '),
    });
    const undo = await apply('ams', plan);
    expect(fieldsOf('ams1/switch/sw2')).toEqual({ name: 'theirs' });
    expect(fieldsOf('ams1/switch/sw3')).toEqual({ name: 'sw3' });
    // What was not to be done is told beside what was.
    expect(await get('ams', undo)).toMatchObject({ counts: { update: 2, skipped: 1 } });
    expect((await itemsOf('ams', undo)).map(({ state }) => state).sort()).toEqual([
      'skipped',
      'verified',
      'verified',
    ]);
  });

  test('of a part undoes that part alone, and says which number was not done', async () => {
    const changeSet = write(
      'ams',
      update('ams1/switch/sw1', { description: 'one' }),
      update('ams1/switch/sw2', { description: 'two' }),
    );
    await apply('ams', await revert('ams', changeSet, { only: [2] }));
    expect([fieldsOf('ams1/switch/sw1'), fieldsOf('ams1/switch/sw2')]).toEqual([
      expect.objectContaining({ description: 'one' }),
      expect.not.objectContaining({ description: 'two' }),
    ]);
    const error = await errorFrom(
      as('ams').unary('ChangeService.RevertChangeSet', { id: changeSet, only: [7] }),
    );
    expect(error).toMatchObject({ code: 'INVALID_INPUT', violations: [{ field: 'only' }] });
    // What is undone already is nothing to do.
    const rest = await revert('ams', changeSet);
    expect(rest.summary.counts).toMatchObject({ update: 1, unchanged: 1 });
  });

  test('with validate_only judges it all and keeps nothing; a repeat gives the same plan', async () => {
    const changeSet = write('ams', update('ams1/switch/sw1', { description: 'three' }));
    const bytes = rooms.rooms.db.serialize().toString('base64');
    const tried = await revert('ams', changeSet, { validateOnly: true });
    expect(tried.summary.counts.update).toBe(1);
    expect(rooms.rooms.db.serialize().toString('base64')).toBe(bytes);
    const requestId = '00000000-0000-4000-8000-000000000001';
    const plan = await revert('ams', changeSet, { requestId });
    expect((await revert('ams', changeSet, { requestId })).id).toBe(plan.id);
  });

  test('says when what was before is not kept any more, and when it is not finished', async () => {
    const { store } = rooms.rooms;
    const code = async (id: string): Promise<string> =>
      (await errorFrom(as('admin').unary('ChangeService.RevertChangeSet', { id }))).code;
    const written = write(
      'ams',
      update('ams1/switch/sw1', { name: 'k' }),
      update('ams1/switch/sw2', { name: 'l' }),
    );
    store.changeSets.remove(store.changeSets.get(written)?.no ?? 0, 1);
    expect(await code(written)).toBe('HISTORY_GONE');
    const ref = refOf('ams1/switch/sw1');
    const planned = await change('ams', { update: { ref, fields: structToWire({ name: 'm' }) } });
    const { plan } = await get('ams', planned);
    const { no = 0 } = store.plans.get(plan) ?? {};
    store.plans.hide(no);
    store.plans.remove(no);
    expect(await code(planned)).toBe('HISTORY_GONE');
    const running = {
      id: 'run1',
      at: 0,
      by: 'user:ams',
      why: '',
      plan: 'p',
      title: '',
      sites: [],
      undoes: '',
    };
    store.changeSets.begin({
      ...{ ...running, endedAt: undefined, origin: 'plan', state: 'running', counts: NO_CHANGES },
    });
    expect(await code('run1')).toBe('IN_USE');
  });

  test('is refused to who may only look, and to who may not write all of it', async () => {
    const both = write(
      'admin',
      update('ams1/switch/sw1', { name: 'p' }),
      update('ber1/switch/sw1', { name: 'q' }),
    );
    const refused = async (who: string, id: string): Promise<string> =>
      (await errorFrom(as(who).unary('ChangeService.RevertChangeSet', { id }))).code;
    expect(await refused('look', both)).toBe('FORBIDDEN');
    // Who does not see all of its sites does not know of it.
    expect(await refused('ams', both)).toBe('NOT_FOUND');
    expect(await refused('ams', 'nothing')).toBe('NOT_FOUND');
    const reach = write('ams', update('ams1/source/sw2', { address: '10.9.9.9' }));
    expect(await refused('net', reach)).toBe('FORBIDDEN');
  });
});

describe('ChangeService.ListChangeSets, ChangeService.GetChangeSet and ChangeService.ListChangeItems', () => {
  test('show who made it, or who sees all of its sites; fields as the records show them', async () => {
    const own = write('ams', update('ams1/source/sw2', { address: '10.1.1.1', port: 2222 }));
    const listed = async (who: string): Promise<readonly string[]> => {
      const { changeSets } = await as(who).unary('ChangeService.ListChangeSets', { pageSize: 1000 });
      return changeSets.map(({ id }) => id);
    };
    expect(await listed('ams')).toContain(own);
    expect(await listed('look')).toContain(own);
    expect(await listed('ber')).not.toContain(own);
    expect((await errorFrom(as('ber').unary('ChangeService.GetChangeSet', { id: own }))).code).toBe(
      'NOT_FOUND',
    );
    const [full] = await itemsOf('ams', own);
    expect(full?.after).toMatchObject({ address: '10.1.1.1', port: 2222 });
    const [shown] = await itemsOf('net', own);
    expect(shown?.after).toEqual({ name: 'sw2', driver: 'switch' });
  });

  test('come newest first, page by page, and can be filtered and put into another order', async () => {
    const ids = ['a', 'b', 'c'].map((name) => write('ber', update('ber1/switch/sw2', { name })));
    const page = async (request: object) => as('ber').unary('ChangeService.ListChangeSets', request);
    const first = await page({ filter: 'by=user:ber', pageSize: 2 });
    expect(first.changeSets.map(({ id }) => id)).toEqual([ids[2], ids[1]]);
    const next = await page({ filter: 'by=user:ber', pageSize: 2, pageToken: first.nextPageToken });
    expect(next.changeSets.map(({ id }) => id)).toEqual([ids[0]]);
    const ordered = await page({ filter: 'by=user:ber', orderBy: 'time' });
    expect(ordered.changeSets.map(({ id }) => id)).toEqual(ids);
    const wrong = await errorFrom(page({ filter: 'colour=red' }));
    expect(wrong.code).toBe('INVALID_INPUT');
  });

  test('hold the items page by page, in their order', async () => {
    const id = write(
      'ams',
      ...['sw1', 'sw2', 'sw3'].map((name) => update(`ams1/switch/${name}`, { 'label.batch': 'b1' })),
    );
    const first = await as('ams').unary('ChangeService.ListChangeItems', { id, pageSize: 2 });
    expect(first.items.map(({ number, key }) => [number, key])).toEqual([
      [1, 'ams1/switch/sw1'],
      [2, 'ams1/switch/sw2'],
    ]);
    const rest = await itemsOf('ams', id, { pageToken: first.nextPageToken });
    expect(rest.map(({ no }) => no)).toEqual([3]);
  });
});
