// Original file: proto/wayside/v1/user.proto


export interface DeleteApiTokenRequest {
  'id'?: (string);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly'?: (boolean);
}

export interface DeleteApiTokenRequest__Output {
  'id': (string);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly': (boolean);
}
