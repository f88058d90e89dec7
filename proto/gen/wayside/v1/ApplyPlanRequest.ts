// Original file: proto/wayside/v1/plan.proto

import type { StepAction as _wayside_v1_StepAction, StepAction__Output as _wayside_v1_StepAction__Output } from '../../wayside/v1/StepAction.ts';

export interface ApplyPlanRequest {
  'id'?: (string);
  /**
   * Only these actions; empty: all.
   */
  'onlyActions'?: (_wayside_v1_StepAction)[];
  /**
   * Only these kinds of things; empty: all.
   */
  'onlyKinds'?: (string)[];
  /**
   * Only these steps; empty: all. Of two halves of one change both are asked for, or none.
   */
  'onlySteps'?: (number)[];
  /**
   * Stop at the first step that fails, or is stale.
   */
  'failFast'?: (boolean);
  /**
   * UUID; a repeat gives the same run.
   */
  'requestId'?: (string);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly'?: (boolean);
}

export interface ApplyPlanRequest__Output {
  'id': (string);
  /**
   * Only these actions; empty: all.
   */
  'onlyActions': (_wayside_v1_StepAction__Output)[];
  /**
   * Only these kinds of things; empty: all.
   */
  'onlyKinds': (string)[];
  /**
   * Only these steps; empty: all. Of two halves of one change both are asked for, or none.
   */
  'onlySteps': (number)[];
  /**
   * Stop at the first step that fails, or is stale.
   */
  'failFast': (boolean);
  /**
   * UUID; a repeat gives the same run.
   */
  'requestId': (string);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly': (boolean);
}
