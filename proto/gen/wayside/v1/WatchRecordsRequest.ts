// Original file: proto/wayside/v1/inventory.proto


export interface WatchRecordsRequest {
  /**
   * Empty: all kinds.
   */
  'kinds'?: (string)[];
  /**
   * Empty: all sites.
   */
  'site'?: (string);
  /**
   * Token of the last event seen; empty starts with the current records.
   */
  'resumeToken'?: (string);
}

export interface WatchRecordsRequest__Output {
  /**
   * Empty: all kinds.
   */
  'kinds': (string)[];
  /**
   * Empty: all sites.
   */
  'site': (string);
  /**
   * Token of the last event seen; empty starts with the current records.
   */
  'resumeToken': (string);
}
