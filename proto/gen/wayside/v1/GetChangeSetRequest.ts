// Original file: proto/wayside/v1/change.proto


export interface GetChangeSetRequest {
  'id'?: (string);
}

export interface GetChangeSetRequest__Output {
  'id': (string);
}
