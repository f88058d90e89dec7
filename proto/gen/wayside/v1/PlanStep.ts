// Original file: proto/wayside/v1/plan.proto

import type { StepAction as _wayside_v1_StepAction, StepAction__Output as _wayside_v1_StepAction__Output } from '../../wayside/v1/StepAction.ts';
import type { StepStanding as _wayside_v1_StepStanding, StepStanding__Output as _wayside_v1_StepStanding__Output } from '../../wayside/v1/StepStanding.ts';
import type { PlanCause as _wayside_v1_PlanCause, PlanCause__Output as _wayside_v1_PlanCause__Output } from '../../wayside/v1/PlanCause.ts';
import type { Struct as _google_protobuf_Struct, Struct__Output as _google_protobuf_Struct__Output } from '../../google/protobuf/Struct.ts';
import type { StepReason as _wayside_v1_StepReason, StepReason__Output as _wayside_v1_StepReason__Output } from '../../wayside/v1/StepReason.ts';
import type { FieldDifference as _wayside_v1_FieldDifference, FieldDifference__Output as _wayside_v1_FieldDifference__Output } from '../../wayside/v1/FieldDifference.ts';
import type { RunState as _wayside_v1_RunState, RunState__Output as _wayside_v1_RunState__Output } from '../../wayside/v1/RunState.ts';
import type { JobError as _wayside_v1_JobError, JobError__Output as _wayside_v1_JobError__Output } from '../../wayside/v1/JobError.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

export interface PlanStep {
  /**
   * From 1, in the order in which the steps are done.
   */
  'number'?: (number);
  'action'?: (_wayside_v1_StepAction);
  'standing'?: (_wayside_v1_StepStanding);
  /**
   * `records`, or the reference of a source.
   */
  'store'?: (string);
  /**
   * Kind of the thing within its store.
   */
  'kind'?: (string);
  'key'?: (string);
  'name'?: (string);
  'site'?: (string);
  'cause'?: (_wayside_v1_PlanCause | null);
  /**
   * All that was known of it when it was planned; absent: not there.
   */
  'before'?: (_google_protobuf_Struct | null);
  'after'?: (_google_protobuf_Struct | null);
  'token'?: (string);
  /**
   * Numbers of the steps that must be done before.
   */
  'needs'?: (number)[];
  /**
   * Empty: can be undone; otherwise why not.
   */
  'noUndo'?: (string);
  /**
   * `low`, `medium` or `high`.
   */
  'risk'?: (string);
  'reason'?: (_wayside_v1_StepReason | null);
  /**
   * Of what could not be done at once, such as two things that change names: the number of its other half. Between the two the thing
   * has a temporary value. 0: the step is whole.
   */
  'otherHalf'?: (number);
  /**
   * The fields that differ, with what they were and would be.
   */
  'fields'?: (_wayside_v1_FieldDifference)[];
  /**
   * Of its run; RUN_STATE_UNSPECIFIED: never applied.
   */
  'state'?: (_wayside_v1_RunState);
  'error'?: (_wayside_v1_JobError | null);
  'stateTime'?: (_google_protobuf_Timestamp | null);
}

export interface PlanStep__Output {
  /**
   * From 1, in the order in which the steps are done.
   */
  'number': (number);
  'action': (_wayside_v1_StepAction__Output);
  'standing': (_wayside_v1_StepStanding__Output);
  /**
   * `records`, or the reference of a source.
   */
  'store': (string);
  /**
   * Kind of the thing within its store.
   */
  'kind': (string);
  'key': (string);
  'name': (string);
  'site': (string);
  'cause': (_wayside_v1_PlanCause__Output | null);
  /**
   * All that was known of it when it was planned; absent: not there.
   */
  'before': (_google_protobuf_Struct__Output | null);
  'after': (_google_protobuf_Struct__Output | null);
  'token': (string);
  /**
   * Numbers of the steps that must be done before.
   */
  'needs': (number)[];
  /**
   * Empty: can be undone; otherwise why not.
   */
  'noUndo': (string);
  /**
   * `low`, `medium` or `high`.
   */
  'risk': (string);
  'reason': (_wayside_v1_StepReason__Output | null);
  /**
   * Of what could not be done at once, such as two things that change names: the number of its other half. Between the two the thing
   * has a temporary value. 0: the step is whole.
   */
  'otherHalf': (number);
  /**
   * The fields that differ, with what they were and would be.
   */
  'fields': (_wayside_v1_FieldDifference__Output)[];
  /**
   * Of its run; RUN_STATE_UNSPECIFIED: never applied.
   */
  'state': (_wayside_v1_RunState__Output);
  'error': (_wayside_v1_JobError__Output | null);
  'stateTime': (_google_protobuf_Timestamp__Output | null);
}
