// Original file: proto/wayside/v1/agent.proto


export interface MaintainAgentRequest {
  /**
   * Id or name.
   */
  'id'?: (string);
  /**
   * Shown to whoever looks at the agent.
   */
  'why'?: (string);
  /**
   * Required; at most 14 days.
   */
  'durationSeconds'?: (number);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly'?: (boolean);
}

export interface MaintainAgentRequest__Output {
  /**
   * Id or name.
   */
  'id': (string);
  /**
   * Shown to whoever looks at the agent.
   */
  'why': (string);
  /**
   * Required; at most 14 days.
   */
  'durationSeconds': (number);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly': (boolean);
}
