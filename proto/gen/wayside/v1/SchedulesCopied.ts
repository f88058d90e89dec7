// Original file: proto/wayside/v1/session.proto


/**
 * All schedules that the agent fires by itself while it has no controller; takes the place of the copy that it holds.
 */
export interface SchedulesCopied {
  /**
   * A hash of what follows.
   */
  'revision'?: (string);
  /**
   * JSON: for the agent's disk as it is.
   */
  'document'?: (Buffer | Uint8Array | string);
}

/**
 * All schedules that the agent fires by itself while it has no controller; takes the place of the copy that it holds.
 */
export interface SchedulesCopied__Output {
  /**
   * A hash of what follows.
   */
  'revision': (string);
  /**
   * JSON: for the agent's disk as it is.
   */
  'document': (Buffer);
}
