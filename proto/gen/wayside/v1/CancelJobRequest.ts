// Original file: proto/wayside/v1/job.proto


export interface CancelJobRequest {
  'id'?: (string);
  'why'?: (string);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly'?: (boolean);
}

export interface CancelJobRequest__Output {
  'id': (string);
  'why': (string);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly': (boolean);
}
