// Original file: proto/wayside/v1/agent.proto


export interface UpdateAgentRequest {
  /**
   * Id or name.
   */
  'id'?: (string);
  'name'?: (string);
  /**
   * Empty takes it away.
   */
  'description'?: (string);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly'?: (boolean);
  '_name'?: "name";
  '_description'?: "description";
}

export interface UpdateAgentRequest__Output {
  /**
   * Id or name.
   */
  'id': (string);
  'name'?: (string);
  /**
   * Empty takes it away.
   */
  'description'?: (string);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly': (boolean);
  '_name'?: "name";
  '_description'?: "description";
}
