// Original file: proto/wayside/v1/user.proto


export interface CreateUserRequest {
  'name'?: (string);
  'fullName'?: (string);
  'roles'?: (string)[];
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly'?: (boolean);
}

export interface CreateUserRequest__Output {
  'name': (string);
  'fullName': (string);
  'roles': (string)[];
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly': (boolean);
}
