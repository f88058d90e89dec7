// Original file: proto/wayside/v1/agent.proto


export interface ListJoinTokensRequest {
  'pageSize'?: (number);
  'pageToken'?: (string);
  'site'?: (string);
  /**
   * As of ListRecords; fields are those of JoinToken.
   */
  'filter'?: (string);
  /**
   * Empty: newest first.
   */
  'orderBy'?: (string);
}

export interface ListJoinTokensRequest__Output {
  'pageSize': (number);
  'pageToken': (string);
  'site': (string);
  /**
   * As of ListRecords; fields are those of JoinToken.
   */
  'filter': (string);
  /**
   * Empty: newest first.
   */
  'orderBy': (string);
}
