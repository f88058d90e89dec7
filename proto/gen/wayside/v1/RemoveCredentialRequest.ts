// Original file: proto/wayside/v1/credential.proto


export interface RemoveCredentialRequest {
  'agent'?: (string);
  'site'?: (string);
  'name'?: (string);
  'version'?: (number);
  'sealed'?: (Buffer | Uint8Array | string);
}

export interface RemoveCredentialRequest__Output {
  'agent': (string);
  'site': (string);
  'name': (string);
  'version': (number);
  'sealed': (Buffer);
}
