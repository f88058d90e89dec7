// Original file: proto/wayside/v1/plan.proto

import type { PlanApproval as _wayside_v1_PlanApproval, PlanApproval__Output as _wayside_v1_PlanApproval__Output } from '../../wayside/v1/PlanApproval.ts';

export interface ApprovePlanRequest {
  /**
   * The whole id: it is what is signed.
   */
  'id'?: (string);
  'approval'?: (_wayside_v1_PlanApproval | null);
  'validateOnly'?: (boolean);
}

export interface ApprovePlanRequest__Output {
  /**
   * The whole id: it is what is signed.
   */
  'id': (string);
  'approval': (_wayside_v1_PlanApproval__Output | null);
  'validateOnly': (boolean);
}
