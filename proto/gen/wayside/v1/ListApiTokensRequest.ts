// Original file: proto/wayside/v1/user.proto


export interface ListApiTokensRequest {
  'pageSize'?: (number);
  'pageToken'?: (string);
  /**
   * Empty: one's own, or everybody's for an admin of every site.
   */
  'owner'?: (string);
}

export interface ListApiTokensRequest__Output {
  'pageSize': (number);
  'pageToken': (string);
  /**
   * Empty: one's own, or everybody's for an admin of every site.
   */
  'owner': (string);
}
