// Original file: proto/wayside/v1/alert.proto


export interface AcknowledgeAlertRequest {
  /**
   * The id or its beginning (four characters at least), or the name of the agent or source: then all its open alerts.
   */
  'id'?: (string);
  'note'?: (string);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly'?: (boolean);
}

export interface AcknowledgeAlertRequest__Output {
  /**
   * The id or its beginning (four characters at least), or the name of the agent or source: then all its open alerts.
   */
  'id': (string);
  'note': (string);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly': (boolean);
}
