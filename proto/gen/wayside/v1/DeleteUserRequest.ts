// Original file: proto/wayside/v1/user.proto


export interface DeleteUserRequest {
  'name'?: (string);
  'ifEtag'?: (string);
}

export interface DeleteUserRequest__Output {
  'name': (string);
  'ifEtag': (string);
}
