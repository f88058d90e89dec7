// Original file: proto/wayside/v1/session.proto


/**
 * What became of it. Empty code: it is done, and on the agent's disk.
 */
export interface CredentialEnded {
  'orderId'?: (string);
  'code'?: (string);
  'message'?: (string);
  'hint'?: (string);
  /**
   * Highest version of that name that the agent has seen; 0: the order was not understood so far.
   */
  'seenVersion'?: (number);
  /**
   * What its seal says; an empty name: it did not open, or the agent is older.
   */
  'sealedName'?: (string);
  'sealedVersion'?: (number);
  'sealedRemoval'?: (boolean);
}

/**
 * What became of it. Empty code: it is done, and on the agent's disk.
 */
export interface CredentialEnded__Output {
  'orderId': (string);
  'code': (string);
  'message': (string);
  'hint': (string);
  /**
   * Highest version of that name that the agent has seen; 0: the order was not understood so far.
   */
  'seenVersion': (number);
  /**
   * What its seal says; an empty name: it did not open, or the agent is older.
   */
  'sealedName': (string);
  'sealedVersion': (number);
  'sealedRemoval': (boolean);
}
