// Original file: proto/wayside/v1/session.proto


/**
 * A credential that was sealed to the agent, or the order to forget one.
 */
export interface CredentialOrdered {
  'orderId'?: (string);
  'sealed'?: (Buffer | Uint8Array | string);
  /**
   * What the controller was told of it, and tells people: the agent refuses an order whose seal says otherwise. An empty
   * name: the controller is older, and says nothing.
   */
  'name'?: (string);
  'version'?: (number);
  'removal'?: (boolean);
}

/**
 * A credential that was sealed to the agent, or the order to forget one.
 */
export interface CredentialOrdered__Output {
  'orderId': (string);
  'sealed': (Buffer);
  /**
   * What the controller was told of it, and tells people: the agent refuses an order whose seal says otherwise. An empty
   * name: the controller is older, and says nothing.
   */
  'name': (string);
  'version': (number);
  'removal': (boolean);
}
