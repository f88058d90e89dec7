// Original file: proto/wayside/v1/plan.proto

import type { WriteOperation as _wayside_v1_WriteOperation, WriteOperation__Output as _wayside_v1_WriteOperation__Output } from '../../wayside/v1/WriteOperation.ts';

export interface CreatePlanRequest {
  /**
   * Writes of managed records, as WriteRecords takes them.
   */
  'operations'?: (_wayside_v1_WriteOperation)[];
  /**
   * What asked for each of them, in their order, such as `row 12 of switches.csv`; empty: the caller.
   */
  'causes'?: (string)[];
  /**
   * `edit` or `import`; empty: edit.
   */
  'planner'?: (string);
  'title'?: (string);
  'why'?: (string);
  /**
   * Guards to lift, as the steps that they block name them; recorded in the plan.
   */
  'overrides'?: (string)[];
  /**
   * Things that the caller found to be so already; they only count.
   */
  'unchanged'?: (number);
  /**
   * How long it may be applied; 0: `plans.expireAfter` of the controller.
   */
  'expireAfterMs'?: (number);
  /**
   * UUID; a repeat gives the same plan.
   */
  'requestId'?: (string);
  /**
   * Full permission and validation, nothing written: the plan in the answer is not kept.
   */
  'validateOnly'?: (boolean);
}

export interface CreatePlanRequest__Output {
  /**
   * Writes of managed records, as WriteRecords takes them.
   */
  'operations': (_wayside_v1_WriteOperation__Output)[];
  /**
   * What asked for each of them, in their order, such as `row 12 of switches.csv`; empty: the caller.
   */
  'causes': (string)[];
  /**
   * `edit` or `import`; empty: edit.
   */
  'planner': (string);
  'title': (string);
  'why': (string);
  /**
   * Guards to lift, as the steps that they block name them; recorded in the plan.
   */
  'overrides': (string)[];
  /**
   * Things that the caller found to be so already; they only count.
   */
  'unchanged': (number);
  /**
   * How long it may be applied; 0: `plans.expireAfter` of the controller.
   */
  'expireAfterMs': (number);
  /**
   * UUID; a repeat gives the same plan.
   */
  'requestId': (string);
  /**
   * Full permission and validation, nothing written: the plan in the answer is not kept.
   */
  'validateOnly': (boolean);
}
