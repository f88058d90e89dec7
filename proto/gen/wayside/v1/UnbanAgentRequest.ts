// Original file: proto/wayside/v1/agent.proto


export interface UnbanAgentRequest {
  /**
   * Id or name.
   */
  'id'?: (string);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly'?: (boolean);
}

export interface UnbanAgentRequest__Output {
  /**
   * Id or name.
   */
  'id': (string);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly': (boolean);
}
