/** Steps of approved plans, end to end: what the controller shows an agent, and what a controller that went bad cannot do. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ChangeDevice } from '../../agent/jobs/testing/change-device.ts';
import { ALL_WRITES } from '../../agent/jobs/testing/rules.ts';
import type { SubmitRequest } from '../../controller/jobs/index.ts';
import {
  APPROVALS_MAX,
  EVIDENCE_BYTES_MAX,
  type JobStep,
  type JobView,
  type PlanEvidence,
  planHeaderJson,
  planStepJson,
} from '../../shared/model/index.ts';
import { type IdentityKeys, ready } from '../../shared/seal/index.ts';
import { ADMIN } from './support/controller.ts';
import {
  evidenceOf,
  listed,
  operator,
  PLAN_LIFE_MS,
  PLANNED_AT,
  plannedSteps,
  type SamplePlan,
  samplePlan,
} from './support/plan-samples.ts';
import { WriteSite, writeRequest } from './support/write-site.ts';

let device: ChangeDevice;
let site: WriteSite;
let ada: IdentityKeys;
let plan: SamplePlan;
beforeAll(async () => {
  await ready();
  ada = operator(1);
});
beforeEach(async () => {
  device = new ChangeDevice();
  site = new WriteSite(device, 1, { ...ALL_WRITES, approval: 'signed', operatorKeys: [listed(ada)] });
  await site.connect(site.agent);
  plan = samplePlan(plannedSteps(6), { origin: site.rooms.inventory.origin });
});

/** What a planner would ask for: these steps of the plan, with what shows that they are approved. */
function request(nos: readonly number[], evidence?: PlanEvidence): Partial<SubmitRequest> {
  const source = { site: 'ams1', kind: 'source', id: 'sw1' } as const;
  const steps = nos.flatMap((no): JobStep[] => {
    const step = plan.steps[no - 1];
    return step ? [{ id: String(no), source, action: planStepJson(step) }] : [];
  });
  return { targets: [source], steps, ...(evidence && { evidence }) };
}

function submit(
  nos: readonly number[],
  evidence: PlanEvidence = evidenceOf(plan, nos, ada),
): Promise<JobView> {
  keepPlan(evidence);
  return site.submit(0, request(nos, evidence));
}

/** The plan with its approvals, as the store of the controller holds it; what it holds stays. */
function keepPlan({ approvals }: PlanEvidence): number {
  const { store } = site.rooms;
  const kept = store.plans.get(plan.id);
  if (kept) return kept.no;
  return store.write(() => {
    const no = store.plans.begin('user:ada', PLANNED_AT);
    store.plans.complete({
      ...{ no, id: plan.id, planner: 'import', made_by: 'user:ada', made_at: PLANNED_AT, steps: 6, bytes: 1 },
      ...{ expires_at: PLANNED_AT + PLAN_LIFE_MS, root: Buffer.from(plan.tree.root), sites: '["ams1"]' },
      ...{
        header: JSON.stringify(planHeaderJson(plan.header)),
        state: 'applying',
        change_set: 'c',
        job: 'j',
      },
      revoked_at: null,
    });
    for (const { key, by, approvedAt, expiresAt, signature } of approvals)
      store.plans.approve({ plan: no, key, by, approved_at: approvedAt, expires_at: expiresAt, signature });
    return no;
  });
}

describe('steps of an approved plan', () => {
  test('are done by an agent that wants to see the approval', async () => {
    const job = await submit([2, 5]);
    expect(site.get(job).state).toBe('succeeded');
    expect(device.received).toEqual(['2', '5']);
  });

  test('are done after the controller was killed before it could offer them: what shows the approval is on its disk', async () => {
    await submit([1]);
    const release = site.agent.driver.hold('2');
    const first = await submit([2]);
    const job = await submit([3]);
    expect(site.get(job).state).toBe('queued');
    await site.restart();
    release();
    await site.connect(site.agent);
    await site.turns();
    expect([site.get(first).state, site.get(job).state]).toEqual(['succeeded', 'succeeded']);
    expect(device.received).toEqual(['1', '2', '3']);
  });

  test('are offered with the approvals as they are then: one that was taken back is not shown any more', async () => {
    const { store, clock } = site.rooms;
    const release = site.agent.driver.hold('1');
    const first = await submit([1]);
    const second = await submit([2]);
    store.write(() => store.plans.revoke(keepPlan(evidenceOf(plan, [1], ada)), clock.now()));
    release();
    await site.turns();
    expect(site.get(first).state).toBe('succeeded');
    expect(site.get(second)).toMatchObject({ state: 'failed', error: { code: 'NOT_APPROVED' } });
    expect(device.received).toEqual(['1']);
  });

  test('are offered with none when their plan is not here any more', async () => {
    const { store } = site.rooms;
    const release = site.agent.driver.hold('1');
    await submit([1]);
    const second = await submit([2]);
    store.write(() => store.plans.hide(keepPlan(evidenceOf(plan, [1], ada))));
    release();
    await site.turns();
    expect(site.get(second)).toMatchObject({ state: 'failed', error: { code: 'NOT_APPROVED' } });
    expect(device.received).toEqual(['1']);
  });

  test('take what shows it along to the grave: it is deleted with the job', async () => {
    await submit([1]);
    const kept = site.rooms.store.db.prepare('SELECT count(*) FROM job_evidence').pluck();
    expect(kept.get()).toBe(1);
    const { store } = site.rooms;
    store.write(() => store.jobs.prune(Number.MAX_SAFE_INTEGER, 10));
    expect(kept.get()).toBe(0);
  });

  test('are refused with more to show than one message takes', () => {
    const [approval] = evidenceOf(plan, [1], ada).approvals;
    const proof = 'A'.repeat(EVIDENCE_BYTES_MAX);
    for (const evidence of [
      { ...evidenceOf(plan, [1], ada), proof },
      { ...evidenceOf(plan, [1], ada), approvals: Array(APPROVALS_MAX + 1).fill(approval) },
    ])
      expect(() => site.rooms.jobs.submit(writeRequest(0, request([1], evidence)), ADMIN)).toThrow(
        expect.objectContaining({ code: 'INVALID_INPUT', message: expect.stringMatching(/evidence/) }),
      );
  });
});

describe('a controller that went bad changes nothing', () => {
  test('with a step that nobody approved', async () => {
    const bare = await site.submit(0, request([1]));
    const unsigned = await submit([2], evidenceOf(plan, [2]));
    expect([bare, unsigned].map((job) => site.get(job).error?.code)).toEqual([
      'NOT_APPROVED',
      'NOT_APPROVED',
    ]);
    expect(device.received).toEqual([]);
  });

  test('with a step that it edited after the plan was approved', async () => {
    const edited = request([1], evidenceOf(plan, [1], ada));
    const [step] = edited.steps ?? [];
    if (!step) throw new Error('one step');
    const steps = [{ ...step, action: { ...step.action, after: { vlan: 666 } } }];
    const job = await site.submit(0, { ...edited, steps });
    expect(site.get(job)).toMatchObject({ state: 'failed', error: { code: 'PLAN_CHANGED' } });
    expect(device.received).toEqual([]);
  });

  test('with an approved step a second time', async () => {
    await submit([1]);
    const again = await submit([1]);
    expect(site.get(again)).toMatchObject({ state: 'failed', error: { code: 'PLAN_APPLIED' } });
    expect(site.get(again).steps?.[0]).toMatchObject({ state: 'not-done', error: { code: 'PLAN_APPLIED' } });
    expect(device.received).toEqual(['1']);
  });
});

test('where no agent may write, the answer says what switches it on', async () => {
  site = new WriteSite(device, 1, { ...ALL_WRITES, enabled: false });
  await site.connect(site.agent);
  expect(() => site.rooms.jobs.submit(writeRequest(1), ADMIN)).toThrow(
    expect.objectContaining({ code: 'NO_CAPABLE_AGENT', hint: expect.stringMatching(/writes\.enabled/) }),
  );
});
