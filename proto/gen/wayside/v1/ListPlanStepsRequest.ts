// Original file: proto/wayside/v1/plan.proto

import type { StepAction as _wayside_v1_StepAction, StepAction__Output as _wayside_v1_StepAction__Output } from '../../wayside/v1/StepAction.ts';
import type { StepStanding as _wayside_v1_StepStanding, StepStanding__Output as _wayside_v1_StepStanding__Output } from '../../wayside/v1/StepStanding.ts';
import type { RunState as _wayside_v1_RunState, RunState__Output as _wayside_v1_RunState__Output } from '../../wayside/v1/RunState.ts';

export interface ListPlanStepsRequest {
  'id'?: (string);
  /**
   * Default 50, at most 1000; a page may hold fewer.
   */
  'pageSize'?: (number);
  'pageToken'?: (string);
  'actions'?: (_wayside_v1_StepAction)[];
  'standings'?: (_wayside_v1_StepStanding)[];
  'states'?: (_wayside_v1_RunState)[];
  /**
   * Kind of the things.
   */
  'kind'?: (string);
  'store'?: (string);
  /**
   * Leave `before` and `after` out; `fields` stay.
   */
  'brief'?: (boolean);
}

export interface ListPlanStepsRequest__Output {
  'id': (string);
  /**
   * Default 50, at most 1000; a page may hold fewer.
   */
  'pageSize': (number);
  'pageToken': (string);
  'actions': (_wayside_v1_StepAction__Output)[];
  'standings': (_wayside_v1_StepStanding__Output)[];
  'states': (_wayside_v1_RunState__Output)[];
  /**
   * Kind of the things.
   */
  'kind': (string);
  'store': (string);
  /**
   * Leave `before` and `after` out; `fields` stay.
   */
  'brief': (boolean);
}
