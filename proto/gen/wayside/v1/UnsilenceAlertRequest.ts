// Original file: proto/wayside/v1/alert.proto


export interface UnsilenceAlertRequest {
  /**
   * Id of a silence, or as in AcknowledgeAlertRequest; or give reason and site.
   */
  'id'?: (string);
  'reason'?: (string);
  'site'?: (string);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly'?: (boolean);
}

export interface UnsilenceAlertRequest__Output {
  /**
   * Id of a silence, or as in AcknowledgeAlertRequest; or give reason and site.
   */
  'id': (string);
  'reason': (string);
  'site': (string);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly': (boolean);
}
