// Original file: proto/wayside/v1/inventory.proto


export interface FindRecordsRequest {
  /**
   * At most 200 characters. A MAC address in any notation, or 4 and more digits of its beginning or end; an IP address in
   * any spelling, or a range such as 10.1.0.0/16; otherwise a name or words, without regard to case and accents: every
   * word must stand in the record.
   */
  'text'?: (string);
  /**
   * Empty: all kinds.
   */
  'kinds'?: (string)[];
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
   * Also records that are deleted, orphaned or retired. Default: active ones and missing ones.
   */
  'showAll'?: (boolean);
}

export interface FindRecordsRequest__Output {
  /**
   * At most 200 characters. A MAC address in any notation, or 4 and more digits of its beginning or end; an IP address in
   * any spelling, or a range such as 10.1.0.0/16; otherwise a name or words, without regard to case and accents: every
   * word must stand in the record.
   */
  'text': (string);
  /**
   * Empty: all kinds.
   */
  'kinds': (string)[];
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
   * Also records that are deleted, orphaned or retired. Default: active ones and missing ones.
   */
  'showAll': (boolean);
}
