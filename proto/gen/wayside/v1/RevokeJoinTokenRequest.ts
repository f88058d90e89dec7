// Original file: proto/wayside/v1/agent.proto


export interface RevokeJoinTokenRequest {
  /**
   * The id or its beginning, four characters at least.
   */
  'id'?: (string);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly'?: (boolean);
}

export interface RevokeJoinTokenRequest__Output {
  /**
   * The id or its beginning, four characters at least.
   */
  'id': (string);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly': (boolean);
}
