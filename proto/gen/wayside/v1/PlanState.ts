// Original file: proto/wayside/v1/plan.proto

export const PlanState = {
  PLAN_STATE_UNSPECIFIED: 'PLAN_STATE_UNSPECIFIED',
  /**
   * Not applied yet.
   */
  PLAN_STATE_OPEN: 'PLAN_STATE_OPEN',
  PLAN_STATE_APPLYING: 'PLAN_STATE_APPLYING',
  /**
   * All steps that were asked for are done.
   */
  PLAN_STATE_APPLIED: 'PLAN_STATE_APPLIED',
  PLAN_STATE_PARTLY: 'PLAN_STATE_PARTLY',
  PLAN_STATE_FAILED: 'PLAN_STATE_FAILED',
  PLAN_STATE_CANCELLED: 'PLAN_STATE_CANCELLED',
  PLAN_STATE_EXPIRED: 'PLAN_STATE_EXPIRED',
} as const;

export type PlanState =
  | 'PLAN_STATE_UNSPECIFIED'
  | 0
  /**
   * Not applied yet.
   */
  | 'PLAN_STATE_OPEN'
  | 1
  | 'PLAN_STATE_APPLYING'
  | 2
  /**
   * All steps that were asked for are done.
   */
  | 'PLAN_STATE_APPLIED'
  | 3
  | 'PLAN_STATE_PARTLY'
  | 4
  | 'PLAN_STATE_FAILED'
  | 5
  | 'PLAN_STATE_CANCELLED'
  | 6
  | 'PLAN_STATE_EXPIRED'
  | 7

export type PlanState__Output = typeof PlanState[keyof typeof PlanState]
