// Original file: proto/wayside/v1/alert.proto


export interface ListAlertsRequest {
  'pageSize'?: (number);
  'pageToken'?: (string);
  'site'?: (string);
  'reason'?: (string);
  /**
   * Those that are silenced or have ended, too.
   */
  'showAll'?: (boolean);
  /**
   * As of ListRecords; fields are those of Alert.
   */
  'filter'?: (string);
  /**
   * Empty: the worst first, of equals the newest.
   */
  'orderBy'?: (string);
}

export interface ListAlertsRequest__Output {
  'pageSize': (number);
  'pageToken': (string);
  'site': (string);
  'reason': (string);
  /**
   * Those that are silenced or have ended, too.
   */
  'showAll': (boolean);
  /**
   * As of ListRecords; fields are those of Alert.
   */
  'filter': (string);
  /**
   * Empty: the worst first, of equals the newest.
   */
  'orderBy': (string);
}
