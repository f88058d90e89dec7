/** Steps of jobs that write. None is no field. */
import fc from 'fast-check';
import {
  type JobStep,
  type PlanApproval,
  type PlanEvidence,
  planners,
  type StepResult,
  type StepView,
  stepStates,
} from '../../shared/model/index.ts';
import { sampleHeader } from './support/plan-samples.ts';
import {
  bytes,
  count,
  failure,
  json,
  list,
  long,
  maybe,
  object,
  oneOf,
  ref,
  text,
  time,
} from './wire-basics.ts';

const step = { id: text, source: ref, action: object };
const result = { id: text, state: oneOf(stepStates), error: maybe(failure), data: json, at: maybe(time) };

type Some<T> = fc.Arbitrary<readonly T[] | undefined>;

function some<T>(one: fc.Arbitrary<T>): Some<T> {
  return fc.option(fc.array(one, { minLength: 1, maxLength: 3 }), { nil: undefined });
}

export const steps: Some<JobStep> = some(fc.record(step));
export const stepResults: Some<StepResult> = some(fc.record(result));
export const stepViews: Some<StepView> = some(fc.record({ ...step, ...result }));

export function withSteps<T extends object, S>(
  plain: fc.Arbitrary<T>,
  found: fc.Arbitrary<S | undefined>,
): fc.Arbitrary<T & { readonly steps?: S }> {
  return fc.tuple(plain, found).map(([one, its]) => (its === undefined ? one : { ...one, steps: its }));
}

const approval: fc.Arbitrary<Omit<PlanApproval, 'plan'>> = fc.record({
  ...{ key: text, by: text, approvedAt: time, expiresAt: time, signature: text },
});

/** What shows that the steps are of a plan. */
const evidence: fc.Arbitrary<PlanEvidence> = fc
  .record({
    plan: text,
    header: fc
      .record({ origin: text, title: text, planner: oneOf(planners), expiresAt: time, basePos: long })
      .chain((more) => count.map((some) => sampleHeader(some, more))),
    approvals: list(approval),
    proof: bytes.map((some) => some.toString('base64url')),
  })
  .map((one) => ({ ...one, approvals: one.approvals.map((some) => ({ ...some, plan: one.plan })) }));

export function withEvidence<T extends object>(
  plain: fc.Arbitrary<T>,
): fc.Arbitrary<T & { readonly evidence?: PlanEvidence }> {
  return fc
    .tuple(plain, maybe(evidence))
    .map(([one, its]) => (its === undefined ? one : { ...one, evidence: its }));
}
