/** Steps of plans, and how far a run came with them. */
import type { FieldDifference__Output } from '../../proto/gen/wayside/v1/FieldDifference.ts';
import type { PlanStep__Output } from '../../proto/gen/wayside/v1/PlanStep.ts';
import {
  causeTypes,
  type FieldDifference,
  fieldDifferences,
  type PlanStep,
  type RunStep,
  type RunStepState,
  risks,
} from '../model/index.ts';
import { failureFromWire, failureToWire } from './job.ts';
import { unsupported } from './plan.ts';
import { planAction, runStepState, standing } from './plan-enums.ts';
import { timestampFromWire, timestampToWire } from './scalar.ts';
import { structFromWire, structToWire, valueFromWire, valueToWire } from './struct.ts';

/** A step as it is shown: with its fields, and what became of it; `run` is absent before it is applied. */
export interface ShownStep extends PlanStep {
  readonly fields: readonly FieldDifference[];
  readonly run: Pick<RunStep, 'state' | 'error' | 'at'> | undefined;
}

/** `brief`: without `before` and `after`. */
export function planStepToWire(
  step: PlanStep,
  { run, brief = false }: { readonly run?: ShownStep['run']; readonly brief?: boolean } = {},
): PlanStep__Output {
  return {
    number: step.no,
    action: planAction.toWire(step.action),
    standing: standing.toWire(step.standing),
    store: step.store,
    kind: step.kind,
    key: step.key,
    name: step.name,
    site: step.site,
    cause: { type: step.cause.type, text: step.cause.text },
    before: step.before && !brief ? structToWire(step.before) : null,
    after: step.after && !brief ? structToWire(step.after) : null,
    token: step.token,
    needs: [...step.needs],
    noUndo: step.noUndo,
    risk: step.risk,
    reason: step.reason ? { ...step.reason } : null,
    otherHalf: step.otherHalf ?? 0,
    fields: fieldDifferences(step).map(fieldToWire),
    state: run ? runStepState.toWire(run.state) : 'RUN_STATE_UNSPECIFIED',
    error: failureToWire(run?.error),
    stateTime: run ? timestampToWire(run.at) : null,
  };
}

/** Error: UNSUPPORTED for what this version does not know. */
export function planStepFromWire(step: PlanStep__Output): ShownStep {
  const action = planAction.fromWire(step.action);
  const stands = standing.fromWire(step.standing);
  const type = causeTypes.find((one) => one === step.cause?.type);
  const risk = risks.find((one) => one === step.risk);
  if (!action || !stands || !type || !risk)
    throw unsupported(`step ${step.number} of the plan has an action, standing, cause or risk`);
  const { reason } = step;
  return {
    no: step.number,
    action,
    standing: stands,
    store: step.store,
    kind: step.kind,
    key: step.key,
    name: step.name,
    site: step.site,
    cause: { type, text: step.cause?.text ?? '' },
    before: step.before ? structFromWire(step.before) : null,
    after: step.after ? structFromWire(step.after) : null,
    token: step.token,
    needs: step.needs,
    noUndo: step.noUndo,
    risk,
    ...(step.otherHalf > 0 && { otherHalf: step.otherHalf }),
    ...(reason && { reason: { code: reason.code, message: reason.message, override: reason.override } }),
    fields: step.fields.map(fieldFromWire),
    run: runOf(step),
  };
}

/** Without what is only shown: as its hash covers it. */
export function bareStep({ fields: _, run: __, ...step }: ShownStep): PlanStep {
  return step;
}

function runOf(step: PlanStep__Output): ShownStep['run'] {
  const state: RunStepState | undefined = runStepState.fromWire(step.state);
  if (!state) return undefined;
  return { state, error: failureFromWire(step.error), at: timestampFromWire(step.stateTime) ?? 0 };
}

export function fieldToWire({ field, before, after }: FieldDifference): FieldDifference__Output {
  return {
    field,
    before: before === undefined ? null : valueToWire(before),
    after: after === undefined ? null : valueToWire(after),
  };
}

export function fieldFromWire({ field, before, after }: FieldDifference__Output): FieldDifference {
  return { field, before: valueFromWire(before), after: valueFromWire(after) };
}
