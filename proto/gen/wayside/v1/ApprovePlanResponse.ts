// Original file: proto/wayside/v1/plan.proto

import type { Plan as _wayside_v1_Plan, Plan__Output as _wayside_v1_Plan__Output } from '../../wayside/v1/Plan.ts';

export interface ApprovePlanResponse {
  'plan'?: (_wayside_v1_Plan | null);
}

export interface ApprovePlanResponse__Output {
  'plan': (_wayside_v1_Plan__Output | null);
}
