// Original file: proto/wayside/v1/change.proto


export interface ListChangeSetsRequest {
  'pageSize'?: (number);
  'pageToken'?: (string);
  /**
   * As of ListRecords; fields: id, time, endTime, by, why, origin, planId, title, state (`undone`, too), sites, undoes.
   */
  'filter'?: (string);
  /**
   * Empty: newest first.
   */
  'orderBy'?: (string);
}

export interface ListChangeSetsRequest__Output {
  'pageSize': (number);
  'pageToken': (string);
  /**
   * As of ListRecords; fields: id, time, endTime, by, why, origin, planId, title, state (`undone`, too), sites, undoes.
   */
  'filter': (string);
  /**
   * Empty: newest first.
   */
  'orderBy': (string);
}
