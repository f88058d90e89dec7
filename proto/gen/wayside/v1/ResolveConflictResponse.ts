// Original file: proto/wayside/v1/conflict.proto

import type { Plan as _wayside_v1_Plan, Plan__Output as _wayside_v1_Plan__Output } from '../../wayside/v1/Plan.ts';

export interface ResolveConflictResponse {
  'plan'?: (_wayside_v1_Plan | null);
}

export interface ResolveConflictResponse__Output {
  'plan': (_wayside_v1_Plan__Output | null);
}
