/** The steps of a job that writes: as they are offered to an agent, and what its journal says of them. */
import type { JobStep__Output } from '../../proto/gen/wayside/v1/JobStep.ts';
import type { StepTold__Output } from '../../proto/gen/wayside/v1/StepTold.ts';
import { WaysideError } from '../errors.ts';
import {
  canonicalJson,
  type JobStep,
  type Json,
  type JsonObject,
  type StepResult,
  stepStates,
} from '../model/index.ts';
import { failureFromWire } from './job.ts';
import { recordRefFromWire, recordRefToWire } from './record.ts';
import { timestampFromWire, timestampToWire } from './scalar.ts';
import { parseData } from './session-parts.ts';

export function stepsToWire(steps: readonly JobStep[] = []): JobStep__Output[] {
  return steps.map(({ id, source, action }) => {
    return { id, source: recordRefToWire(source), action: canonicalJson(action) };
  });
}

/** None is no field. Throws INVALID_INPUT. */
export function stepsFromWire(steps: readonly JobStep__Output[]): { readonly steps?: readonly JobStep[] } {
  if (steps.length === 0) return {};
  return {
    steps: steps.map(({ id, source, action }, at) => {
      const parsed = parseData(action);
      if (!isObject(parsed))
        throw new WaysideError('INVALID_INPUT', `steps[${at}].action: not a JSON object`);
      return { id, source: recordRefFromWire(source, `steps[${at}].source`), action: parsed };
    }),
  };
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function stepsToldToWire(steps: readonly StepResult[] = []): StepTold__Output[] {
  return steps.map(({ id, state, error, data, at }) => ({
    ...{ id, state, code: error?.code ?? '', message: error?.message ?? '', hint: error?.hint ?? '' },
    data: canonicalJson(data),
    time: timestampToWire(at),
  }));
}

/** None is no field. A state that this version does not know is `unknown`: nothing is taken for done or for not done. */
export function stepsToldFromWire(steps: readonly StepTold__Output[]): {
  readonly steps?: readonly StepResult[];
} {
  if (steps.length === 0) return {};
  return {
    steps: steps.map(({ id, state, code, message, hint, data, time }) => ({
      id,
      state: stepStates.find((known) => known === state) ?? 'unknown',
      error: failureFromWire({ code, message, hint }),
      data: parseData(data),
      at: timestampFromWire(time),
    })),
  };
}
