// Original file: proto/wayside/v1/session.proto


export interface AttemptState {
  'jobId'?: (string);
  'attempt'?: (number);
  /**
   * running or ended.
   */
  'state'?: (string);
}

export interface AttemptState__Output {
  'jobId': (string);
  'attempt': (number);
  /**
   * running or ended.
   */
  'state': (string);
}
