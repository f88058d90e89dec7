/** Steps of plans that are not done: what of their job goes on without them, and what does not. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ChangeDevice } from '../../agent/jobs/testing/change-device.ts';
import { target } from '../../agent/jobs/testing/rig.ts';
import { ALL_WRITES } from '../../agent/jobs/testing/rules.ts';
import { FOUND_BYTES_MAX } from '../../agent/jobs/write-step.ts';
import { WaysideError } from '../../shared/errors.ts';
import { type PlanStep, planStepJson } from '../../shared/model/index.ts';
import { ready } from '../../shared/seal/index.ts';
import type { JobOffered } from '../../shared/wire/index.ts';
import { evidenceOf, samplePlan, sampleStep } from './support/plan-samples.ts';
import { WriteRig, writeOffer } from './support/write-rig.ts';

beforeAll(ready);

let device: ChangeDevice;
let rig: WriteRig;
beforeEach(() => {
  device = new ChangeDevice();
  rig = new WriteRig({ device });
});

/** Each step with the numbers of those that it needs. */
function planned(needs: readonly (readonly number[])[], more: Partial<PlanStep> = {}): Partial<JobOffered> {
  const { source } = target('sw1');
  const steps = needs.map((its, at) => sampleStep(at + 1, { needs: its, ...more }));
  const nos = steps.map(({ no }) => no);
  return {
    evidence: evidenceOf(samplePlan(steps), nos),
    steps: steps.map((step) => ({ id: String(step.no), source, action: planStepJson(step) })),
  };
}

async function apply(more: Partial<JobOffered>): Promise<void> {
  rig.runner.offer(writeOffer(0, more));
  await rig.finish();
}

describe('after a step of a plan that is not done', () => {
  test('those go on that can do without it; those that need it, directly or through others, stay planned', async () => {
    device.fateOf = (id) => (id === '2' ? 'refused' : 'done');
    await apply(planned([[], [1], [2], [1], [3], []]));
    expect(device.received).toEqual(['1', '2', '4', '6']);
    expect(rig.states).toEqual({
      ...{ 1: 'acknowledged', 2: 'not-done', 3: 'planned' },
      ...{ 4: 'acknowledged', 5: 'planned', 6: 'acknowledged' },
    });
    expect(rig.end).toMatchObject({ outcome: 'partly', error: { message: 'the device says no' } });
  });

  test('each is told by itself when all of them are refused', async () => {
    device.fateOf = () => 'refused';
    await apply(planned([[], [], []]));
    expect(rig.states).toEqual({ 1: 'not-done', 2: 'not-done', 3: 'not-done' });
    expect(rig.end?.outcome).toBe('failed');
  });

  test('the others go on when it was this agent that did not permit it', async () => {
    rig = new WriteRig({ device, rules: { ...ALL_WRITES, actions: ['create'] } });
    await apply(planned([[], []]));
    expect(rig.end?.steps).toMatchObject([
      { error: { code: 'WRITES_OFF' } },
      { error: { code: 'WRITES_OFF' } },
    ]);
    expect(device.received).toEqual([]);
  });

  test.each([
    ['nobody can say whether it was done', 'cannot-say', 'unknown'],
    ['the source was out of reach for a moment: it is in no state to take more', 'not-done', 'not-done'],
  ] as const)('no further one is sent when %s', async (_, readBack, state) => {
    device.fateOf = (id) => (id === '1' ? 'lost' : 'done');
    device.readBack = () => readBack;
    await apply(planned([[], []]));
    expect(rig.states).toEqual({ 1: state, 2: 'planned' });
    expect(device.received).toEqual([]);
  });

  test('no further one is sent once somebody cancelled the job', async () => {
    device.fateOf = () => 'refused';
    const release = rig.driver.hold('1');
    rig.runner.offer(writeOffer(0, planned([[], []])));
    await rig.settle();
    rig.runner.cancel({ type: 'jobCancelled', jobId: 'j1', attempt: 1, why: 'wrong switch' });
    release();
    await rig.finish();
    expect(rig.states).toEqual({ 1: 'not-done', 2: 'planned' });
  });

  test('no further one is sent once what was found in the places of all of them is more than is told', async () => {
    const found = JSON.stringify({ fields: { text: 'x'.repeat(FOUND_BYTES_MAX / 3) }, token: '' });
    rig = new WriteRig({ device: new Moved(found) });
    await apply(planned([[], [], [], []]));
    const states = Object.values(rig.states);
    expect(states).toEqual(['not-done', 'not-done', 'not-done', 'planned']);
    expect(rig.end?.steps?.[2]?.data).toEqual(JSON.parse(found));
  });
});

/** A device on which everything was changed since the plan. */
class Moved extends ChangeDevice {
  private readonly found: string;

  constructor(found: string) {
    super();
    this.found = found;
  }

  override driver(): ReturnType<ChangeDevice['driver']> {
    const driver = super.driver();
    driver.change = () =>
      Promise.reject(new WaysideError('PLAN_STALE', 'it has changed', { details: { found: this.found } }));
    return driver;
  }
}
