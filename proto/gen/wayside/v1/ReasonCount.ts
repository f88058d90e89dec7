// Original file: proto/wayside/v1/plan.proto

import type { StepStanding as _wayside_v1_StepStanding, StepStanding__Output as _wayside_v1_StepStanding__Output } from '../../wayside/v1/StepStanding.ts';

export interface ReasonCount {
  'standing'?: (_wayside_v1_StepStanding);
  'code'?: (string);
  'override'?: (string);
  'count'?: (number);
  /**
   * The words of the first one.
   */
  'message'?: (string);
}

export interface ReasonCount__Output {
  'standing': (_wayside_v1_StepStanding__Output);
  'code': (string);
  'override': (string);
  'count': (number);
  /**
   * The words of the first one.
   */
  'message': (string);
}
