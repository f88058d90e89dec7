/** The enums of plans, as in `enums.ts`. */
import type { PlanState__Output } from '../../proto/gen/wayside/v1/PlanState.ts';
import type { RunState__Output } from '../../proto/gen/wayside/v1/RunState.ts';
import type { StepAction__Output } from '../../proto/gen/wayside/v1/StepAction.ts';
import type { StepStanding__Output } from '../../proto/gen/wayside/v1/StepStanding.ts';
import type { PlanAction, PlanState, RunStepState, Standing } from '../model/index.ts';
import { type EnumCodec, enumCodec } from './enums.ts';

export const planAction: EnumCodec<PlanAction, StepAction__Output> = enumCodec<
  PlanAction,
  StepAction__Output
>()({
  create: 'STEP_ACTION_CREATE',
  update: 'STEP_ACTION_UPDATE',
  delete: 'STEP_ACTION_DELETE',
  link: 'STEP_ACTION_LINK',
  unlink: 'STEP_ACTION_UNLINK',
  adopt: 'STEP_ACTION_ADOPT',
});

export const standing: EnumCodec<Standing, StepStanding__Output> = enumCodec<
  Standing,
  StepStanding__Output
>()({
  ready: 'STEP_STANDING_READY',
  blocked: 'STEP_STANDING_BLOCKED',
  conflict: 'STEP_STANDING_CONFLICT',
  ambiguous: 'STEP_STANDING_AMBIGUOUS',
  deferred: 'STEP_STANDING_DEFERRED',
});

export const runStepState: EnumCodec<RunStepState, RunState__Output> = enumCodec<
  RunStepState,
  RunState__Output
>()({
  planned: 'RUN_STATE_PLANNED',
  sent: 'RUN_STATE_SENT',
  acknowledged: 'RUN_STATE_ACKNOWLEDGED',
  verified: 'RUN_STATE_VERIFIED',
  failed: 'RUN_STATE_FAILED',
  stale: 'RUN_STATE_STALE',
  waiting: 'RUN_STATE_WAITING',
  unknown: 'RUN_STATE_UNKNOWN',
  skipped: 'RUN_STATE_SKIPPED',
});

export const planState: EnumCodec<PlanState, PlanState__Output> = enumCodec<PlanState, PlanState__Output>()({
  open: 'PLAN_STATE_OPEN',
  applying: 'PLAN_STATE_APPLYING',
  applied: 'PLAN_STATE_APPLIED',
  partly: 'PLAN_STATE_PARTLY',
  failed: 'PLAN_STATE_FAILED',
  cancelled: 'PLAN_STATE_CANCELLED',
  expired: 'PLAN_STATE_EXPIRED',
});
