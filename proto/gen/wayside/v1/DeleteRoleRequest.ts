// Original file: proto/wayside/v1/user.proto


export interface DeleteRoleRequest {
  'name'?: (string);
  'ifEtag'?: (string);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly'?: (boolean);
}

export interface DeleteRoleRequest__Output {
  'name': (string);
  'ifEtag': (string);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly': (boolean);
}
