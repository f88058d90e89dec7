// Original file: proto/wayside/v1/plan.proto

import type { PlanCounts as _wayside_v1_PlanCounts, PlanCounts__Output as _wayside_v1_PlanCounts__Output } from '../../wayside/v1/PlanCounts.ts';
import type { KindCounts as _wayside_v1_KindCounts, KindCounts__Output as _wayside_v1_KindCounts__Output } from '../../wayside/v1/KindCounts.ts';
import type { ReasonCount as _wayside_v1_ReasonCount, ReasonCount__Output as _wayside_v1_ReasonCount__Output } from '../../wayside/v1/ReasonCount.ts';

export interface PlanSummary {
  'counts'?: (_wayside_v1_PlanCounts | null);
  'kinds'?: (_wayside_v1_KindCounts)[];
  'reasons'?: (_wayside_v1_ReasonCount)[];
}

export interface PlanSummary__Output {
  'counts': (_wayside_v1_PlanCounts__Output | null);
  'kinds': (_wayside_v1_KindCounts__Output)[];
  'reasons': (_wayside_v1_ReasonCount__Output)[];
}
