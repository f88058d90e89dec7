// Original file: proto/wayside/v1/user.proto


export interface GetUserRequest {
  'name'?: (string);
}

export interface GetUserRequest__Output {
  'name': (string);
}
