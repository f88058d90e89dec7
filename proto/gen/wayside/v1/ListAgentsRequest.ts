// Original file: proto/wayside/v1/agent.proto


export interface ListAgentsRequest {
  'pageSize'?: (number);
  'pageToken'?: (string);
  'site'?: (string);
}

export interface ListAgentsRequest__Output {
  'pageSize': (number);
  'pageToken': (string);
  'site': (string);
}
