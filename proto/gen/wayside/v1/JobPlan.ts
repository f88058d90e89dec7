// Original file: proto/wayside/v1/job.proto


/**
 * How long it may take and how it is tried again.
 */
export interface JobPlan {
  /**
   * From its submission, or from being put back, until an agent has it; then it is `expired`.
   */
  'startTimeoutMs'?: (number);
  /**
   * One attempt, from its offer to its end.
   */
  'closeTimeoutMs'?: (number);
  /**
   * From the submission to the end, all attempts together.
   */
  'timeoutMs'?: (number);
  /**
   * Its agent may say nothing of it for so long; then it is `unknown`.
   */
  'leaseMs'?: (number);
  /**
   * In all, the first one included. Only attempts that were broken off are made again, never those that gave a result.
   */
  'attempts'?: (number);
  /**
   * Wait before the second attempt, and before the third; then `factor` times as long each, up to the cap.
   */
  'firstDelayMs'?: (number);
  'nextDelayMs'?: (number);
  'factor'?: (number | string);
  'delayMaxMs'?: (number);
  /**
   * Each wait is drawn from so much around it: 0.2 is from 80 % to 120 %.
   */
  'jitter'?: (number | string);
  /**
   * Ends that are tried again.
   */
  'codes'?: (string)[];
}

/**
 * How long it may take and how it is tried again.
 */
export interface JobPlan__Output {
  /**
   * From its submission, or from being put back, until an agent has it; then it is `expired`.
   */
  'startTimeoutMs': (number);
  /**
   * One attempt, from its offer to its end.
   */
  'closeTimeoutMs': (number);
  /**
   * From the submission to the end, all attempts together.
   */
  'timeoutMs': (number);
  /**
   * Its agent may say nothing of it for so long; then it is `unknown`.
   */
  'leaseMs': (number);
  /**
   * In all, the first one included. Only attempts that were broken off are made again, never those that gave a result.
   */
  'attempts': (number);
  /**
   * Wait before the second attempt, and before the third; then `factor` times as long each, up to the cap.
   */
  'firstDelayMs': (number);
  'nextDelayMs': (number);
  'factor': (number);
  'delayMaxMs': (number);
  /**
   * Each wait is drawn from so much around it: 0.2 is from 80 % to 120 %.
   */
  'jitter': (number);
  /**
   * Ends that are tried again.
   */
  'codes': (string)[];
}
