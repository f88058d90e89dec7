/** ConflictService, spoken to from outside; the other values come as a peer would bring them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { foreignWrite } from '../../controller/inventory/testing/carry.ts';
import { AutomaticResolution } from '../../controller/plans/index.ts';
import type { ConflictRule, JsonObject, PlanView, Principal, RecordRef } from '../../shared/model/index.ts';
import { silentLog } from '../../shared/runtime/index.ts';
import { ready } from '../../shared/seal/index.ts';
import {
  planFromWire,
  planStepFromWire,
  type RecordConflictView,
  recordConflictFromWire,
  valueToWire,
} from '../../shared/wire/index.ts';
import { errorFrom } from './rig.ts';
import { ADMIN, addSite } from './support/controller.ts';
import { openPlanRooms, type PlanRooms, type PlanServer, servePlans, user } from './support/plan-rooms.ts';

const every = { site: '*' };
const people = new Map<string, Principal>([
  ['admin', user('admin', 'admin', 'full', every)],
  ['ams', user('ams', 'operator', 'full', { site: 'ams1' })],
  ['net', user('net', 'operator', 'network', { site: 'ams1' })],
  ['ber', user('ber', 'operator', 'full', { site: 'ber1' })],
  ['port', user('port', 'operator', 'port', { site: 'ams1' })],
  ['look', user('look', 'viewer', 'full', every)],
]);
const RULES: readonly ConflictRule[] = [
  { kind: 'switch', field: 'description', rule: 'newest', origins: [] },
  { kind: 'switch', field: 'label.env', rule: 'authority', origins: ['berlin'] },
  { kind: 'floor', rule: 'newest', origins: [] },
];
/** As a peer's key and incarnation would be. */
const BERLIN = 'berlin0000000000000000000000.1';
const PARIS = 'paris00000000000000000000000.3';

let rooms: PlanRooms;
let server: PlanServer;
let made = 0;

beforeAll(async () => {
  await ready();
  rooms = openPlanRooms({ people, rules: RULES });
  for (const site of ['ams1', 'ber1']) addSite(rooms.rooms, site);
  server = await servePlans(rooms, people);
  rooms.plans.start();
});
afterAll(() => server.stop());

function write(ref: RecordRef, fields: JsonObject): void {
  const operations = [{ type: 'update', ref, fields, ifEtag: '' } as const];
  rooms.rooms.inventory.write({ operations, why: '', requestId: '', validateOnly: false }, ADMIN);
}

/** A record with these fields here, and others by somebody else who did not know of them. */
function contested(
  ours: JsonObject,
  theirs: JsonObject,
  more: { site?: string; kind?: RecordRef['kind'] } = {},
): RecordRef {
  made += 1;
  const { site = 'ams1', kind = 'switch' } = more;
  const ref = { site, kind, id: `c${String(made).padStart(3, '0')}` };
  const { inventory, clock } = rooms.rooms;
  const fields = {
    name: ref.id,
    ...(kind === 'source' && { driver: 'switch', address: `${ref.id}.net` }),
    ...ours,
  };
  const operations = [{ type: 'create', ...ref, fields } as const];
  inventory.write({ operations, why: '', requestId: '', validateOnly: false }, ADMIN);
  const atMs = clock.now() + 60_000;
  foreignWrite(rooms.rooms, ref, { origin: BERLIN, fields: theirs, atMs, by: 'user:ben' });
  return ref;
}

async function list(who: string, more: object = {}): Promise<readonly RecordConflictView[]> {
  const { conflicts } = await server
    .as(who)
    .unary('ConflictService.ListConflicts', { pageSize: 1000, ...more });
  return conflicts.map(recordConflictFromWire);
}

async function of(ref: RecordRef, field = 'name', who = 'admin'): Promise<RecordConflictView> {
  const found = (await list(who)).find((one) => one.ref.id === ref.id && one.conflict.field === field);
  if (!found) throw new Error(`no conflict of ${ref.id} over ${field}`);
  return found;
}

async function resolve(id: string, take: object, who = 'admin', more: object = {}): Promise<PlanView> {
  const { plan } = await server.as(who).unary('ConflictService.ResolveConflict', { id, ...take, ...more });
  if (!plan) throw new Error('no plan in the answer');
  return planFromWire(plan);
}

async function apply({ id }: PlanView, who = 'admin'): Promise<string> {
  const { jobId } = await server.as(who).unary('PlanService.ApplyPlan', { id });
  return ended(jobId);
}

async function ended(jobId: string): Promise<string> {
  for await (const { job } of server.as('admin').stream('JobService.WatchJob', { id: jobId })) {
    if (job?.endTime) return job.state;
  }
  throw new Error('the job was not watched to its end');
}

const fieldsOf = (ref: RecordRef): JsonObject => rooms.rooms.inventory.get(ref, ADMIN).fields;

describe('ConflictService.ListConflicts', () => {
  test('gives every value with who wrote it, where and when, and what the rule would take', async () => {
    const ref = contested({ description: 'ours' }, { description: 'theirs' });
    const { conflict, ...about } = await of(ref, 'description');
    expect(about).toMatchObject({
      ...{ ref, name: ref.id, rule: 'newest', proposed: 'theirs' },
      reason: expect.stringContaining('user:ben'),
    });
    expect(conflict.values).toMatchObject([
      { value: 'theirs', origin: BERLIN, by: 'user:ben', at: rooms.rooms.clock.now() + 60_000 },
      { value: 'ours', origin: rooms.rooms.inventory.origin, by: 'user:admin' },
    ]);
    const manual = contested({}, { name: 'other' });
    expect(await of(manual)).toMatchObject({ rule: 'manual', proposed: undefined });
  });

  test('comes in pages by site, kind and id, each conflict once, and of one site or kind', async () => {
    for (const site of ['ber1', 'ams1'])
      contested({}, { name: `x-${site}`, description: 'y' }, { site, kind: 'floor' });
    const all = (await list('admin')).map(({ conflict }) => conflict.id);
    const paged: string[] = [];
    let pageToken = '';
    do {
      const page = await server
        .as('admin')
        .unary('ConflictService.ListConflicts', { pageSize: 1, pageToken });
      paged.push(...page.conflicts.map((one) => recordConflictFromWire(one).conflict.id));
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
    expect(paged).toEqual(all);
    expect(new Set(paged).size).toBe(paged.length);
    expect((await list('admin', { site: 'ber1' })).map(({ ref }) => ref.site)).toEqual(['ber1']);
    expect(new Set((await list('admin', { kind: 'floor' })).map(({ ref }) => ref.kind))).toEqual(
      new Set(['floor']),
    );
    const ordered = await server.as('admin').unary('ConflictService.ListConflicts', {
      ...{ pageSize: 1, filter: 'kind=floor', orderBy: 'site desc, field desc' },
    });
    const next = await server.as('admin').unary('ConflictService.ListConflicts', {
      ...{
        pageSize: 5,
        filter: 'kind=floor',
        orderBy: 'site desc, field desc',
        pageToken: ordered.nextPageToken,
      },
    });
    const rows = [...ordered.conflicts, ...next.conflicts].map(recordConflictFromWire);
    expect(rows.map((one) => `${one.ref.site} ${one.conflict.field}`)).toEqual(['ber1 name', 'ams1 name']);
    const wrong = server.as('admin').unary('ConflictService.ListConflicts', { kind: 'thing' });
    expect((await errorFrom(wrong)).violations).toMatchObject([{ field: 'kind' }]);
  });

  test('shows nobody a conflict over what is hidden from them', async () => {
    const ref = contested({ address: 'a.net' }, { address: 'b.net', name: 'other' }, { kind: 'source' });
    const seen = async (who: string): Promise<string[]> =>
      (await list(who)).filter((one) => one.ref.id === ref.id).map(({ conflict }) => conflict.field);
    expect(await seen('ams')).toEqual(['address', 'name']);
    expect(await seen('net')).toEqual(['name']);
    expect(await seen('port')).toEqual([]);
    expect(await seen('ber')).toEqual([]);
    const hidden = await of(ref, 'address');
    const get = server.as('net').unary('ConflictService.GetConflict', { id: hidden.conflict.id });
    expect((await errorFrom(get)).code).toBe('NOT_FOUND');
  });
});

test('ConflictService.GetConflict finds by the id or its beginning, and says what is none', async () => {
  const ref = contested({}, { name: 'got' });
  const all = await list('admin');
  const wanted = all.find((one) => one.ref.id === ref.id);
  if (!wanted) throw new Error('no conflict');
  const { id } = wanted.conflict;
  const get = (text: string) => server.as('look').unary('ConflictService.GetConflict', { id: text });
  for (const text of [id, id.slice(0, 12)]) {
    const { conflict } = await get(text);
    expect(conflict && recordConflictFromWire(conflict)).toEqual(wanted);
  }
  expect(await errorFrom(get('none'))).toMatchObject({ code: 'NOT_FOUND' });
  for (const text of ['', 'abc'])
    expect((await errorFrom(get(text))).violations).toMatchObject([{ field: 'id' }]);
});

describe('ConflictService.ResolveConflict', () => {
  test('makes a plan whose write dominates every value; who comes later is told who decided: S4.45', async () => {
    const ref = contested({}, { name: 'theirs' });
    const { conflict } = await of(ref);
    const plan = await resolve(conflict.id.slice(0, 10), { origin: 'berlin' }, 'ams', {
      why: 'Ben is right',
    });
    expect(plan).toMatchObject({ planner: 'resolve', madeBy: 'user:ams', why: 'Ben is right', steps: 1 });
    expect(fieldsOf(ref)['name']).toBe('theirs');
    expect(await of(ref)).toMatchObject({ conflict: { id: conflict.id } });
    expect(await apply(plan, 'ams')).toBe('JOB_STATE_SUCCEEDED');
    expect(rooms.rooms.inventory.get(ref, ADMIN)).toMatchObject({
      conflicts: [],
      fields: { name: 'theirs' },
    });
    const again = await errorFrom(
      server.as('look').unary('ConflictService.GetConflict', { id: conflict.id }),
    );
    expect(again).toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringMatching(/was resolved by user:ams at 20/),
    });
    const hidden = await errorFrom(
      server.as('ber').unary('ConflictService.GetConflict', { id: conflict.id }),
    );
    expect(hidden.message).not.toContain('user:ams');
  });

  test('takes our value, a typed one, none, or what the rule proposes', async () => {
    const cases = [
      [{ origin: '' }, { description: 'ours' }],
      [{ value: valueToWire('a third') }, { description: 'a third' }],
      [{ value: valueToWire(null) }, {}],
      [{ proposed: true }, { description: 'theirs' }],
    ] as const;
    for (const [take, wanted] of cases) {
      const ref = contested({ description: 'ours' }, { description: 'theirs' });
      const { conflict } = await of(ref, 'description');
      const own = 'origin' in take ? { origin: rooms.rooms.inventory.origin } : take;
      expect(await apply(await resolve(conflict.id, own))).toBe('JOB_STATE_SUCCEEDED');
      expect(rooms.rooms.inventory.get(ref, ADMIN)).toMatchObject({ conflicts: [] });
      expect(fieldsOf(ref)).toEqual({ name: ref.id, ...wanted });
    }
  });

  test('of a contested delete keeps the record, or lets it go', async () => {
    for (const gone of [false, true]) {
      const ref = contested({ description: 'wanted' }, { deleted: true });
      const { conflict, rule, proposed } = await of(ref, 'deleted');
      expect([rule, proposed]).toEqual(['manual', undefined]);
      expect(await apply(await resolve(conflict.id, { value: valueToWire(gone) }))).toBe(
        'JOB_STATE_SUCCEEDED',
      );
      const { inventory } = rooms.rooms;
      expect(inventory.peek(ref, ADMIN)?.fields['description']).toBe(gone ? undefined : 'wanted');
      expect(inventory.peek(ref, ADMIN)?.conflicts ?? []).toEqual([]);
    }
  });

  test('is stale, and nothing is written, once somebody else wrote or a third value came', async () => {
    const ref = contested({}, { name: 'theirs' });
    const { conflict } = await of(ref);
    const plan = await resolve(conflict.id, { origin: 'berlin' });
    const atMs = rooms.rooms.clock.now() + 1000;
    foreignWrite(rooms.rooms, ref, { origin: PARIS, fields: { name: 'third' }, atMs, by: 'user:eve' });
    await apply(plan);
    const { steps } = await server.as('admin').unary('PlanService.ListPlanSteps', { id: plan.id });
    expect(steps.map((step) => step.state)).toEqual(['RUN_STATE_STALE']);
    expect((await of(ref)).conflict.values).toHaveLength(3);
    const { plans } = await server.as('admin').unary('PlanService.ListPlans', { filter: `of=${plan.id}` });
    expect(plans).toEqual([]);
  });

  test('says of other fields of the record that they stay as they are shown, and can be undone', async () => {
    const ref = contested({ description: 'ours' }, { name: 'theirs', description: 'theirs' });
    const { conflict } = await of(ref);
    const plan = await resolve(conflict.id, { value: valueToWire('mine') });
    const { steps } = await server.as('admin').unary('PlanService.ListPlanSteps', { id: plan.id });
    expect(steps.map((step) => planStepFromWire(step).cause)).toEqual([
      { type: 'resolution', text: 'name: given value; description: as shown' },
    ]);
    await apply(plan);
    expect(rooms.rooms.inventory.get(ref, ADMIN)).toMatchObject({
      ...{ conflicts: [], fields: { name: 'mine', description: 'theirs' } },
    });
    const { plan: done } = await server.as('admin').unary('PlanService.GetPlan', { id: plan.id });
    const undo = await server
      .as('admin')
      .unary('ChangeService.RevertChangeSet', { id: done?.changeSet ?? '' });
    if (!undo.plan) throw new Error('no plan in the answer');
    await apply(planFromWire(undo.plan));
    expect(fieldsOf(ref)['name']).toBe('theirs');
  });

  test('refuses what the field cannot hold, what nobody wrote, and who may not write there', async () => {
    const ref = contested({ description: 'a' }, { name: 'theirs', description: 'b' });
    const { conflict } = await of(ref);
    const call = (take: object, who = 'admin', id = conflict.id) =>
      errorFrom(server.as(who).unary('ConflictService.ResolveConflict', { id, ...take }));
    expect(await call({ value: valueToWire(7) })).toMatchObject({
      ...{ code: 'INVALID_INPUT', violations: [{ field: expect.stringContaining('name') }] },
    });
    for (const [take, field] of [
      [{ value: valueToWire(null) }, 'operations[0].name'],
      [{ origin: 'paris' }, 'origin'],
      [{ proposed: true }, 'proposed'],
      [{}, 'origin'],
      [{ origin: 'berlin', proposed: true }, 'origin'],
    ] as const)
      expect((await call(take)).violations).toMatchObject([{ field }]);
    expect((await call({ origin: 'berlin' }, 'look')).code).toBe('FORBIDDEN');
    expect((await call({ origin: 'berlin' }, 'ber')).code).toBe('NOT_FOUND');
    expect((await call({ origin: 'berlin' }, 'admin', conflict.id.slice(0, 2))).violations).toMatchObject([
      { field: 'id' },
    ]);
  });

  test('writes nothing when it is asked to validate alone, and makes one plan of a repeat', async () => {
    const ref = contested({}, { name: 'asked twice' });
    const { conflict } = await of(ref);
    const before = rooms.rooms.db.serialize().toString('base64');
    await resolve(conflict.id, { origin: 'berlin' }, 'admin', { validateOnly: true });
    expect(rooms.rooms.db.serialize().toString('base64')).toBe(before);
    const requestId = '5b6f9f0e-58e4-4d6d-8f3a-0d9a2f4f7a11';
    const [one, two] = [1, 2].map(() => resolve(conflict.id, { origin: 'berlin' }, 'admin', { requestId }));
    expect((await one)?.id).toBe((await two)?.id);
  });
});

describe('rules', () => {
  const begun: string[] = [];
  function automatic(): AutomaticResolution {
    const { rooms: base, plans, conflicts } = rooms;
    return new AutomaticResolution({
      ...{ ...base, plans, conflicts, rules: RULES, log: silentLog },
      onBegun: ({ title }) => void begun.push(title),
    });
  }

  /** Until nothing is left to do; the plans that it made. */
  async function settle(work: AutomaticResolution): Promise<readonly PlanView[]> {
    const done: PlanView[] = [];
    for (let plan = await work.run(); plan; plan = await work.run()) {
      const { job } = rooms.plans.repository.find(plan.id) ?? plan;
      if (job !== '') await ended(job);
      done.push(plan);
    }
    return done;
  }

  test('resolve what they decide, once, as a change set that can be undone, and leave the rest: S4.51', async () => {
    const newest = contested({ description: 'ours' }, { description: 'theirs' });
    const right = contested({ 'label.env': 'prod' }, { 'label.env': 'test' });
    const both = contested({ description: 'ours' }, { description: 'theirs', name: 'other' });
    const work = automatic();
    begun.length = 0;
    const plans = await settle(work);
    expect(begun).toHaveLength(plans.length);
    expect(plans[0]).toMatchObject({ planner: 'resolve', madeBy: 'system:conflict-rules' });
    expect(fieldsOf(newest)['description']).toBe('theirs');
    expect(fieldsOf(right)['label.env']).toBe('test');
    const left = (await list('admin')).map(({ ref }) => ref.id);
    expect(left).not.toContain(newest.id);
    expect(left).not.toContain(right.id);
    // A person has to decide over the name, and the write would have settled that too.
    expect(left).toContain(both.id);
    expect(await work.run()).toBeUndefined();
    const { changeSets } = await server
      .as('admin')
      .unary('ChangeService.ListChangeSets', { filter: 'by=system:conflict-rules' });
    expect(changeSets.length).toBeGreaterThan(0);
  });

  test('leave what a person decided, and a stamp that is ahead of its time', async () => {
    const ref = contested({ description: 'ours' }, { description: 'theirs' });
    write(ref, { description: 'by a person' });
    const ahead = contested({ description: 'ours' }, {});
    const atMs = rooms.rooms.clock.now() + 600_000;
    foreignWrite(rooms.rooms, ahead, {
      origin: PARIS,
      fields: { description: 'ahead' },
      atMs,
      by: 'user:eve',
    });
    await settle(automatic());
    expect(fieldsOf(ref)['description']).toBe('by a person');
    expect(await of(ahead, 'description')).toMatchObject({
      proposed: undefined,
      reason: expect.stringContaining('ahead'),
    });
    rooms.rooms.clock.advance(600_000);
    await settle(automatic());
    expect(rooms.rooms.inventory.get(ahead, ADMIN)).toMatchObject({
      ...{ conflicts: [], fields: { description: 'ahead' } },
    });
  });

  test('leave a value that cannot be written to a person, and do the others', async () => {
    const good = contested({ description: 'ours' }, { description: 'theirs' });
    const bad = contested({ description: 'ours' }, { description: 'x'.repeat(5000) });
    await settle(automatic());
    expect(rooms.rooms.inventory.get(good, ADMIN).conflicts).toEqual([]);
    expect((await of(bad, 'description')).rule).toBe('newest');
  });
});
