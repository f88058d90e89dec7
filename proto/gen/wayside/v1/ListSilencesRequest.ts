// Original file: proto/wayside/v1/alert.proto


export interface ListSilencesRequest {
  'pageSize'?: (number);
  'pageToken'?: (string);
  /**
   * As of ListRecords; fields are those of Silence.
   */
  'filter'?: (string);
  /**
   * Empty: the first to end first.
   */
  'orderBy'?: (string);
}

export interface ListSilencesRequest__Output {
  'pageSize': (number);
  'pageToken': (string);
  /**
   * As of ListRecords; fields are those of Silence.
   */
  'filter': (string);
  /**
   * Empty: the first to end first.
   */
  'orderBy': (string);
}
