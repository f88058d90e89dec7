// Original file: proto/wayside/v1/user.proto


export interface ListRolesRequest {
  /**
   * 0: all of them.
   */
  'pageSize'?: (number);
  'pageToken'?: (string);
  /**
   * As of ListRecords; fields: name, description, level, switchView, places, builtIn.
   */
  'filter'?: (string);
  /**
   * Empty: built-in ones first, then by name.
   */
  'orderBy'?: (string);
}

export interface ListRolesRequest__Output {
  /**
   * 0: all of them.
   */
  'pageSize': (number);
  'pageToken': (string);
  /**
   * As of ListRecords; fields: name, description, level, switchView, places, builtIn.
   */
  'filter': (string);
  /**
   * Empty: built-in ones first, then by name.
   */
  'orderBy': (string);
}
