// Original file: proto/wayside/v1/plan.proto


export interface ListPlansRequest {
  'pageSize'?: (number);
  'pageToken'?: (string);
  /**
   * As of ListRecords; fields: id, planner, title, why, madeBy, makeTime, expireTime, state, steps, changeSet, of.
   */
  'filter'?: (string);
  /**
   * Empty: newest first.
   */
  'orderBy'?: (string);
}

export interface ListPlansRequest__Output {
  'pageSize': (number);
  'pageToken': (string);
  /**
   * As of ListRecords; fields: id, planner, title, why, madeBy, makeTime, expireTime, state, steps, changeSet, of.
   */
  'filter': (string);
  /**
   * Empty: newest first.
   */
  'orderBy': (string);
}
