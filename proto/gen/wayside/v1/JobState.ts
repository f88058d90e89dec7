// Original file: proto/wayside/v1/job.proto

export const JobState = {
  JOB_STATE_UNSPECIFIED: 'JOB_STATE_UNSPECIFIED',
  JOB_STATE_QUEUED: 'JOB_STATE_QUEUED',
  JOB_STATE_OFFERED: 'JOB_STATE_OFFERED',
  JOB_STATE_RUNNING: 'JOB_STATE_RUNNING',
  JOB_STATE_CANCELLING: 'JOB_STATE_CANCELLING',
  /**
   * The lease lapsed with the agent away: it may still be running there.
   */
  JOB_STATE_UNKNOWN: 'JOB_STATE_UNKNOWN',
  JOB_STATE_SUCCEEDED: 'JOB_STATE_SUCCEEDED',
  /**
   * Some targets succeeded and some failed, or some could be read in part only.
   */
  JOB_STATE_PARTLY: 'JOB_STATE_PARTLY',
  JOB_STATE_FAILED: 'JOB_STATE_FAILED',
  JOB_STATE_CANCELLED: 'JOB_STATE_CANCELLED',
  /**
   * Nobody started it in time.
   */
  JOB_STATE_EXPIRED: 'JOB_STATE_EXPIRED',
  /**
   * The agent never came back to say.
   */
  JOB_STATE_LOST: 'JOB_STATE_LOST',
} as const;

export type JobState =
  | 'JOB_STATE_UNSPECIFIED'
  | 0
  | 'JOB_STATE_QUEUED'
  | 1
  | 'JOB_STATE_OFFERED'
  | 2
  | 'JOB_STATE_RUNNING'
  | 3
  | 'JOB_STATE_CANCELLING'
  | 4
  /**
   * The lease lapsed with the agent away: it may still be running there.
   */
  | 'JOB_STATE_UNKNOWN'
  | 5
  | 'JOB_STATE_SUCCEEDED'
  | 6
  /**
   * Some targets succeeded and some failed, or some could be read in part only.
   */
  | 'JOB_STATE_PARTLY'
  | 7
  | 'JOB_STATE_FAILED'
  | 8
  | 'JOB_STATE_CANCELLED'
  | 9
  /**
   * Nobody started it in time.
   */
  | 'JOB_STATE_EXPIRED'
  | 10
  /**
   * The agent never came back to say.
   */
  | 'JOB_STATE_LOST'
  | 11

export type JobState__Output = typeof JobState[keyof typeof JobState]
