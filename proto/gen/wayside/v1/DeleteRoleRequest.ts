// Original file: proto/wayside/v1/user.proto


export interface DeleteRoleRequest {
  'name'?: (string);
  'ifEtag'?: (string);
}

export interface DeleteRoleRequest__Output {
  'name': (string);
  'ifEtag': (string);
}
