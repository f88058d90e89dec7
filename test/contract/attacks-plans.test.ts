/** Whoever sends an agent what nobody approved: nothing of it reaches the device. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { WriteRules } from '../../agent/jobs/index.ts';
import { ChangeDevice } from '../../agent/jobs/testing/change-device.ts';
import { target } from '../../agent/jobs/testing/rig.ts';
import { ALL_WRITES } from '../../agent/jobs/testing/rules.ts';
import { type JobStep, type PlanEvidence, type PlanStep, planStepJson } from '../../shared/model/index.ts';
import { APPROVAL_SKEW_MS, type IdentityKeys, ready, signApproval } from '../../shared/seal/index.ts';
import type { JobOffered } from '../../shared/wire/index.ts';
import {
  evidenceOf,
  listed,
  operator,
  PLAN_LIFE_MS,
  PLAN_ORIGIN,
  PLANNED_AT,
  plannedSteps,
  type SamplePlan,
  samplePlan,
  sampleStep,
} from './support/plan-samples.ts';
import { WriteRig, writeOffer } from './support/write-rig.ts';

let device: ChangeDevice;
let rig: WriteRig;
let ada: IdentityKeys;
let eve: IdentityKeys;
let rules: WriteRules;
let plan: SamplePlan;

beforeAll(async () => {
  await ready();
  ada = operator(1);
  eve = operator(2);
});
beforeEach(() => {
  device = new ChangeDevice();
  rules = { ...ALL_WRITES, approval: 'signed', operatorKeys: [listed(ada)] };
  rig = new WriteRig({ device, rules });
  rig.origin = PLAN_ORIGIN;
  plan = samplePlan(plannedSteps(4));
});

function jobStep(step: PlanStep): JobStep {
  return { id: String(step.no), source: target('sw1').source, action: planStepJson(step) };
}

function stepsOf({ steps }: SamplePlan, nos: readonly number[]): PlanStep[] {
  return nos.flatMap((no) => steps[no - 1] ?? []);
}

/** Steps of the plan as a good controller would send them. */
function planned(from: SamplePlan, nos: readonly number[], more: Partial<JobOffered> = {}): JobOffered {
  return writeOffer(0, {
    ...{
      targets: [target('sw1')],
      steps: stepsOf(from, nos).map(jobStep),
      evidence: evidenceOf(from, nos, ada),
    },
    ...more,
  });
}

function sent(offer: JobOffered): Promise<string> {
  return rig.outcomeOf(offer);
}

/** What the end said of each step. */
function errors(): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries((rig.end?.steps ?? []).map(({ id, state, error }) => [id, error?.code ?? state]));
}

describe('steps of an approved plan', () => {
  test('are done, in one job or in several, each once', async () => {
    expect(await sent(planned(plan, [1, 3]))).toBe('succeeded');
    expect(await sent(planned(plan, [2, 4], { jobId: 'j2' }))).toBe('succeeded');
    expect(device.received).toEqual(['1', '3', '2', '4']);
  });

  test('are done under an approval of any of the listed keys', async () => {
    const evidence = evidenceOf(plan, [1], eve, ada);
    expect(await sent(planned(plan, [1], { evidence }))).toBe('succeeded');
  });
});

describe('nothing is done of', () => {
  const approvedBy = (
    keys: IdentityKeys,
    more: Partial<{ plan: string; approvedAt: number; expiresAt: number }>,
  ) =>
    signApproval(keys, {
      plan: plan.id,
      approvedAt: PLANNED_AT,
      expiresAt: PLANNED_AT + PLAN_LIFE_MS,
      ...more,
    });
  const shown = (more: Partial<PlanEvidence>): JobOffered =>
    planned(plan, [2], { evidence: { ...evidenceOf(plan, [2], ada), ...more } });
  const step = (more: Partial<PlanStep>): JobOffered =>
    planned(plan, [2], { steps: [jobStep({ ...sampleStep(2), ...more })] });

  test.each<[string, () => JobOffered, string]>([
    ['a step without a plan', () => writeOffer(1), 'NOT_APPROVED'],
    ['a step of a plan that nobody approved', () => shown({ approvals: [] }), 'NOT_APPROVED'],
    ['a step that was edited', () => step({ after: { vlan: 666 } }), 'PLAN_CHANGED'],
    ['a step that claims to be ready', () => step({ standing: 'blocked' }), 'PLAN_CHANGED'],
    [
      'a step with a field more',
      () =>
        planned(plan, [2], {
          steps: [{ ...jobStep(sampleStep(2)), action: { ...planStepJson(sampleStep(2)), force: true } }],
        }),
      'PLAN_CHANGED',
    ],
    [
      'a step that is none',
      () => planned(plan, [2], { steps: [{ ...jobStep(sampleStep(2)), action: { no: 2 } }] }),
      'PLAN_CHANGED',
    ],
    [
      'a step under the number of another one',
      () => planned(plan, [2], { steps: [{ ...jobStep(sampleStep(2)), id: '3' }] }),
      'PLAN_CHANGED',
    ],
    [
      'a step of another plan',
      () => planned(plan, [2], { steps: [jobStep(sampleStep(2, { key: 't9' }))] }),
      'PLAN_CHANGED',
    ],
    [
      'a step for another source than it was planned for',
      () =>
        planned(plan, [2], {
          targets: [target('sw2')],
          steps: [{ ...jobStep(sampleStep(2)), source: target('sw2').source }],
        }),
      'PLAN_CHANGED',
    ],
    [
      'a step with the proof of another tree',
      () => shown({ proof: evidenceOf(samplePlan(plannedSteps(5)), [2]).proof }),
      'PLAN_CHANGED',
    ],
    ['a step with a proof that is no text of a proof', () => shown({ proof: '*' }), 'PLAN_CHANGED'],
    [
      'one step more than was proven',
      () => planned(plan, [1, 2], { evidence: evidenceOf(plan, [1], ada) }),
      'PLAN_CHANGED',
    ],
    [
      'a plan with another origin in its header',
      () => shown({ header: { ...plan.header, origin: 'evil.1' } }),
      'PLAN_CHANGED',
    ],
    [
      'a plan with a later end in its header',
      () => shown({ header: { ...plan.header, expiresAt: PLANNED_AT * 2 } }),
      'PLAN_CHANGED',
    ],
    [
      'a plan with the approval of another plan',
      () => shown({ approvals: [approvedBy(ada, { plan: 'ab'.repeat(32) })] }),
      'NOT_APPROVED',
    ],
    [
      'the same, with the name of this plan on it',
      () => shown({ approvals: [{ ...approvedBy(ada, { plan: 'ab'.repeat(32) }), plan: plan.id }] }),
      'NOT_APPROVED',
    ],
    [
      'a plan with the approval of a key that is not listed',
      () => shown({ approvals: [approvedBy(eve, {})] }),
      'NOT_APPROVED',
    ],
    [
      'the same, with a listed key on it',
      () => shown({ approvals: [{ ...approvedBy(eve, {}), key: approvedBy(ada, {}).key }] }),
      'NOT_APPROVED',
    ],
    [
      'a plan with an approval that is over',
      () => shown({ approvals: [approvedBy(ada, { expiresAt: PLANNED_AT - APPROVAL_SKEW_MS - 1 })] }),
      'NOT_APPROVED',
    ],
    [
      'a plan with an approval that was made longer',
      () =>
        shown({
          approvals: [
            {
              ...approvedBy(ada, { expiresAt: PLANNED_AT - APPROVAL_SKEW_MS - 1 }),
              expiresAt: PLANNED_AT * 2,
            },
          ],
        }),
      'NOT_APPROVED',
    ],
  ])('%s', async (_, offer, code) => {
    expect(await sent(offer())).toBe(code);
    expect(device.received).toEqual([]);
    expect(rig.runner.states()).toEqual([]);
  });

  test('an approved plan of another controller, unless it only took a new incarnation', async () => {
    const foreign = samplePlan(plannedSteps(2), { origin: 'other.1' });
    expect(await sent(planned(foreign, [1]))).toBe('PLAN_FOREIGN');
    expect(device.received).toEqual([]);
    const before = samplePlan(plannedSteps(2), { origin: PLAN_ORIGIN.replace('.1', '.0') });
    expect(await sent(planned(before, [1], { jobId: 'j2' })), 'of an earlier incarnation').toBe('succeeded');
  });

  test('a plan that has expired by the clock of this host', async () => {
    rig.clock.advance(PLAN_LIFE_MS + APPROVAL_SKEW_MS + 1);
    expect(await sent(planned(plan, [1]))).toBe('PLAN_EXPIRED');
    expect(device.received).toEqual([]);
  });

  test.each(['blocked', 'conflict', 'ambiguous', 'deferred'] as const)(
    'an approved step that is %s',
    async (standing) => {
      const reason = { code: 'max-deletes', message: 'too many', override: '' };
      const held = samplePlan([sampleStep(1, { standing, reason }), sampleStep(2)]);
      expect(await sent(planned(held, [1, 2]))).toBe('NOT_APPROVED');
      expect(errors()).toEqual({ 1: 'NOT_APPROVED', 2: 'planned' });
      expect(device.received).toEqual([]);
    },
  );
});

test('a delete is done with the signature of a person over this very delete, and not without (S3.19)', async () => {
  const gone = samplePlan([sampleStep(1, { action: 'delete', after: null })]);
  expect(await sent(planned(gone, [1], { evidence: evidenceOf(gone, [1]) }))).toBe('NOT_APPROVED');
  const kept = samplePlan([sampleStep(1)]);
  const borrowed = { ...evidenceOf(gone, [1]), approvals: evidenceOf(kept, [1], ada).approvals };
  expect(await sent(planned(gone, [1], { jobId: 'j2', evidence: borrowed }))).toBe('NOT_APPROVED');
  expect(device.received).toEqual([]);
  expect(await sent(planned(gone, [1], { jobId: 'j3' }))).toBe('succeeded');
});

describe('what holds when a job comes may not hold at its next step:', () => {
  test('an approval that ends meanwhile', async () => {
    const release = rig.driver.hold('1');
    rig.runner.offer(planned(plan, [1, 2], { leaseMs: 99_999_999, timeoutMs: 99_999_999 }));
    await rig.settle();
    rig.clock.advance(PLAN_LIFE_MS + APPROVAL_SKEW_MS + 1);
    release();
    await rig.finish();
    expect(rig.end?.outcome).toBe('partly');
    expect(device.received).toEqual(['1']);
    expect(errors()).toMatchObject({ 2: 'PLAN_EXPIRED' });
  });
});

describe('a step of a plan that was sent from here before', () => {
  test('is not sent for another job, nor by a later process', async () => {
    expect(await sent(planned(plan, [1]))).toBe('succeeded');
    expect(await sent(planned(plan, [1, 2], { jobId: 'j2' }))).toBe('PLAN_APPLIED');
    const image = rig.db.serialize();
    rig = new WriteRig({ device, rules, image });
    rig.origin = PLAN_ORIGIN;
    expect(await sent(planned(plan, [1, 2], { jobId: 'j3' }))).toBe('PLAN_APPLIED');
    expect(device.received).toEqual(['1']);
  });

  test('is not sent again while nobody can say whether it was done', async () => {
    device.fateOf = () => 'answer-lost';
    device.readBack = () => 'cannot-say';
    expect(await sent(planned(plan, [1]))).toBe('OUTCOME_UNKNOWN');
    device.fateOf = () => 'done';
    expect(await sent(planned(plan, [1], { jobId: 'j2' }))).toBe('PLAN_APPLIED');
    expect(device.received).toEqual(['1']);
  });

  test('is sent again once it was read back and is not done', async () => {
    device.fateOf = () => 'lost';
    expect(await sent(planned(plan, [1]))).toBe('CONNECTION_LOST');
    device.fateOf = () => 'done';
    expect(await sent(planned(plan, [1], { jobId: 'j2' }))).toBe('succeeded');
    expect(device.received).toEqual(['1']);
  });
});

describe('an agent whose host does not let it write', () => {
  test.each<[string, Partial<WriteRules>, string]>([
    ['at all', { enabled: false }, 'WRITES_OFF'],
    ['at that source', { sources: ['sw2', '10.0.0.0/8'] }, 'WRITES_OFF'],
    ['that action', { actions: ['create', 'delete'] }, 'WRITES_OFF'],
  ])('%s does nothing of an approved plan, and says which key of its file does it', async (_, more, code) => {
    rig = new WriteRig({ device, rules: { ...rules, ...more } });
    expect(await sent(planned(plan, [1]))).toBe(code);
    expect(device.received).toEqual([]);
    const said = JSON.stringify(rig.sent);
    expect(said).toContain(`writes.${Object.keys(more)[0]}`);
  });

  test('announces no writing at all', () => {
    rig = new WriteRig({ device, rules: { ...rules, enabled: false } });
    expect(rig.runner.capabilities).toEqual(['switch.probe']);
    expect(new WriteRig({ device, rules }).runner.capabilities).toEqual(['switch.probe', 'switch.apply']);
  });

  test.each([['sw1'], ['ams1/source/sw1'], ['192.0.2.1'], ['192.0.2.1:22'], ['192.0.2.0/24'], ['*']])(
    'but at %s does it there',
    async (source) => {
      rig = new WriteRig({ device, rules: { ...rules, sources: ['10.0.0.0/8', source] } });
      expect(await sent(planned(plan, [1]))).toBe('succeeded');
    },
  );

  test('is not talked into it by a controller that names the source as its list does', async () => {
    rig = new WriteRig({ device, rules: { ...rules, sources: ['test-switch'] } });
    const renamed = { ...target('sw1'), name: 'test-switch' };
    expect(await sent(planned(plan, [1], { targets: [renamed] }))).toBe('WRITES_OFF');
    expect(device.received).toEqual([]);
  });
});

describe('in unsigned mode', () => {
  beforeEach(() => {
    rig = new WriteRig({ device, rules: { ...rules, approval: 'unsigned' } });
  });

  test('steps are done that nobody approved, and the agent says so', async () => {
    expect(rig.runner.capabilities).toContain('writes.unsigned');
    expect(await sent(writeOffer(1))).toBe('succeeded');
    expect(await sent(planned(plan, [1], { jobId: 'j2', evidence: evidenceOf(plan, [1]) }))).toBe(
      'succeeded',
    );
  });

  test('an action that its host left out is not done without a plan either, under whatever name', async () => {
    rig = new WriteRig({ device, rules: { ...rules, approval: 'unsigned', actions: ['update'] } });
    const bare = (jobId: string, action: JobStep['action']): JobOffered =>
      writeOffer(0, { jobId, targets: [target('sw1')], steps: [{ ...jobStep(sampleStep(1)), action }] });
    expect(await sent(bare('j1', planStepJson(sampleStep(1, { action: 'delete' }))))).toBe('WRITES_OFF');
    expect(await sent(bare('j2', { erase: true }))).toBe('WRITES_OFF');
    expect(await sent(bare('j3', { action: ['delete'] }))).toBe('WRITES_OFF');
    expect(device.received).toEqual([]);
    expect(await sent(bare('j4', planStepJson(sampleStep(1))))).toBe('succeeded');
  });

  test('a plan that is shown must be the plan all the same, and is done once', async () => {
    const edited = jobStep(sampleStep(1, { key: 't9' }));
    expect(await sent(planned(plan, [1], { steps: [edited] }))).toBe('PLAN_CHANGED');
    expect(await sent(planned(plan, [1], { jobId: 'j2' }))).toBe('succeeded');
    expect(await sent(planned(plan, [1], { jobId: 'j3' }))).toBe('PLAN_APPLIED');
    expect(device.received).toEqual(['1']);
  });
});
