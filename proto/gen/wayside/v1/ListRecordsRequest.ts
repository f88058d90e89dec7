// Original file: proto/wayside/v1/inventory.proto


export interface ListRecordsRequest {
  'kind'?: (string);
  /**
   * Empty: all sites.
   */
  'site'?: (string);
  /**
   * Default 50, at most 1000; negative is an error.
   */
  'pageSize'?: (number);
  'pageToken'?: (string);
  /**
   * Field name -> value; all must match. Fields marked `indexed` need no scan.
   */
  'filter'?: ({[key: string]: string});
  /**
   * Also records that are missing, orphaned or retired. Default: active ones and missing ones.
   */
  'showAbsent'?: (boolean);
  'showDeleted'?: (boolean);
}

export interface ListRecordsRequest__Output {
  'kind': (string);
  /**
   * Empty: all sites.
   */
  'site': (string);
  /**
   * Default 50, at most 1000; negative is an error.
   */
  'pageSize': (number);
  'pageToken': (string);
  /**
   * Field name -> value; all must match. Fields marked `indexed` need no scan.
   */
  'filter': ({[key: string]: string});
  /**
   * Also records that are missing, orphaned or retired. Default: active ones and missing ones.
   */
  'showAbsent': (boolean);
  'showDeleted': (boolean);
}
