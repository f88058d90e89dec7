/** PlanService, spoken to from outside by people of different places. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Draft, DraftStep } from '../../controller/plans/index.ts';
import type { Principal } from '../../shared/model/index.ts';
import { wholePlanId } from '../../shared/model/index.ts';
import { ready } from '../../shared/seal/index.ts';
import type { ApiClient } from '../../shared/transport/index.ts';
import {
  bareStep,
  type planAction,
  planFromWire,
  planStepFromWire,
  structToWire,
} from '../../shared/wire/index.ts';
import { errorFrom } from './rig.ts';
import { ADMIN, addSite } from './support/controller.ts';
import {
  DAY_MS,
  openPlanRooms,
  type PlanRooms,
  type PlanServer,
  servePlans,
  user,
} from './support/plan-rooms.ts';

const every = { site: '*' };
const people = new Map<string, Principal>([
  ['admin', user('admin', 'admin', 'full', every)],
  ['ann', user('ann', 'approver', 'full', every)],
  ['ams', user('ams', 'operator', 'full', { site: 'ams1' })],
  ['net', user('net', 'operator', 'network', { site: 'ams1' })],
  ['ber', user('ber', 'operator', 'full', { site: 'ber1' })],
  ['port', user('port', 'operator', 'port', { site: 'ams1' })],
  ['look', user('look', 'viewer', 'network', every)],
]);

let rooms: PlanRooms;
let server: PlanServer;

beforeAll(async () => {
  await ready();
  rooms = openPlanRooms({ people });
  for (const site of ['ams1', 'ber1']) addSite(rooms.rooms, site, ['sw1', 'sw2']);
  server = await servePlans(rooms, people);
  rooms.plans.start();
});
afterAll(() => server.stop());

const as = (who: string): ApiClient => server.as(who);

const create = (site: string, id: string, fields: object = { name: id }): object => ({
  create: { site, kind: 'switch', id, fields: structToWire({ ...fields }) },
});
const edit = (ref: string, fields: object): object => {
  const [site = '', kind = '', id = ''] = ref.split('/');
  return { update: { ref: { site, kind, id }, fields: structToWire({ ...fields }) } };
};
const remove = (ref: string): object => {
  const [site = '', kind = '', id = ''] = ref.split('/');
  return { delete: { ref: { site, kind, id } } };
};

type Made = ReturnType<typeof planFromWire>;
type StepAction = ReturnType<typeof planAction.toWire>;

async function make(who: string, operations: readonly object[], more: object = {}): Promise<Made> {
  const { plan } = await as(who).unary('PlanService.CreatePlan', { operations: [...operations], ...more });
  if (!plan) throw new Error('no plan in the answer');
  return planFromWire(plan);
}

async function get(who: string, id: string): Promise<Made> {
  const { plan } = await as(who).unary('PlanService.GetPlan', { id });
  if (!plan) throw new Error('no plan in the answer');
  return planFromWire(plan);
}

async function stepsOf(who: string, id: string, more: object = {}) {
  const { steps } = await as(who).unary('PlanService.ListPlanSteps', { id, ...more });
  return steps.map(planStepFromWire);
}

const storeBytes = (): string => rooms.rooms.db.serialize().toString('base64');

describe('PlanService.CreatePlan', () => {
  test('tells what would change field by field, and changes nothing: S0.22, S3.28, S3.32, S4.36', async () => {
    const { position } = rooms.rooms.inventory;
    const plan = await make('ams', [create('ams1', 'new1'), edit('ams1/source/sw1', { port: 23 })], {
      why: 'because',
    });
    expect(rooms.rooms.inventory.position).toBe(position);
    expect(plan).toMatchObject({
      ...{ planner: 'edit', madeBy: 'user:ams', why: 'because', state: 'open', steps: 2, basePos: position },
      summary: { counts: { create: 1, update: 1, delete: 0, unchanged: 0 } },
      expiresAt: plan.madeAt + DAY_MS,
    });
    expect(await stepsOf('ams', plan.id)).toMatchObject([
      {
        ...{ no: 1, action: 'update', key: 'ams1/source/sw1', risk: 'medium' },
        fields: [{ field: 'port', before: undefined, after: 23 }],
      },
      { no: 2, action: 'create', standing: 'ready', before: null, after: { name: 'new1' }, risk: 'low' },
    ]);
  });

  test('lists what is new, what goes and what differs, renames too, each by itself: S2.38', async () => {
    const { id } = await make('ams', [
      create('ams1', 'compared1'),
      edit('ams1/source/sw1', { name: 'renamed' }),
      remove('ams1/source/sw2'),
    ]);
    const listed = async (action: StepAction): Promise<readonly object[]> => {
      const { steps } = await as('ams').unary('PlanService.ListPlanSteps', { id, actions: [action] });
      return steps.map((step) => {
        const { key, fields } = planStepFromWire(step);
        return { key, fields };
      });
    };
    expect(await listed('STEP_ACTION_CREATE')).toMatchObject([{ key: 'ams1/switch/compared1' }]);
    expect(await listed('STEP_ACTION_DELETE')).toMatchObject([{ key: 'ams1/source/sw2' }]);
    expect(await listed('STEP_ACTION_UPDATE')).toEqual([
      { key: 'ams1/source/sw1', fields: [{ field: 'name', before: 'sw1', after: 'renamed' }] },
    ]);
  });

  test('counts what is so already, and is converged when nothing is to be done: S3.29', async () => {
    const plan = await make('ams', [edit('ams1/source/sw1', { name: 'sw1' })], { unchanged: 41 });
    const { plan: told } = await as('ams').unary('PlanService.GetPlan', { id: plan.id });
    expect([told?.steps, told?.converged, told?.summary?.counts?.unchanged]).toEqual([0, true, 42]);
    const other = await make('ams', [create('ams1', 'new2')]);
    expect((await as('ams').unary('PlanService.GetPlan', { id: other.id })).plan?.converged).toBe(false);
  });

  test('has an id that is the hash of all it says, which a reader can check: S4.37', async () => {
    const made = await make('ams', [create('ams1', 'new3'), remove('ams1/source/sw2')]);
    const [first, ...rest] = await exported('ams', made.id);
    const plan = planFromWire(first?.plan ?? expect.unreachable());
    const steps = rest.flatMap((message) => message.steps).map((step) => bareStep(planStepFromWire(step)));
    expect(wholePlanId(plan, steps)).toBe(made.id);
    const [one, ...others] = steps;
    if (!one) expect.unreachable();
    expect(wholePlanId(plan, [{ ...one, name: 'other' }, ...others])).not.toBe(made.id);
    expect(wholePlanId({ ...plan, madeBy: 'user:eve' }, steps)).not.toBe(made.id);
  });

  test('validate_only judges all of it and leaves not one byte: S0.22', async () => {
    const before = storeBytes();
    const plan = await make('ams', [create('ams1', 'new4')], { validateOnly: true, requestId: uuid(1) });
    expect(plan.summary.counts.create).toBe(1);
    const wrong = as('ams').unary('PlanService.CreatePlan', {
      operations: [create('ams1', 'new4', { name: 'new4', nothing: 1 })],
      validateOnly: true,
    });
    expect((await errorFrom(wrong)).code).toBe('INVALID_INPUT');
    expect(storeBytes()).toBe(before);
    expect((await errorFrom(as('ams').unary('PlanService.GetPlan', { id: plan.id }))).code).toBe('NOT_FOUND');
  });

  test('tells all wrong fields at once: S0.42', async () => {
    const error = await errorFrom(
      as('admin').unary('PlanService.CreatePlan', {
        operations: [create('ams1', 'x1', { nothing: 1 }), edit('ams1/source/sw9', { port: 1 })],
      }),
    );
    expect(error.code).toBe('INVALID_INPUT');
    expect(error.violations.map(({ field }) => field.slice(0, 13))).toEqual(
      expect.arrayContaining(['operations[0]', 'operations[1]']),
    );
    const words = await errorFrom(
      as('ams').unary('PlanService.CreatePlan', {
        operations: [create('ams1', 'x1')],
        ...{ why: 'two\nlines', overrides: ['a\nb'], expireAfterMs: 5 },
      }),
    );
    expect(words.violations.map(({ field }) => field)).toEqual(['why', 'overrides[0]', 'expire_after_ms']);
  });

  test('a repeat of a request gets the same plan, also at the same time; another question under its id is refused', async () => {
    const ask = { operations: [create('ams1', 'new5')], requestId: uuid(2) };
    const [a, b] = await Promise.all([make('ams', ask.operations, ask), make('ams', ask.operations, ask)]);
    expect(b.id).toBe(a.id);
    expect((await make('ams', ask.operations, ask)).id).toBe(a.id);
    expect((await make('admin', ask.operations, ask)).id).not.toBe(a.id);
    const other = as('ams').unary('PlanService.CreatePlan', { ...ask, why: 'other' });
    expect((await errorFrom(other)).violations).toMatchObject([{ field: 'request_id' }]);
  });

  test('is refused where the caller may not write: level, site, and how a source is reached', async () => {
    const code = async (who: string, operation: object): Promise<string> =>
      (await errorFrom(as(who).unary('PlanService.CreatePlan', { operations: [operation] }))).code;
    expect(await code('look', create('ams1', 'x'))).toBe('FORBIDDEN');
    expect(await code('ber', create('ams1', 'x'))).toBe('FORBIDDEN');
    expect(await code('port', create('ams1', 'x'))).toBe('FORBIDDEN');
    expect(await code('net', edit('ams1/source/sw1', { port: 1 }))).toBe('FORBIDDEN');
  });
});

describe('a plan', () => {
  test('is found by four digits (PlanService.GetPlan), in view for its maker and for who sees its sites', async () => {
    const plan = await make('ams', [edit('ams1/source/sw1', { enabled: false })]);
    expect((await get('ams', plan.id.slice(0, 12))).id).toBe(plan.id);
    expect((await get('look', plan.id)).id).toBe(plan.id);
    const hidden = await errorFrom(as('ber').unary('PlanService.GetPlan', { id: plan.id }));
    const unknown = await errorFrom(as('ber').unary('PlanService.GetPlan', { id: '0'.repeat(64) }));
    expect([hidden.code, hidden.message.replace(plan.id.slice(0, 12), '000000000000')]).toEqual([
      unknown.code,
      unknown.message,
    ]);
    for (const id of ['', 'abc', 'xyz1', plan.id.toUpperCase()])
      expect((await errorFrom(as('ams').unary('PlanService.GetPlan', { id }))).code).toBe('INVALID_INPUT');
  });

  test('of several with one beginning none is guessed', async () => {
    const { plans } = rooms.rooms.store;
    const first = await make('ams', [create('ams1', 'twin')]);
    const row = plans.get(first.id) ?? expect.unreachable();
    const id = `${first.id.slice(0, 20)}${'0'.repeat(44)}`;
    const no = rooms.rooms.store.write(() => plans.begin('user:ams', 1));
    rooms.rooms.store.write(() => plans.complete({ ...row, id, no }));
    const error = await errorFrom(as('ams').unary('PlanService.GetPlan', { id: first.id.slice(0, 16) }));
    expect(error.code).toBe('AMBIGUOUS_NAME');
    expect((await get('ams', first.id)).id).toBe(first.id);
    rooms.rooms.store.write(() => plans.hide(no));
  });

  test('shows who may not see addresses the step without them, and gives nobody a file of a part', async () => {
    const address = '192.0.2.77';
    const plan = await make('ams', [edit('ams1/source/sw1', { address, enabled: false })]);
    const shown = JSON.stringify([await stepsOf('look', plan.id), await get('look', plan.id)]);
    expect(shown).toContain('enabled');
    expect(shown).not.toContain(address);
    expect(JSON.stringify(await stepsOf('ams', plan.id))).toContain(address);
    expect((await errorFrom(exported('look', plan.id))).code).toBe('FORBIDDEN');
    expect(await exported('ams', plan.id)).toHaveLength(2);
  });

  test('keeps from who lost its rights what it planned itself', async () => {
    const before = people.get('ams') ?? expect.unreachable();
    const plan = await make('ams', [edit('ams1/source/sw1', { address: '192.0.2.78' })]);
    people.set('ams', user('ams', 'viewer', 'port', { site: 'ams1' }));
    expect(JSON.stringify([await stepsOf('ams', plan.id), await get('ams', plan.id)])).not.toContain(
      '192.0.2.78',
    );
    expect((await errorFrom(as('ams').unary('PlanService.ApplyPlan', { id: plan.id }))).code).toBe(
      'FORBIDDEN',
    );
    people.set('ams', before);
  });
});

describe('PlanService.ListPlanSteps', () => {
  let id = '';
  beforeAll(async () => {
    const steps = Array.from({ length: 20_000 }, (_, i) => stepOf(i));
    const bases: Draft['bases'] = [];
    const ask = { principal: ADMIN, why: '' };
    const draft: Draft = { planner: 'import', title: 'many', steps, unchanged: [], bases, of: '' };
    ({ id } = await rooms.plans.make(() => draft, ask));
  }, 60_000);

  test('gives 20,000 steps page by page, each once and in order', async () => {
    const seen: number[] = [];
    let pageToken = '';
    do {
      const ask = { id, pageSize: 1000, pageToken, brief: true };
      const page = await as('ann').unary('PlanService.ListPlanSteps', ask);
      seen.push(...page.steps.map(({ number }) => number));
      expect(page.steps.every(({ before, after }) => !before && !after)).toBe(true);
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
    expect(seen).toEqual(Array.from({ length: 20_000 }, (_, i) => i + 1));
  });

  test('finds what is asked for, however far apart it lies', async () => {
    const found = await stepsOf('ann', id, { kind: 'floor', pageSize: 3 });
    expect(found.map(({ kind, key }) => [kind, key])).toEqual([['floor', 'ams1/floor/f19999']]);
    expect(await stepsOf('ann', id, { actions: ['STEP_ACTION_DELETE'] })).toEqual([]);
    expect(await stepsOf('ann', id, { standings: ['STEP_STANDING_DEFERRED'] })).toHaveLength(1);
    expect(await stepsOf('ann', id, { store: 'ams1/source/sw1' })).toEqual([]);
    expect(await stepsOf('ann', id, { states: ['RUN_STATE_FAILED'] })).toEqual([]);
  });

  test('refuses a page of another question', async () => {
    const page = await as('ann').unary('PlanService.ListPlanSteps', { id, pageSize: 2 });
    const { nextPageToken: pageToken } = page;
    for (const [who, more] of [
      ['admin', {}],
      ['ann', { kind: 'switch' }],
    ] as const) {
      const error = await errorFrom(as(who).unary('PlanService.ListPlanSteps', { id, pageToken, ...more }));
      expect(error.code).toBe('INVALID_TOKEN_FORMAT');
    }
  });

  test('PlanService.ExportPlan holds all of them, in messages that can be sent', async () => {
    const messages = await exported('ann', id);
    const sizes = messages.map(({ steps }) => steps.length);
    expect([Math.max(...sizes), sizes.reduce((sum, one) => sum + one, 0)]).toEqual([500, 20_000]);
  });
});

test('a page of large steps ends before its message is too large', async () => {
  const text = 'ü'.repeat(20_000);
  const steps = Array.from({ length: 60 }, (_, i) => ({
    ...stepOf(i),
    after: { name: `n${i}`, description: text },
  }));
  const draft: Draft = { planner: 'edit', title: 'large', steps, unchanged: [], bases: [], of: '' };
  const { id } = await rooms.plans.make(() => draft, { principal: ADMIN, why: '' });
  const seen: number[] = [];
  let pageToken = '';
  do {
    const page = await as('ann').unary('PlanService.ListPlanSteps', { id, pageSize: 1000, pageToken });
    seen.push(...page.steps.map(({ number }) => number));
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  expect(seen).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
  expect((await exported('ann', id)).flatMap((message) => message.steps)).toHaveLength(60);
});

/** A switch to be made; the last one is a floor, and one waits for something. */
function stepOf(i: number): DraftStep {
  const [kind, id] = i === 19_999 ? ['floor', `f${i}`] : ['switch', `s${i}`];
  const waits = { code: 'link-missing', message: 'something is not there', override: '' };
  return {
    ...{ id: `${i}`, action: 'create', store: 'records', kind, key: `ams1/${kind}/${id}`, name: id },
    ...{
      site: 'ams1',
      cause: { type: 'row', text: `row ${i}` },
      before: null,
      after: { name: id },
      token: '',
    },
    ...{ needs: [], refs: [], takes: [], frees: [], noUndo: '' },
    ...(i === 500 ? { standing: 'deferred', reason: waits } : { standing: 'ready' }),
  };
}

test('PlanService.ApprovePlan, PlanService.RevokePlan and PlanService.ApplyPlan tell the audit trail, within the transaction of what they do', async () => {
  const id = (await make('ams', [create('ams1', 'audited')], { why: 'new switch' })).id;
  const seen = server.journal.length;
  expect(server.journal.at(-1)).toEqual([
    'PlanService.CreatePlan',
    {
      ...{ sites: ['ams1'], targets: [`plan:${id}`], why: 'new switch' },
      detail: { title: expect.stringContaining('audited'), steps: '1' },
    },
  ]);
  await as('ann').unary('PlanService.ApprovePlan', { id });
  const { plan: back } = await as('ann').unary('PlanService.RevokePlan', { id, why: 'not yet' });
  expect(back).toMatchObject({ revoked: true, approvals: [] });
  await as('ann').unary('PlanService.ApprovePlan', { id });
  for (const request of [{ validateOnly: true }, {}, {}]) {
    const { plan, jobId, changeSet } = await as('ams').unary('PlanService.ApplyPlan', {
      ...{ id, requestId: uuid(9) },
      ...request,
    });
    if ('validateOnly' in request)
      expect([plan?.state, jobId, changeSet]).toEqual(['PLAN_STATE_OPEN', '', '']);
    else expect([plan?.jobId, plan?.changeSet]).toEqual([jobId, changeSet]);
  }
  const told = server.journal.slice(seen);
  expect(told.map(([method, about]) => [method, about.why])).toEqual([
    ['PlanService.ApprovePlan', undefined],
    ['PlanService.RevokePlan', 'not yet'],
    ['PlanService.ApprovePlan', undefined],
    ['PlanService.ApplyPlan', undefined],
  ]);
  const { changeSet, job } = await get('ams', id);
  expect(told.at(-1)?.[1]).toMatchObject({ targets: [`plan:${id}`, `job:${job}`], detail: { changeSet } });
});

describe('PlanService.ListPlans', () => {
  test('has the newest first, and any order and filter', async () => {
    const made = [];
    for (const title of ['one', 'two', 'three']) {
      rooms.rooms.clock.advance(1000);
      made.push(await make('ber', [create('ber1', `l-${title}`)], { title }));
    }
    const titles = async (request: object): Promise<string[]> =>
      (await as('ber').unary('PlanService.ListPlans', request)).plans.map(({ title }) => title);
    expect((await titles({})).slice(0, 3)).toEqual(['three', 'two', 'one']);
    expect(await titles({ filter: 'title=t*', orderBy: 'title' })).toEqual(['three', 'two']);
    expect(await titles({ filter: 'state=applied' })).toEqual([]);
    const first = await as('ber').unary('PlanService.ListPlans', { pageSize: 1 });
    expect(await titles({ pageSize: 1, pageToken: first.nextPageToken })).toEqual(['two']);
    expect((await as('port').unary('PlanService.ListPlans', {})).plans).toEqual([]);
  });
});

function uuid(n: number): string {
  return `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
}

async function exported(who: string, id: string) {
  const messages = [];
  for await (const message of as(who).stream('PlanService.ExportPlan', { id })) messages.push(message);
  return messages;
}
