// Original file: proto/wayside/v1/attempt.proto

import type { TargetEnded as _wayside_v1_TargetEnded, TargetEnded__Output as _wayside_v1_TargetEnded__Output } from '../../wayside/v1/TargetEnded.ts';
import type { StepTold as _wayside_v1_StepTold, StepTold__Output as _wayside_v1_StepTold__Output } from '../../wayside/v1/StepTold.ts';

/**
 * Renews the lease.
 */
export interface JobProgressed {
  'jobId'?: (string);
  'attempt'?: (number);
  'current'?: (number);
  'total'?: (number);
  'target'?: (string);
  'status'?: (string);
  /**
   * Results of targets that ended since the last message.
   */
  'targets'?: (_wayside_v1_TargetEnded)[];
  /**
   * Steps that came further since the last message.
   */
  'steps'?: (_wayside_v1_StepTold)[];
}

/**
 * Renews the lease.
 */
export interface JobProgressed__Output {
  'jobId': (string);
  'attempt': (number);
  'current': (number);
  'total': (number);
  'target': (string);
  'status': (string);
  /**
   * Results of targets that ended since the last message.
   */
  'targets': (_wayside_v1_TargetEnded__Output)[];
  /**
   * Steps that came further since the last message.
   */
  'steps': (_wayside_v1_StepTold__Output)[];
}
