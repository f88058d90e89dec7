// Original file: proto/wayside/v1/job.proto

export const StepState = {
  STEP_STATE_UNSPECIFIED: 'STEP_STATE_UNSPECIFIED',
  /**
   * Nothing of it was sent; when the job has ended, nothing of it was done.
   */
  STEP_STATE_PLANNED: 'STEP_STATE_PLANNED',
  /**
   * No answer is known yet.
   */
  STEP_STATE_SENT: 'STEP_STATE_SENT',
  /**
   * Done: the source said so, or it was read back.
   */
  STEP_STATE_ACKNOWLEDGED: 'STEP_STATE_ACKNOWLEDGED',
  /**
   * It was tried, and reading back shows that it is not there.
   */
  STEP_STATE_NOT_DONE: 'STEP_STATE_NOT_DONE',
  /**
   * It was sent, and nobody can say. It is never sent again by itself.
   */
  STEP_STATE_UNKNOWN: 'STEP_STATE_UNKNOWN',
} as const;

export type StepState =
  | 'STEP_STATE_UNSPECIFIED'
  | 0
  /**
   * Nothing of it was sent; when the job has ended, nothing of it was done.
   */
  | 'STEP_STATE_PLANNED'
  | 1
  /**
   * No answer is known yet.
   */
  | 'STEP_STATE_SENT'
  | 2
  /**
   * Done: the source said so, or it was read back.
   */
  | 'STEP_STATE_ACKNOWLEDGED'
  | 3
  /**
   * It was tried, and reading back shows that it is not there.
   */
  | 'STEP_STATE_NOT_DONE'
  | 4
  /**
   * It was sent, and nobody can say. It is never sent again by itself.
   */
  | 'STEP_STATE_UNKNOWN'
  | 5

export type StepState__Output = typeof StepState[keyof typeof StepState]
