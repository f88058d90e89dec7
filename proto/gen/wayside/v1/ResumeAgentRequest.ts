// Original file: proto/wayside/v1/agent.proto


export interface ResumeAgentRequest {
  /**
   * Id or name.
   */
  'id'?: (string);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly'?: (boolean);
}

export interface ResumeAgentRequest__Output {
  /**
   * Id or name.
   */
  'id': (string);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly': (boolean);
}
