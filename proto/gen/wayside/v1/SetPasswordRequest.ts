// Original file: proto/wayside/v1/user.proto


export interface SetPasswordRequest {
  'name'?: (string);
  /**
   * At least 12 characters.
   */
  'password'?: (string);
  /**
   * Needed when it is one's own.
   */
  'currentPassword'?: (string);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly'?: (boolean);
}

export interface SetPasswordRequest__Output {
  'name': (string);
  /**
   * At least 12 characters.
   */
  'password': (string);
  /**
   * Needed when it is one's own.
   */
  'currentPassword': (string);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly': (boolean);
}
