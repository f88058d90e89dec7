/** What an agent remembers of steps of plans that were sent from it, so that each is done once. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ChangeDevice } from '../../agent/jobs/testing/change-device.ts';
import { target } from '../../agent/jobs/testing/rig.ts';
import { PLAN_STEPS_KEPT_MS } from '../../agent/store/index.ts';
import { planStepJson } from '../../shared/model/index.ts';
import { CLOCK_SETTLES_MS, ManualClock } from '../../shared/runtime/index.ts';
import { APPROVAL_SKEW_MS, ready } from '../../shared/seal/index.ts';
import type { JobOffered } from '../../shared/wire/index.ts';
import {
  evidenceOf,
  PLAN_LIFE_MS,
  plannedSteps,
  type SamplePlan,
  samplePlan,
} from './support/plan-samples.ts';
import { WriteRig, writeOffer } from './support/write-rig.ts';

let device: ChangeDevice;
let rig: WriteRig;
let plan: SamplePlan;

beforeAll(ready);
beforeEach(() => {
  device = new ChangeDevice();
  rig = new WriteRig({ device });
  plan = samplePlan(plannedSteps(1));
});

function planned(from: SamplePlan, jobId: string): JobOffered {
  const { source } = target('sw1');
  const steps = from.steps.map((step) => ({ id: String(step.no), source, action: planStepJson(step) }));
  return writeOffer(0, { jobId, steps, evidence: evidenceOf(from, [1]) });
}

/** A plan of this moment. */
function fresh(jobId: string): JobOffered {
  const now = rig.clock.now();
  const header = { madeAt: now, expiresAt: now + PLAN_LIFE_MS, nonce: jobId };
  return planned(samplePlan(plannedSteps(1), header), jobId);
}

function remembered(): readonly unknown[] {
  return rig.db.prepare('SELECT plan FROM plan_steps ORDER BY until').pluck().all();
}

/** Another process, with what this one left on its disk. */
function restart(): void {
  rig = new WriteRig({ device, image: rig.db.serialize(), clock: new ManualClock(rig.clock.now()) });
}

describe('a step of a plan that was sent', () => {
  test('is known for as long as its plan could be shown here, and forgotten long after', async () => {
    expect(await rig.outcomeOf(planned(plan, 'j1'))).toBe('succeeded');
    rig.clock.advance(PLAN_LIFE_MS + APPROVAL_SKEW_MS);
    expect(await rig.outcomeOf(planned(plan, 'j2'))).toBe('PLAN_APPLIED');
    rig.clock.advance(1);
    expect(await rig.outcomeOf(planned(plan, 'j3'))).toBe('PLAN_EXPIRED');
    rig.clock.advance(PLAN_STEPS_KEPT_MS - 1);
    expect(await rig.outcomeOf(fresh('j4'))).toBe('succeeded');
    expect(remembered()).toHaveLength(2);
    rig.clock.advance(1);
    expect(await rig.outcomeOf(fresh('j5'))).toBe('succeeded');
    expect(remembered()).toHaveLength(2);
    expect(remembered()).not.toContain(plan.id);
  });

  test.each([
    ['while it ran', (): void => undefined],
    ['when it began', restart],
  ])('is not sent again by an agent whose clock was ahead %s, and is right again', async (_, meanwhile) => {
    const leapMs = PLAN_LIFE_MS + 2 * PLAN_STEPS_KEPT_MS;
    expect(await rig.outcomeOf(planned(plan, 'j1'))).toBe('succeeded');
    rig.clock.advance(CLOCK_SETTLES_MS + 1);
    rig.clock.jump(leapMs);
    meanwhile();
    expect(await rig.outcomeOf(fresh('j2'))).toBe('succeeded');
    rig.clock.jump(-leapMs);
    expect(await rig.outcomeOf(planned(plan, 'j3'))).toBe('PLAN_APPLIED');
    expect(device.received).toEqual(['1', '1']);
  });
});
