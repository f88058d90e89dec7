// Original file: proto/wayside/v1/user.proto


export interface DeleteApiTokenRequest {
  'id'?: (string);
}

export interface DeleteApiTokenRequest__Output {
  'id': (string);
}
