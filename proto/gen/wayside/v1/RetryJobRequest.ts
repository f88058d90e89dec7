// Original file: proto/wayside/v1/job.proto


export interface RetryJobRequest {
  'id'?: (string);
  /**
   * All targets, also those that succeeded.
   */
  'all'?: (boolean);
  /**
   * UUID; a repeat gives the same job.
   */
  'requestId'?: (string);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly'?: (boolean);
}

export interface RetryJobRequest__Output {
  'id': (string);
  /**
   * All targets, also those that succeeded.
   */
  'all': (boolean);
  /**
   * UUID; a repeat gives the same job.
   */
  'requestId': (string);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly': (boolean);
}
