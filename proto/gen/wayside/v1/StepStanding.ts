// Original file: proto/wayside/v1/plan.proto

export const StepStanding = {
  STEP_STANDING_UNSPECIFIED: 'STEP_STANDING_UNSPECIFIED',
  /**
   * Will be done; the others will not.
   */
  STEP_STANDING_READY: 'STEP_STANDING_READY',
  /**
   * A guard stands in the way, and may be lifted.
   */
  STEP_STANDING_BLOCKED: 'STEP_STANDING_BLOCKED',
  STEP_STANDING_CONFLICT: 'STEP_STANDING_CONFLICT',
  /**
   * Several things could be meant.
   */
  STEP_STANDING_AMBIGUOUS: 'STEP_STANDING_AMBIGUOUS',
  /**
   * Something that it needs is not there yet.
   */
  STEP_STANDING_DEFERRED: 'STEP_STANDING_DEFERRED',
} as const;

export type StepStanding =
  | 'STEP_STANDING_UNSPECIFIED'
  | 0
  /**
   * Will be done; the others will not.
   */
  | 'STEP_STANDING_READY'
  | 1
  /**
   * A guard stands in the way, and may be lifted.
   */
  | 'STEP_STANDING_BLOCKED'
  | 2
  | 'STEP_STANDING_CONFLICT'
  | 3
  /**
   * Several things could be meant.
   */
  | 'STEP_STANDING_AMBIGUOUS'
  | 4
  /**
   * Something that it needs is not there yet.
   */
  | 'STEP_STANDING_DEFERRED'
  | 5

export type StepStanding__Output = typeof StepStanding[keyof typeof StepStanding]
