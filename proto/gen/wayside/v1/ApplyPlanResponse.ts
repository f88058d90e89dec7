// Original file: proto/wayside/v1/plan.proto

import type { Plan as _wayside_v1_Plan, Plan__Output as _wayside_v1_Plan__Output } from '../../wayside/v1/Plan.ts';

export interface ApplyPlanResponse {
  'plan'?: (_wayside_v1_Plan | null);
  'jobId'?: (string);
  'changeSet'?: (string);
}

export interface ApplyPlanResponse__Output {
  'plan': (_wayside_v1_Plan__Output | null);
  'jobId': (string);
  'changeSet': (string);
}
