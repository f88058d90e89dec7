// Original file: proto/wayside/v1/attempt.proto

import type { TargetEnded as _wayside_v1_TargetEnded, TargetEnded__Output as _wayside_v1_TargetEnded__Output } from '../../wayside/v1/TargetEnded.ts';
import type { StepTold as _wayside_v1_StepTold, StepTold__Output as _wayside_v1_StepTold__Output } from '../../wayside/v1/StepTold.ts';

export interface JobEnded {
  'jobId'?: (string);
  'attempt'?: (number);
  /**
   * succeeded, partly, failed or cancelled.
   */
  'outcome'?: (string);
  'code'?: (string);
  'message'?: (string);
  /**
   * Every target of the attempt, so that no progress message is needed to know the end.
   */
  'targets'?: (_wayside_v1_TargetEnded)[];
  /**
   * Every step.
   */
  'steps'?: (_wayside_v1_StepTold)[];
}

export interface JobEnded__Output {
  'jobId': (string);
  'attempt': (number);
  /**
   * succeeded, partly, failed or cancelled.
   */
  'outcome': (string);
  'code': (string);
  'message': (string);
  /**
   * Every target of the attempt, so that no progress message is needed to know the end.
   */
  'targets': (_wayside_v1_TargetEnded__Output)[];
  /**
   * Every step.
   */
  'steps': (_wayside_v1_StepTold__Output)[];
}
