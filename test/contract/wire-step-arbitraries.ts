/** Steps of jobs that write. None is no field. */
import fc from 'fast-check';
import { type JobStep, type StepResult, type StepView, stepStates } from '../../shared/model/index.ts';
import { failure, json, maybe, object, oneOf, ref, text, time } from './wire-basics.ts';

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
