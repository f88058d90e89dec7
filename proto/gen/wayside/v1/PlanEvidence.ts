// Original file: proto/wayside/v1/attempt.proto

import type { PlanApproval as _wayside_v1_PlanApproval, PlanApproval__Output as _wayside_v1_PlanApproval__Output } from '../../wayside/v1/PlanApproval.ts';

/**
 * What shows that steps are steps of a plan, without the rest of it. The action of each is then the step as JSON, its id
 * the number of the step.
 */
export interface PlanEvidence {
  /**
   * The whole id.
   */
  'plan'?: (string);
  /**
   * All that the plan says besides its steps, as canonical JSON.
   */
  'header'?: (string);
  'approvals'?: (_wayside_v1_PlanApproval)[];
  /**
   * Hashes of the tree of the steps that do not follow from these, row by row from below, each row from the left.
   */
  'proof'?: (Buffer | Uint8Array | string);
}

/**
 * What shows that steps are steps of a plan, without the rest of it. The action of each is then the step as JSON, its id
 * the number of the step.
 */
export interface PlanEvidence__Output {
  /**
   * The whole id.
   */
  'plan': (string);
  /**
   * All that the plan says besides its steps, as canonical JSON.
   */
  'header': (string);
  'approvals': (_wayside_v1_PlanApproval__Output)[];
  /**
   * Hashes of the tree of the steps that do not follow from these, row by row from below, each row from the left.
   */
  'proof': (Buffer);
}
