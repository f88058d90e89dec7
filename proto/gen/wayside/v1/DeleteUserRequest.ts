// Original file: proto/wayside/v1/user.proto


export interface DeleteUserRequest {
  'name'?: (string);
  'ifEtag'?: (string);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly'?: (boolean);
}

export interface DeleteUserRequest__Output {
  'name': (string);
  'ifEtag': (string);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly': (boolean);
}
