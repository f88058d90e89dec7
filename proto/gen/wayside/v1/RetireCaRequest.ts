// Original file: proto/wayside/v1/ca.proto


export interface RetireCaRequest {
  /**
   * Although agents hang on it: they have to join again with their bound keys, which they do by themselves.
   */
  'force'?: (boolean);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly'?: (boolean);
}

export interface RetireCaRequest__Output {
  /**
   * Although agents hang on it: they have to join again with their bound keys, which they do by themselves.
   */
  'force': (boolean);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly': (boolean);
}
