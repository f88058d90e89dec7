// Original file: proto/wayside/v1/credential.proto


export interface RemoveCredentialRequest {
  'agent'?: (string);
  'site'?: (string);
  'name'?: (string);
  'version'?: (number);
  'sealed'?: (Buffer | Uint8Array | string);
  /**
   * Full permission and validation, nothing written and nothing sent: the answer has no credential.
   */
  'validateOnly'?: (boolean);
}

export interface RemoveCredentialRequest__Output {
  'agent': (string);
  'site': (string);
  'name': (string);
  'version': (number);
  'sealed': (Buffer);
  /**
   * Full permission and validation, nothing written and nothing sent: the answer has no credential.
   */
  'validateOnly': (boolean);
}
