// Original file: proto/wayside/v1/auth.proto


export interface LoginRequest {
  'user'?: (string);
  'password'?: (string);
}

export interface LoginRequest__Output {
  'user': (string);
  'password': (string);
}
