// Original file: proto/wayside/v1/session.proto


/**
 * A credential that was sealed to the agent, or the order to forget one.
 */
export interface CredentialOrdered {
  'orderId'?: (string);
  'sealed'?: (Buffer | Uint8Array | string);
}

/**
 * A credential that was sealed to the agent, or the order to forget one.
 */
export interface CredentialOrdered__Output {
  'orderId': (string);
  'sealed': (Buffer);
}
