// Original file: proto/wayside/v1/agent.proto


export interface GetAgentRequest {
  /**
   * Id or name.
   */
  'id'?: (string);
}

export interface GetAgentRequest__Output {
  /**
   * Id or name.
   */
  'id': (string);
}
