// Original file: proto/wayside/v1/credential.proto


export interface GetSealKeyRequest {
  /**
   * Name or id.
   */
  'agent'?: (string);
  /**
   * Needed where several sites have an agent of that name.
   */
  'site'?: (string);
  /**
   * Of the credential, for its next version.
   */
  'name'?: (string);
}

export interface GetSealKeyRequest__Output {
  /**
   * Name or id.
   */
  'agent': (string);
  /**
   * Needed where several sites have an agent of that name.
   */
  'site': (string);
  /**
   * Of the credential, for its next version.
   */
  'name': (string);
}
