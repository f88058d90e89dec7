// Original file: proto/wayside/v1/plan.proto

import type { PlanCounts as _wayside_v1_PlanCounts, PlanCounts__Output as _wayside_v1_PlanCounts__Output } from '../../wayside/v1/PlanCounts.ts';

export interface KindCounts {
  'store'?: (string);
  'kind'?: (string);
  'counts'?: (_wayside_v1_PlanCounts | null);
}

export interface KindCounts__Output {
  'store': (string);
  'kind': (string);
  'counts': (_wayside_v1_PlanCounts__Output | null);
}
