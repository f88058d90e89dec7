// Original file: proto/wayside/v1/port.proto

import type { Plan as _wayside_v1_Plan, Plan__Output as _wayside_v1_Plan__Output } from '../../wayside/v1/Plan.ts';

export interface PlanVlansResponse {
  'plan'?: (_wayside_v1_Plan | null);
}

export interface PlanVlansResponse__Output {
  'plan': (_wayside_v1_Plan__Output | null);
}
