// Original file: proto/wayside/v1/conflict.proto


export interface ListConflictsRequest {
  'pageSize'?: (number);
  'pageToken'?: (string);
  /**
   * Empty: all.
   */
  'site'?: (string);
  'kind'?: (string);
  /**
   * As of ListRecords; fields: id, site, kind, record, name, field, rule, reason, decided, writtenBy, time.
   */
  'filter'?: (string);
  /**
   * Empty: by site, kind and id of the records.
   */
  'orderBy'?: (string);
}

export interface ListConflictsRequest__Output {
  'pageSize': (number);
  'pageToken': (string);
  /**
   * Empty: all.
   */
  'site': (string);
  'kind': (string);
  /**
   * As of ListRecords; fields: id, site, kind, record, name, field, rule, reason, decided, writtenBy, time.
   */
  'filter': (string);
  /**
   * Empty: by site, kind and id of the records.
   */
  'orderBy': (string);
}
