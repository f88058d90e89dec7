// Original file: proto/wayside/v1/change.proto

import type { Plan as _wayside_v1_Plan, Plan__Output as _wayside_v1_Plan__Output } from '../../wayside/v1/Plan.ts';

export interface RevertChangeSetResponse {
  'plan'?: (_wayside_v1_Plan | null);
}

export interface RevertChangeSetResponse__Output {
  'plan': (_wayside_v1_Plan__Output | null);
}
