// Original file: proto/wayside/v1/plan.proto

import type { Plan as _wayside_v1_Plan, Plan__Output as _wayside_v1_Plan__Output } from '../../wayside/v1/Plan.ts';

export interface ListPlansResponse {
  'plans'?: (_wayside_v1_Plan)[];
  'nextPageToken'?: (string);
}

export interface ListPlansResponse__Output {
  'plans': (_wayside_v1_Plan__Output)[];
  'nextPageToken': (string);
}
