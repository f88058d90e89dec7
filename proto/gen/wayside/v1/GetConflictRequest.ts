// Original file: proto/wayside/v1/conflict.proto


export interface GetConflictRequest {
  'id'?: (string);
}

export interface GetConflictRequest__Output {
  'id': (string);
}
