// Original file: proto/wayside/v1/enrolment.proto


export interface EnrolRequest {
  /**
   * The whole join token as the operator got it. Empty: an agent that is enrolled here joins again with its bound key,
   * after its certificate has ended; it keeps its name and site.
   */
  'joinToken'?: (string);
  /**
   * Name that people see, unique at its site.
   */
  'agentName'?: (string);
  /**
   * PKCS#10 request in DER, made with the agent's own key.
   */
  'certificateRequest'?: (Buffer | Uint8Array | string);
  /**
   * Ed25519 public key, 32 bytes: signs what the agent says of itself; the bound key for joining again.
   */
  'identityKey'?: (Buffer | Uint8Array | string);
  /**
   * X25519 public key, 32 bytes: secrets are sealed to it.
   */
  'sealingKey'?: (Buffer | Uint8Array | string);
  /**
   * Ed25519 signature by `identity_key` over "wayside/enrol/1" | SHA-256(join token) | sealing_key | SHA-256(certificate_request).
   * The join token counts without blanks around it; when there is none, as empty text.
   */
  'proof'?: (Buffer | Uint8Array | string);
}

export interface EnrolRequest__Output {
  /**
   * The whole join token as the operator got it. Empty: an agent that is enrolled here joins again with its bound key,
   * after its certificate has ended; it keeps its name and site.
   */
  'joinToken': (string);
  /**
   * Name that people see, unique at its site.
   */
  'agentName': (string);
  /**
   * PKCS#10 request in DER, made with the agent's own key.
   */
  'certificateRequest': (Buffer);
  /**
   * Ed25519 public key, 32 bytes: signs what the agent says of itself; the bound key for joining again.
   */
  'identityKey': (Buffer);
  /**
   * X25519 public key, 32 bytes: secrets are sealed to it.
   */
  'sealingKey': (Buffer);
  /**
   * Ed25519 signature by `identity_key` over "wayside/enrol/1" | SHA-256(join token) | sealing_key | SHA-256(certificate_request).
   * The join token counts without blanks around it; when there is none, as empty text.
   */
  'proof': (Buffer);
}
