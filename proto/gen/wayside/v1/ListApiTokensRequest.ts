// Original file: proto/wayside/v1/user.proto


export interface ListApiTokensRequest {
  'pageSize'?: (number);
  'pageToken'?: (string);
  /**
   * Empty: one's own, or everybody's for an admin of every site.
   */
  'owner'?: (string);
  /**
   * As of ListRecords; fields are those of ApiToken.
   */
  'filter'?: (string);
  /**
   * Empty: owner, id.
   */
  'orderBy'?: (string);
}

export interface ListApiTokensRequest__Output {
  'pageSize': (number);
  'pageToken': (string);
  /**
   * Empty: one's own, or everybody's for an admin of every site.
   */
  'owner': (string);
  /**
   * As of ListRecords; fields are those of ApiToken.
   */
  'filter': (string);
  /**
   * Empty: owner, id.
   */
  'orderBy': (string);
}
