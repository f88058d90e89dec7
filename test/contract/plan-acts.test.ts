/** Approving, taking back and applying plans: each is judged at the moment when it is asked. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { WriteOperation } from '../../controller/inventory/index.ts';
import type { BegunRun, RunWish, StoredPlan } from '../../controller/plans/index.ts';
import { WaysideError } from '../../shared/errors.ts';
import { isTerminal, type Principal } from '../../shared/model/index.ts';
import { nextTurn, seededRandom } from '../../shared/runtime/index.ts';
import {
  createIdentityKeys,
  type IdentityKeys,
  type OperatorKey,
  ready,
  signApproval,
} from '../../shared/seal/index.ts';
import { addSite } from './support/controller.ts';
import { DAY_MS, openPlanRooms, type PlanRooms, type PlanRoomsOptions, user } from './support/plan-rooms.ts';

const every = { site: '*' };
const MAKER = user('max', 'approver', 'full', every);
const ANN = user('ann', 'approver', 'full', every);
const OPERATOR = user('otto', 'operator', 'full', every);
const AMS = user('ams', 'operator', 'full', { site: 'ams1' });
const ALL: RunWish = { actions: [], kinds: [], steps: [], failFast: false };
const EARNEST = { validateOnly: false } as const;
const NOW = { ...EARNEST, requestId: '' } as const;

let keys: IdentityKeys;
let other: IdentityKeys;
let people: Map<string, Principal>;

beforeAll(async () => {
  await ready();
  keys = createIdentityKeys(seededRandom(3));
  other = createIdentityKeys(seededRandom(4));
});
beforeEach(() => {
  people = new Map([MAKER, ANN, OPERATOR, AMS].map((one) => [one.type === 'user' ? one.name : '', one]));
});

const listed = (of: IdentityKeys): OperatorKey => ({ name: 'ada', publicKey: of.publicKey });

function open(settings: PlanRoomsOptions['settings'] = {}): PlanRooms {
  const rooms = openPlanRooms({ settings, people });
  for (const site of ['ams1', 'ber1']) addSite(rooms.rooms, site, ['sw1']);
  rooms.plans.start();
  return rooms;
}

function creating(...refs: readonly string[]): WriteOperation[] {
  return refs.map((ref) => {
    const [site = '', id = ''] = ref.split('/');
    return { type: 'create', site, kind: 'switch', id, fields: { name: id } };
  });
}

async function make(
  { plans }: PlanRooms,
  principal: Principal,
  operations: readonly WriteOperation[],
): Promise<StoredPlan> {
  const wish = { operations, causes: [], planner: 'edit', title: '', unchanged: 0 } as const;
  const { id } = await plans.edit(wish, { principal, why: '' });
  return stored(plans, id);
}

function stored(plans: PlanRooms['plans'], id: string): StoredPlan {
  return plans.repository.find(id) ?? expect.unreachable();
}

function signed(of: IdentityKeys, plan: Pick<StoredPlan, 'id'>, from: number, forMs = DAY_MS) {
  return signApproval(of, { plan: plan.id, approvedAt: from, expiresAt: from + forMs });
}

async function refusal(work: () => unknown): Promise<WaysideError> {
  try {
    await work();
  } catch (error) {
    return WaysideError.from(error);
  }
  throw new Error('it was not refused');
}

/** Of the job of the run: how it ended. */
async function ended({ rooms }: PlanRooms, { job }: BegunRun): Promise<string> {
  for (;;) {
    const { state } = rooms.jobs.get(job);
    if (isTerminal(state)) return state;
    await nextTurn();
  }
}

const apply = (rooms: PlanRooms, who: Principal, plan: StoredPlan, wish: Partial<RunWish> = {}) =>
  rooms.plans.actsOf(who).apply(stored(rooms.plans, plan.id), { ...ALL, ...wish }, NOW);

describe('applying', () => {
  test('does the steps once: who comes while it runs gets the same run, who comes later is told what it did', async () => {
    const rooms = open();
    const plan = await make(rooms, AMS, creating('ams1/a', 'ams1/b'));
    const [first, second] = await Promise.all([apply(rooms, AMS, plan), apply(rooms, ANN, plan)]);
    expect(second).toEqual(first);
    expect(await ended(rooms, first)).toBe('succeeded');
    expect(rooms.plans.as(AMS).get(plan.id)).toMatchObject({ state: 'applied', ...first });
    expect(rooms.rooms.inventory.peek({ site: 'ams1', kind: 'switch', id: 'b' }, ANN)?.fields['name']).toBe(
      'b',
    );
    const late = await refusal(() => apply(rooms, AMS, plan));
    expect([late.code, late.hint]).toEqual(['PLAN_APPLIED', expect.stringContaining(first.changeSet)]);
  });

  test('a repeat of its request gets the first answer, also after the end', async () => {
    const rooms = open();
    const plan = await make(rooms, AMS, creating('ams1/a'));
    const ask = { ...EARNEST, requestId: '00000000-0000-4000-8000-000000000001' };
    const again = (): Promise<BegunRun> =>
      rooms.plans.actsOf(AMS).apply(stored(rooms.plans, plan.id), ALL, ask);
    const first = await again();
    await ended(rooms, first);
    expect(await again()).toEqual(first);
  });

  test('does those steps alone that are asked for, and refuses what the plan does not have', async () => {
    const rooms = open();
    const plan = await make(rooms, AMS, creating('ams1/a', 'ams1/b'));
    const bad = await refusal(() => apply(rooms, AMS, plan, { steps: [3, 0], kinds: ['vlan'] }));
    expect(bad.violations.map(({ field }) => field)).toEqual([
      'only_steps[0]',
      'only_steps[1]',
      'only_kinds[0]',
    ]);
    const none = await refusal(() => apply(rooms, AMS, plan, { actions: ['delete'] }));
    expect(none.code).toBe('GUARD_BLOCKED');
    const begun = await apply(rooms, AMS, plan, { steps: [2] });
    await ended(rooms, begun);
    const { steps } = await rooms.plans
      .as(AMS)
      .listSteps(
        { ...{ id: plan.id, pageSize: 0, pageToken: '' }, ...NO_FILTER },
        new AbortController().signal,
      );
    expect(steps.map(({ step, run }) => [step.no, run?.state])).toEqual([
      [1, 'skipped'],
      [2, 'verified'],
    ]);
  });

  test('validate_only judges it and begins nothing: S0.22', async () => {
    const rooms = open();
    const plan = await make(rooms, AMS, creating('ams1/a'));
    const before = rooms.rooms.db.serialize();
    const ask = { requestId: '00000000-0000-4000-8000-000000000002', validateOnly: true };
    expect(await rooms.plans.actsOf(AMS).apply(plan, ALL, ask)).toEqual({ job: '', changeSet: '' });
    await refusal(() => rooms.plans.actsOf(AMS).apply(plan, { ...ALL, actions: ['link'] }, ask));
    expect(rooms.rooms.db.serialize().equals(before)).toBe(true);
  });

  test('needs the level operator at the sites of the steps that are asked for, and of no others', async () => {
    const rooms = open();
    const plan = await make(rooms, OPERATOR, creating('ams1/a', 'ber1/b'));
    expect((await refusal(() => apply(rooms, AMS, plan))).code).toBe('FORBIDDEN');
    const all = rooms.plans.repository.steps(plan, { after: 0, limit: 10 });
    const inAms = all.find(({ site }) => site === 'ams1')?.no ?? 0;
    expect(await ended(rooms, await apply(rooms, AMS, plan, { steps: [inAms] }))).toBe('succeeded');
  });

  test('is refused once its time is over, and by another controller: S4.37', async () => {
    const rooms = open();
    const plan = await make(rooms, AMS, creating('ams1/a'));
    const { store } = rooms.rooms;
    const { no: _, ...row } = store.plans.get(plan.id) ?? expect.unreachable();
    const put = (id: string, header: object): StoredPlan => {
      const no = store.write(() => store.plans.begin('user:ams', 1));
      const text = JSON.stringify({ ...JSON.parse(row.header), ...header });
      store.write(() => store.plans.complete({ ...row, no, id, header: text }));
      return stored(rooms.plans, id);
    };
    const foreign = put('f'.repeat(64), { origin: 'somebodyelse.1' });
    expect((await refusal(() => apply(rooms, AMS, foreign))).code).toBe('PLAN_FOREIGN');
    rooms.rooms.clock.advance(DAY_MS);
    expect(rooms.plans.as(AMS).get(plan.id).state).toBe('expired');
    expect((await refusal(() => apply(rooms, AMS, plan))).code).toBe('PLAN_EXPIRED');
  });

  test('of a plan whose steps are all blocked names the guards and what lifts them', async () => {
    const guards = [{ store: 'records', kind: 'switch', maxCreates: 1 }];
    const rooms = open({ guards });
    const plan = await make(rooms, AMS, creating('ams1/a', 'ams1/b'));
    const blocked = await refusal(() => apply(rooms, AMS, plan));
    expect([blocked.code, blocked.message, blocked.hint]).toEqual([
      'GUARD_BLOCKED',
      expect.stringContaining('max-creates'),
      expect.stringContaining('max-creates:records/switch'),
    ]);
    const wish = {
      operations: creating('ams1/a', 'ams1/b'),
      causes: [],
      planner: 'edit',
      title: '',
      unchanged: 0,
    };
    const lifted = await rooms.plans.edit(
      { ...wish, planner: 'edit' },
      {
        ...{ principal: AMS, why: '', overrides: ['max-creates:records/switch'] },
      },
    );
    expect(lifted.overrides).toEqual([{ override: 'max-creates:records/switch', by: 'user:ams' }]);
    expect(lifted.summary.counts).toMatchObject({ create: 2, blocked: 0 });
  });
});

describe('approving', () => {
  test('signed: a plan runs with the signature of a listed key, and not without', async () => {
    const rooms = open({ approval: 'signed', operatorKeys: [listed(keys)] });
    const plan = await make(rooms, AMS, creating('ams1/a'));
    const missing = await refusal(() => apply(rooms, AMS, plan));
    expect([missing.code, missing.hint]).toEqual(['NOT_APPROVED', expect.stringContaining('plan approve')]);
    rooms.plans.actsOf(ANN).approve(plan, signed(keys, plan, rooms.rooms.clock.now()), EARNEST);
    expect(rooms.plans.as(AMS).get(plan.id).approvals).toMatchObject([{ by: 'user:ann', plan: plan.id }]);
    expect(await ended(rooms, await apply(rooms, AMS, plan))).toBe('succeeded');
  });

  test('what does not count is refused when it is shown, in words: key, signature, plan, time', async () => {
    const rooms = open({ approval: 'signed', operatorKeys: [listed(keys)] });
    const plan = await make(rooms, AMS, creating('ams1/a'));
    const now = rooms.rooms.clock.now();
    const good = signed(keys, plan, now);
    const messages = [];
    for (const approval of [
      undefined,
      signed(other, plan, now),
      { ...good, expiresAt: good.expiresAt + 1 },
      signed(keys, plan, now + DAY_MS),
      signed(keys, plan, now - 2 * DAY_MS),
    ]) {
      const error = await refusal(() => rooms.plans.actsOf(ANN).approve(plan, approval, EARNEST));
      expect(error.code).toBe('NOT_APPROVED');
      messages.push(error.message);
    }
    expect(new Set(messages).size).toBe(5);
    expect(rooms.plans.as(AMS).get(plan.id).approvals).toEqual([]);
  });

  test('an approval whose time is over does not let a plan run', async () => {
    const rooms = open({ approval: 'signed', operatorKeys: [listed(keys)] });
    const plan = await make(rooms, AMS, creating('ams1/a'));
    const soon = signed(keys, plan, rooms.rooms.clock.now(), 60_000);
    rooms.plans.actsOf(ANN).approve(plan, soon, EARNEST);
    rooms.rooms.clock.advance(3_600_000);
    const late = await refusal(() => apply(rooms, AMS, plan));
    expect([late.code, late.message]).toEqual(['NOT_APPROVED', expect.stringContaining('expired')]);
  });

  test('is for approvers of all its sites', async () => {
    const rooms = open();
    const plan = await make(rooms, OPERATOR, creating('ams1/a', 'ber1/b'));
    const half = user('half', 'approver', 'full', { site: 'ams1' });
    for (const who of [AMS, OPERATOR, half])
      expect((await refusal(() => rooms.plans.actsOf(who).approve(plan, undefined, EARNEST))).code).toBe(
        'FORBIDDEN',
      );
    rooms.plans.actsOf(ANN).approve(plan, undefined, EARNEST);
  });

  test('four eyes: its maker does not count, with a key or without', async () => {
    for (const approval of ['unsigned', 'signed'] as const) {
      const rooms = open({ approval, fourEyes: true, operatorKeys: [listed(keys)] });
      const plan = await make(rooms, MAKER, creating('ams1/a'));
      const given = approval === 'signed' ? signed(keys, plan, rooms.rooms.clock.now()) : undefined;
      expect((await refusal(() => rooms.plans.actsOf(MAKER).approve(plan, given, EARNEST))).code).toBe(
        'FORBIDDEN',
      );
      expect((await refusal(() => apply(rooms, MAKER, plan))).code).toBe('NOT_APPROVED');
      rooms.plans.actsOf(ANN).approve(plan, given, EARNEST);
      expect(await ended(rooms, await apply(rooms, MAKER, plan))).toBe('succeeded');
    }
  });

  test('of somebody who was let go since, or may less, does not count, with a key or without', async () => {
    const lost = [undefined, OPERATOR, user('ann', 'approver', 'full', { site: 'ber1' })] as const;
    for (const approval of ['unsigned', 'signed'] as const)
      for (const now of lost) {
        people.set('ann', ANN);
        const rooms = open({ approval, fourEyes: true, operatorKeys: [listed(keys)] });
        const plan = await make(rooms, MAKER, creating('ams1/a'));
        const given = approval === 'signed' ? signed(keys, plan, rooms.rooms.clock.now()) : undefined;
        rooms.plans.actsOf(ANN).approve(plan, given, EARNEST);
        if (now) people.set('ann', now);
        else people.delete('ann');
        const refused = await refusal(() => apply(rooms, MAKER, plan));
        expect(refused.code).toBe('NOT_APPROVED');
        expect(refused.message).toContain('user:ann, who did, may not any more');
        people.set('ann', ANN);
        expect(await ended(rooms, await apply(rooms, MAKER, plan))).toBe('succeeded');
      }
  });

  test('taken back, it lets nothing run until somebody approves it again; also where nobody has to sign', async () => {
    const rooms = open();
    const plan = await make(rooms, AMS, creating('ams1/a'));
    rooms.plans.actsOf(ANN).approve(plan, undefined, EARNEST);
    rooms.plans.actsOf(ANN).revoke(stored(rooms.plans, plan.id), 'not today', EARNEST);
    expect(rooms.plans.as(ANN).get(plan.id)).toMatchObject({ approvals: [], revoked: true });
    const stopped = await refusal(() => apply(rooms, AMS, plan));
    expect([stopped.code, stopped.message]).toEqual(['NOT_APPROVED', expect.stringContaining('taken back')]);
    rooms.plans.actsOf(ANN).approve(stored(rooms.plans, plan.id), undefined, EARNEST);
    expect(rooms.plans.as(ANN).get(plan.id).revoked).toBe(false);
    expect(await ended(rooms, await apply(rooms, AMS, plan))).toBe('succeeded');
  });

  test('while it runs: steps that were not sent by then are not sent', async () => {
    const rooms = open();
    const refs = Array.from({ length: 450 }, (_, i) => `ams1/n${i}`);
    const plan = await make(rooms, AMS, creating(...refs));
    const begun = await apply(rooms, AMS, plan);
    rooms.plans.actsOf(ANN).revoke(stored(rooms.plans, plan.id), '', EARNEST);
    expect(await ended(rooms, begun)).toBe('failed');
    const written = refs.filter((ref) => {
      const [site = '', id = ''] = ref.split('/');
      return rooms.rooms.inventory.peek({ site, kind: 'switch', id }, ANN) !== undefined;
    });
    expect(written.length).toBeLessThan(refs.length);
  });

  test('validate_only leaves nothing: S0.22', async () => {
    const rooms = open();
    const plan = await make(rooms, AMS, creating('ams1/a'));
    const before = rooms.rooms.db.serialize();
    rooms.plans.actsOf(ANN).approve(plan, undefined, { validateOnly: true });
    rooms.plans.actsOf(ANN).revoke(plan, '', { validateOnly: true });
    expect(rooms.rooms.db.serialize().equals(before)).toBe(true);
  });
});

test('who loses its rights while its plan runs has nothing more done', async () => {
  const rooms = open();
  const plan = await make(rooms, AMS, creating(...Array.from({ length: 450 }, (_, i) => `ams1/n${i}`)));
  const begun = await apply(rooms, AMS, plan);
  people.delete('ams');
  expect(await ended(rooms, begun)).toBe('failed');
  expect(rooms.rooms.jobs.get(begun.job).error?.code).toBe('FORBIDDEN');
});

test('a plan whose approver is let go while it runs has nothing more done', async () => {
  const rooms = open({ fourEyes: true });
  const plan = await make(rooms, MAKER, creating(...Array.from({ length: 450 }, (_, i) => `ams1/n${i}`)));
  rooms.plans.actsOf(ANN).approve(plan, undefined, EARNEST);
  const begun = await apply(rooms, MAKER, plan);
  people.delete('ann');
  expect(await ended(rooms, begun)).toBe('failed');
  expect(rooms.rooms.jobs.get(begun.job).error?.code).toBe('NOT_APPROVED');
});

const NO_FILTER = { actions: [], standings: [], states: [], store: '', kind: '' } as const;
