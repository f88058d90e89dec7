// Original file: proto/wayside/v1/credential.proto


export interface SetCredentialRequest {
  'agent'?: (string);
  'site'?: (string);
  'name'?: (string);
  'version'?: (number);
  /**
   * As inside the seal; for people and the audit trail. What counts is what the agent reads.
   */
  'allowedTargets'?: (string)[];
  /**
   * At most 256 KiB.
   */
  'sealed'?: (Buffer | Uint8Array | string);
  /**
   * Full permission and validation, nothing written and nothing sent: the answer has no credential.
   */
  'validateOnly'?: (boolean);
}

export interface SetCredentialRequest__Output {
  'agent': (string);
  'site': (string);
  'name': (string);
  'version': (number);
  /**
   * As inside the seal; for people and the audit trail. What counts is what the agent reads.
   */
  'allowedTargets': (string)[];
  /**
   * At most 256 KiB.
   */
  'sealed': (Buffer);
  /**
   * Full permission and validation, nothing written and nothing sent: the answer has no credential.
   */
  'validateOnly': (boolean);
}
