// Original file: proto/wayside/v1/plan.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { PlanOverride as _wayside_v1_PlanOverride, PlanOverride__Output as _wayside_v1_PlanOverride__Output } from '../../wayside/v1/PlanOverride.ts';
import type { PlanSummary as _wayside_v1_PlanSummary, PlanSummary__Output as _wayside_v1_PlanSummary__Output } from '../../wayside/v1/PlanSummary.ts';
import type { PlanState as _wayside_v1_PlanState, PlanState__Output as _wayside_v1_PlanState__Output } from '../../wayside/v1/PlanState.ts';
import type { PlanApproval as _wayside_v1_PlanApproval, PlanApproval__Output as _wayside_v1_PlanApproval__Output } from '../../wayside/v1/PlanApproval.ts';
import type { Long } from '@grpc/proto-loader';

export interface Plan {
  /**
   * 64 hexadecimal digits: the hash of all the plan says. The first ones are enough wherever it is unique.
   */
  'id'?: (string);
  /**
   * `edit`, `import`, `revert`, `resolve`, `again` or `ports`.
   */
  'planner'?: (string);
  'title'?: (string);
  'why'?: (string);
  'madeBy'?: (string);
  'makeTime'?: (_google_protobuf_Timestamp | null);
  'expireTime'?: (_google_protobuf_Timestamp | null);
  /**
   * The controller that made it: key fingerprint and incarnation.
   */
  'origin'?: (string);
  /**
   * Position of the feed that it was made at.
   */
  'basePosition'?: (number | string | Long);
  /**
   * Makes two equal plans two.
   */
  'nonce'?: (string);
  /**
   * Guards that its maker lifted, for this plan alone.
   */
  'overrides'?: (_wayside_v1_PlanOverride)[];
  'steps'?: (number);
  'summary'?: (_wayside_v1_PlanSummary | null);
  /**
   * Of `revert` the change set that it undoes; of `again` the plan whose stale steps it holds.
   */
  'of'?: (string);
  /**
   * Of what a plan says, the hash covers the fields above.
   */
  'state'?: (_wayside_v1_PlanState);
  /**
   * Nothing is to be done: no step, and nothing that waits or contradicts.
   */
  'converged'?: (boolean);
  /**
   * Of its run; empty: never applied.
   */
  'changeSet'?: (string);
  'jobId'?: (string);
  'approvals'?: (_wayside_v1_PlanApproval)[];
  /**
   * `signed`: it may run only with the approval of an operator key; `unsigned`: nobody has to sign.
   */
  'approval'?: (string);
  /**
   * Another than its maker must approve it.
   */
  'fourEyes'?: (boolean);
  /**
   * Its approvals were taken back: it runs only when somebody approves it again.
   */
  'revoked'?: (boolean);
}

export interface Plan__Output {
  /**
   * 64 hexadecimal digits: the hash of all the plan says. The first ones are enough wherever it is unique.
   */
  'id': (string);
  /**
   * `edit`, `import`, `revert`, `resolve`, `again` or `ports`.
   */
  'planner': (string);
  'title': (string);
  'why': (string);
  'madeBy': (string);
  'makeTime': (_google_protobuf_Timestamp__Output | null);
  'expireTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * The controller that made it: key fingerprint and incarnation.
   */
  'origin': (string);
  /**
   * Position of the feed that it was made at.
   */
  'basePosition': (string);
  /**
   * Makes two equal plans two.
   */
  'nonce': (string);
  /**
   * Guards that its maker lifted, for this plan alone.
   */
  'overrides': (_wayside_v1_PlanOverride__Output)[];
  'steps': (number);
  'summary': (_wayside_v1_PlanSummary__Output | null);
  /**
   * Of `revert` the change set that it undoes; of `again` the plan whose stale steps it holds.
   */
  'of': (string);
  /**
   * Of what a plan says, the hash covers the fields above.
   */
  'state': (_wayside_v1_PlanState__Output);
  /**
   * Nothing is to be done: no step, and nothing that waits or contradicts.
   */
  'converged': (boolean);
  /**
   * Of its run; empty: never applied.
   */
  'changeSet': (string);
  'jobId': (string);
  'approvals': (_wayside_v1_PlanApproval__Output)[];
  /**
   * `signed`: it may run only with the approval of an operator key; `unsigned`: nobody has to sign.
   */
  'approval': (string);
  /**
   * Another than its maker must approve it.
   */
  'fourEyes': (boolean);
  /**
   * Its approvals were taken back: it runs only when somebody approves it again.
   */
  'revoked': (boolean);
}
