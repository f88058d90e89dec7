// Original file: proto/wayside/v1/agent.proto


export interface EvictAgentRequest {
  /**
   * Id or name.
   */
  'id'?: (string);
  /**
   * Shown at the agent.
   */
  'why'?: (string);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly'?: (boolean);
}

export interface EvictAgentRequest__Output {
  /**
   * Id or name.
   */
  'id': (string);
  /**
   * Shown at the agent.
   */
  'why': (string);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly': (boolean);
}
