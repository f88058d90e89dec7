// Original file: proto/wayside/v1/attempt.proto


/**
 * A host that is logged in to first, and dials the target for the agent.
 */
export interface JumpHost {
  'address'?: (string);
  'port'?: (number);
  /**
   * Name of a credential in the agent's vault.
   */
  'credential'?: (string);
}

/**
 * A host that is logged in to first, and dials the target for the agent.
 */
export interface JumpHost__Output {
  'address': (string);
  'port': (number);
  /**
   * Name of a credential in the agent's vault.
   */
  'credential': (string);
}
