// Original file: proto/wayside/v1/credential.proto


/**
 * The X25519 key of an agent, and its word for it.
 */
export interface SealKey {
  'number'?: (number);
  'key'?: (Buffer | Uint8Array | string);
  /**
   * By the agent's identity key over "wayside/seal-key/1\n" and the canonical JSON of agent, key (base64url) and number.
   */
  'signature'?: (Buffer | Uint8Array | string);
}

/**
 * The X25519 key of an agent, and its word for it.
 */
export interface SealKey__Output {
  'number': (number);
  'key': (Buffer);
  /**
   * By the agent's identity key over "wayside/seal-key/1\n" and the canonical JSON of agent, key (base64url) and number.
   */
  'signature': (Buffer);
}
