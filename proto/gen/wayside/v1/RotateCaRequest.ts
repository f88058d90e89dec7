// Original file: proto/wayside/v1/ca.proto


export interface RotateCaRequest {
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly'?: (boolean);
}

export interface RotateCaRequest__Output {
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly': (boolean);
}
