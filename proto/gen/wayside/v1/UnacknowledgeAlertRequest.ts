// Original file: proto/wayside/v1/alert.proto


export interface UnacknowledgeAlertRequest {
  /**
   * As in AcknowledgeAlertRequest.
   */
  'id'?: (string);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly'?: (boolean);
}

export interface UnacknowledgeAlertRequest__Output {
  /**
   * As in AcknowledgeAlertRequest.
   */
  'id': (string);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly': (boolean);
}
