// Original file: proto/wayside/v1/change.proto

import type { StepAction as _wayside_v1_StepAction, StepAction__Output as _wayside_v1_StepAction__Output } from '../../wayside/v1/StepAction.ts';
import type { Struct as _google_protobuf_Struct, Struct__Output as _google_protobuf_Struct__Output } from '../../google/protobuf/Struct.ts';
import type { FieldDifference as _wayside_v1_FieldDifference, FieldDifference__Output as _wayside_v1_FieldDifference__Output } from '../../wayside/v1/FieldDifference.ts';
import type { RunState as _wayside_v1_RunState, RunState__Output as _wayside_v1_RunState__Output } from '../../wayside/v1/RunState.ts';

export interface ChangeItem {
  /**
   * Of a plan the number of the step.
   */
  'number'?: (number);
  'action'?: (_wayside_v1_StepAction);
  'store'?: (string);
  'kind'?: (string);
  'key'?: (string);
  'name'?: (string);
  'site'?: (string);
  /**
   * Absent: not there.
   */
  'before'?: (_google_protobuf_Struct | null);
  'after'?: (_google_protobuf_Struct | null);
  'fields'?: (_wayside_v1_FieldDifference)[];
  'state'?: (_wayside_v1_RunState);
  /**
   * Empty: can be undone; otherwise why not.
   */
  'noUndo'?: (string);
}

export interface ChangeItem__Output {
  /**
   * Of a plan the number of the step.
   */
  'number': (number);
  'action': (_wayside_v1_StepAction__Output);
  'store': (string);
  'kind': (string);
  'key': (string);
  'name': (string);
  'site': (string);
  /**
   * Absent: not there.
   */
  'before': (_google_protobuf_Struct__Output | null);
  'after': (_google_protobuf_Struct__Output | null);
  'fields': (_wayside_v1_FieldDifference__Output)[];
  'state': (_wayside_v1_RunState__Output);
  /**
   * Empty: can be undone; otherwise why not.
   */
  'noUndo': (string);
}
