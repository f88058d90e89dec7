// Original file: proto/wayside/v1/agent.proto


export interface DrainAgentRequest {
  /**
   * Id or name.
   */
  'id'?: (string);
  /**
   * Shown at the agent, and to whoever looks at it.
   */
  'why'?: (string);
  /**
   * After this its session ends, whatever runs. Default 10 minutes, at most a day.
   */
  'deadlineSeconds'?: (number);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly'?: (boolean);
}

export interface DrainAgentRequest__Output {
  /**
   * Id or name.
   */
  'id': (string);
  /**
   * Shown at the agent, and to whoever looks at it.
   */
  'why': (string);
  /**
   * After this its session ends, whatever runs. Default 10 minutes, at most a day.
   */
  'deadlineSeconds': (number);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly': (boolean);
}
