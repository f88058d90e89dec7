// Original file: proto/wayside/v1/user.proto


export interface ListUsersRequest {
  'pageSize'?: (number);
  'pageToken'?: (string);
  /**
   * As of ListRecords; fields are those of User.
   */
  'filter'?: (string);
  /**
   * Empty: name.
   */
  'orderBy'?: (string);
}

export interface ListUsersRequest__Output {
  'pageSize': (number);
  'pageToken': (string);
  /**
   * As of ListRecords; fields are those of User.
   */
  'filter': (string);
  /**
   * Empty: name.
   */
  'orderBy': (string);
}
