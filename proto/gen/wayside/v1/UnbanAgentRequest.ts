// Original file: proto/wayside/v1/agent.proto


export interface UnbanAgentRequest {
  /**
   * Id or name.
   */
  'id'?: (string);
}

export interface UnbanAgentRequest__Output {
  /**
   * Id or name.
   */
  'id': (string);
}
