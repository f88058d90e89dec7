// Original file: proto/wayside/v1/user.proto


export interface ListRolesRequest {
  /**
   * Default and most: 1000.
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
   * Default and most: 1000.
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
