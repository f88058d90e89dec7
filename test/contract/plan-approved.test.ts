/** A plan for a source, from its making to the device: who must have agreed, and where that is checked. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ChangeDevice } from '../../agent/jobs/testing/change-device.ts';
import { ALL_WRITES } from '../../agent/jobs/testing/rules.ts';
import {
  AgentExecutor,
  type Draft,
  EvidenceBox,
  PlanRepository,
  type PlanSettings,
  type StoredPlan,
} from '../../controller/plans/index.ts';
import type { Principal } from '../../shared/model/index.ts';
import { seededRandom, silentLog } from '../../shared/runtime/index.ts';
import { type IdentityKeys, ready, signApproval } from '../../shared/seal/index.ts';
import { ADMIN } from './support/controller.ts';
import { DAY_MS, openPlanRooms, type PlanRooms, user } from './support/plan-rooms.ts';
import { listed, operator } from './support/plan-samples.ts';
import { WriteSite } from './support/write-site.ts';

const every = { site: '*' };
const MAX: Principal = user('max', 'approver', 'full', every);
const ANN: Principal = user('ann', 'approver', 'full', every);
const EARNEST = { validateOnly: false, requestId: '' } as const;
const ALL = { actions: [], kinds: [], steps: [], failFast: false } as const;

let ada: IdentityKeys;
let eve: IdentityKeys;
let device: ChangeDevice;
let site: WriteSite;
let opened: PlanRooms;
beforeAll(async () => {
  await ready();
  ada = operator(1);
  eve = operator(2);
});
beforeEach(() => {
  device = new ChangeDevice('sql');
});

/** An agent that wants to see ada's approval, and a controller with a view of its own. */
async function open(settings: Partial<PlanSettings>): Promise<void> {
  site = new WriteSite(device, 1, { ...ALL_WRITES, approval: 'signed', operatorKeys: [listed(ada)] });
  const { rooms } = site;
  const fields = { name: 'db', driver: 'sql', address: '/var/lib/x/hosts.db' };
  rooms.inventory.write(
    {
      operations: [{ type: 'create', site: 'ams1', kind: 'source', id: 'db', fields }],
      ...{ why: 'test', requestId: '', validateOnly: false },
    },
    ADMIN,
  );
  await site.connect(site.agent);
  const box = new EvidenceBox(new PlanRepository(rooms.store));
  const agents = new AgentExecutor({
    ...{
      clock: rooms.clock,
      random: seededRandom(5),
      log: silentLog,
      inventory: rooms.inventory,
      jobs: rooms.jobs,
    },
    evidence: (plan, steps) => box.of(plan, steps),
  });
  const people = new Map([
    ['user:max', MAX],
    ['user:ann', ANN],
    ['max', MAX],
    ['ann', ANN],
  ]);
  opened = openPlanRooms({ rooms, executors: [agents], people, settings });
  opened.plans.start();
}

const draft: Draft = {
  ...{ planner: 'edit', title: 'rows of db', unchanged: [], bases: [], of: '' },
  steps: [1, 2, 3].map((no) => ({
    ...{
      id: `d${no}`,
      action: 'create',
      store: 'ams1/source/db',
      kind: 'hosts',
      key: `k${no}`,
      name: `h${no}`,
    },
    ...{
      site: 'ams1',
      cause: { type: 'person', text: 'user:max' },
      before: null,
      after: { n: no },
      token: '',
    },
    ...{ needs: no > 1 ? [`d${no - 1}`] : [], refs: [], takes: [], frees: [], noUndo: '', standing: 'ready' },
  })),
};

async function make(asked: Draft = draft): Promise<StoredPlan> {
  const { id } = await opened.plans.make(() => asked, { principal: MAX, why: '' });
  return find(id);
}

function find(id: string): StoredPlan {
  return opened.plans.repository.find(id) ?? expect.unreachable();
}

function approve(plan: StoredPlan, keys: IdentityKeys): void {
  const now = site.rooms.clock.now();
  const approval = signApproval(keys, { plan: plan.id, approvedAt: now, expiresAt: now + DAY_MS });
  opened.plans.actsOf(ANN).approve(plan, approval, EARNEST);
}

/** Until its run has ended. */
async function applied({ id }: StoredPlan): Promise<string> {
  for (let turn = 0; turn < 200 && find(id).state === 'applying'; turn += 1) await site.pass(50);
  return find(id).state;
}

function errors(plan: StoredPlan): readonly (string | undefined)[] {
  const steps = opened.plans.runs.steps(find(plan.id), [1, 2, 3]);
  return [1, 2, 3].map((no) => steps.get(no)?.error?.code ?? steps.get(no)?.state);
}

describe('a plan for a source whose agent wants a signature', () => {
  test('is done once a listed operator approved it, each step of it once', async () => {
    await open({ approval: 'signed', operatorKeys: [listed(ada)] });
    const plan = await make();
    await expect(opened.plans.actsOf(MAX).apply(plan, ALL, EARNEST)).rejects.toMatchObject({
      code: 'NOT_APPROVED',
    });
    approve(plan, ada);
    await opened.plans.actsOf(MAX).apply(find(plan.id), ALL, EARNEST);
    expect(await applied(plan)).toBe('applied');
    expect(device.received).toEqual(['1', '2', '3']);
  });

  test('is not done when the controller alone is content, whether nobody has to sign there or other keys count', async () => {
    await open({ approval: 'unsigned' });
    const plan = await make();
    opened.plans.actsOf(ANN).approve(plan, undefined, EARNEST);
    await expect(opened.plans.actsOf(MAX).apply(plan, ALL, EARNEST)).rejects.toMatchObject({
      ...{ code: 'NOT_APPROVED', message: expect.stringContaining('agent a1 does only what') },
      hint: expect.stringContaining('wayside plan approve'),
    });
    // It is not used up by that.
    expect(find(plan.id).state).toBe('open');
    expect(opened.plans.as(MAX).get(plan.id).approval).toBe('signed');
    expect(device.received).toEqual([]);

    await open({ approval: 'signed', operatorKeys: [listed(eve, 'eve')] });
    const other = await make();
    approve(other, eve);
    await opened.plans.actsOf(MAX).apply(find(other.id), ALL, EARNEST);
    expect(await applied(other)).toBe('failed');
    expect(errors(other)[0]).toBe('NOT_APPROVED');
    expect(device.received).toEqual([]);
  });

  test('needs its key in the list of the agent alone where the controller wants none', async () => {
    await open({ approval: 'unsigned' });
    const plan = await make();
    const now = site.rooms.clock.now();
    const good = signApproval(ada, { plan: plan.id, approvedAt: now, expiresAt: now + DAY_MS });
    const forged = { ...good, key: signApproval(eve, { ...good, plan: plan.id }).key };
    expect(() => opened.plans.actsOf(ANN).approve(plan, forged, EARNEST)).toThrow('is not over this plan');
    opened.plans.actsOf(ANN).approve(plan, good, EARNEST);
    await opened.plans.actsOf(MAX).apply(find(plan.id), ALL, EARNEST);
    expect(await applied(plan)).toBe('applied');
    expect(device.received).toEqual(['1', '2', '3']);
  });

  test('is not used up while nobody is there who could do any of it', async () => {
    await open({ approval: 'unsigned' });
    const plan = await make();
    site.agent.cut();
    await site.pass(100);
    await expect(opened.plans.actsOf(MAX).apply(plan, ALL, EARNEST)).rejects.toMatchObject({
      code: 'NO_CAPABLE_AGENT',
    });
    expect(find(plan.id).state).toBe('open');
  });

  test('costs one job however many steps the source refuses; what needs one of them waits for good', async () => {
    await open({ approval: 'signed', operatorKeys: [listed(ada)] });
    device.fateOf = () => 'refused';
    const [step] = draft.steps;
    if (!step) throw new Error('a draft has steps');
    const steps = Array.from({ length: 20 }, (_, at) => {
      return { ...step, id: `d${at}`, key: `k${at}`, needs: at === 19 ? ['d0'] : [] };
    });
    const plan = await make({ ...draft, steps });
    approve(plan, ada);
    await opened.plans.actsOf(MAX).apply(find(plan.id), ALL, EARNEST);
    expect(await applied(plan)).toBe('failed');
    expect(device.received).toHaveLength(19);
    const nos = steps.map((_, at) => at + 1);
    const states = [...opened.plans.runs.steps(find(plan.id), nos).values()].map(({ state }) => state);
    expect(states.filter((state) => state !== 'failed')).toEqual(['waiting']);
    expect(opened.rooms.db.prepare('SELECT count(*) FROM job_steps').pluck().get()).toBe(20);
  });

  test('is done no further once its approval is taken back', async () => {
    await open({ approval: 'signed', operatorKeys: [listed(ada)] });
    const plan = await make();
    approve(plan, ada);
    const release = site.agent.driver.hold('1');
    await opened.plans.actsOf(MAX).apply(find(plan.id), ALL, EARNEST);
    await site.pass(100);
    opened.plans.actsOf(ANN).revoke(find(plan.id), 'wrong table', EARNEST);
    await site.pass(100);
    release();
    await applied(plan);
    expect(device.received).toEqual(['1']);
    expect(find(plan.id).state).not.toBe('applied');
  });
});
