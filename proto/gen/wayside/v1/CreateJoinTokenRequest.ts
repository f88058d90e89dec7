// Original file: proto/wayside/v1/agent.proto


export interface CreateJoinTokenRequest {
  'site'?: (string);
  /**
   * Default one hour, at most 30 days.
   */
  'ttlSeconds'?: (number);
  /**
   * Full permission and validation, nothing written: the answer has no token.
   */
  'validateOnly'?: (boolean);
}

export interface CreateJoinTokenRequest__Output {
  'site': (string);
  /**
   * Default one hour, at most 30 days.
   */
  'ttlSeconds': (number);
  /**
   * Full permission and validation, nothing written: the answer has no token.
   */
  'validateOnly': (boolean);
}
