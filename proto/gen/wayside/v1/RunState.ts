// Original file: proto/wayside/v1/plan.proto

/**
 * How far a run came with a step.
 */
export const RunState = {
  RUN_STATE_UNSPECIFIED: 'RUN_STATE_UNSPECIFIED',
  /**
   * Nothing of it was sent.
   */
  RUN_STATE_PLANNED: 'RUN_STATE_PLANNED',
  RUN_STATE_SENT: 'RUN_STATE_SENT',
  /**
   * The store said yes.
   */
  RUN_STATE_ACKNOWLEDGED: 'RUN_STATE_ACKNOWLEDGED',
  /**
   * Read back, and it is so.
   */
  RUN_STATE_VERIFIED: 'RUN_STATE_VERIFIED',
  RUN_STATE_FAILED: 'RUN_STATE_FAILED',
  /**
   * What was there was not what the plan saw; nothing was sent.
   */
  RUN_STATE_STALE: 'RUN_STATE_STALE',
  /**
   * A step that it needs was not done.
   */
  RUN_STATE_WAITING: 'RUN_STATE_WAITING',
  /**
   * Sent, and nobody can say.
   */
  RUN_STATE_UNKNOWN: 'RUN_STATE_UNKNOWN',
  /**
   * Not asked for, not ready, or the run ended before it.
   */
  RUN_STATE_SKIPPED: 'RUN_STATE_SKIPPED',
} as const;

/**
 * How far a run came with a step.
 */
export type RunState =
  | 'RUN_STATE_UNSPECIFIED'
  | 0
  /**
   * Nothing of it was sent.
   */
  | 'RUN_STATE_PLANNED'
  | 1
  | 'RUN_STATE_SENT'
  | 2
  /**
   * The store said yes.
   */
  | 'RUN_STATE_ACKNOWLEDGED'
  | 3
  /**
   * Read back, and it is so.
   */
  | 'RUN_STATE_VERIFIED'
  | 4
  | 'RUN_STATE_FAILED'
  | 5
  /**
   * What was there was not what the plan saw; nothing was sent.
   */
  | 'RUN_STATE_STALE'
  | 6
  /**
   * A step that it needs was not done.
   */
  | 'RUN_STATE_WAITING'
  | 7
  /**
   * Sent, and nobody can say.
   */
  | 'RUN_STATE_UNKNOWN'
  | 8
  /**
   * Not asked for, not ready, or the run ended before it.
   */
  | 'RUN_STATE_SKIPPED'
  | 9

/**
 * How far a run came with a step.
 */
export type RunState__Output = typeof RunState[keyof typeof RunState]
