// Original file: proto/wayside/v1/session.proto

import type { TargetEnded as _wayside_v1_TargetEnded, TargetEnded__Output as _wayside_v1_TargetEnded__Output } from '../../wayside/v1/TargetEnded.ts';

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
}
