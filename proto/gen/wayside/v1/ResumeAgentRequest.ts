// Original file: proto/wayside/v1/agent.proto


export interface ResumeAgentRequest {
  /**
   * Id or name.
   */
  'id'?: (string);
}

export interface ResumeAgentRequest__Output {
  /**
   * Id or name.
   */
  'id': (string);
}
