// Original file: proto/wayside/v1/session.proto


/**
 * The CAs that the agent should trust from now on. Sent after the welcome and at each change, once a CA was replaced.
 */
export interface TrustChanged {
  /**
   * DER; the last one issues.
   */
  'caCertificates'?: (Buffer | Uint8Array | string)[];
  /**
   * The signed membership document, which names their hashes.
   */
  'membership'?: (Buffer | Uint8Array | string);
}

/**
 * The CAs that the agent should trust from now on. Sent after the welcome and at each change, once a CA was replaced.
 */
export interface TrustChanged__Output {
  /**
   * DER; the last one issues.
   */
  'caCertificates': (Buffer)[];
  /**
   * The signed membership document, which names their hashes.
   */
  'membership': (Buffer);
}
