// Original file: proto/wayside/v1/user.proto


export interface UpdateUserRequest {
  'name'?: (string);
  /**
   * Not set: stays.
   */
  'fullName'?: (string);
  /**
   * Empty: they stay.
   */
  'roles'?: (string)[];
  'disabled'?: (boolean);
  /**
   * Of the user as it was read; empty: whatever is there is changed.
   */
  'ifEtag'?: (string);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly'?: (boolean);
  '_fullName'?: "fullName";
  '_disabled'?: "disabled";
}

export interface UpdateUserRequest__Output {
  'name': (string);
  /**
   * Not set: stays.
   */
  'fullName'?: (string);
  /**
   * Empty: they stay.
   */
  'roles': (string)[];
  'disabled'?: (boolean);
  /**
   * Of the user as it was read; empty: whatever is there is changed.
   */
  'ifEtag': (string);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly': (boolean);
  '_fullName'?: "fullName";
  '_disabled'?: "disabled";
}
