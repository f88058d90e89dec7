// Original file: proto/wayside/v1/agent.proto


export interface ListJoinTokensRequest {
  'pageSize'?: (number);
  'pageToken'?: (string);
  'site'?: (string);
}

export interface ListJoinTokensRequest__Output {
  'pageSize': (number);
  'pageToken': (string);
  'site': (string);
}
