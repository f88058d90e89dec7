// Original file: proto/wayside/v1/hostkey.proto


export interface ListHostKeysRequest {
  /**
   * Empty: that of the source.
   */
  'site'?: (string);
  /**
   * Name of a source; empty: all places of the site.
   */
  'source'?: (string);
  /**
   * 1 to 1000; 0 means 50.
   */
  'pageSize'?: (number);
  'pageToken'?: (string);
  /**
   * As of ListRecords; fields are those of HostKey.
   */
  'filter'?: (string);
  /**
   * Empty: site, place, agent.
   */
  'orderBy'?: (string);
}

export interface ListHostKeysRequest__Output {
  /**
   * Empty: that of the source.
   */
  'site': (string);
  /**
   * Name of a source; empty: all places of the site.
   */
  'source': (string);
  /**
   * 1 to 1000; 0 means 50.
   */
  'pageSize': (number);
  'pageToken': (string);
  /**
   * As of ListRecords; fields are those of HostKey.
   */
  'filter': (string);
  /**
   * Empty: site, place, agent.
   */
  'orderBy': (string);
}
