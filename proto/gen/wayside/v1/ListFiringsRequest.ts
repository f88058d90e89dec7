// Original file: proto/wayside/v1/schedule.proto


export interface ListFiringsRequest {
  /**
   * Of the schedule.
   */
  'id'?: (string);
  'site'?: (string);
  'pageSize'?: (number);
  'pageToken'?: (string);
  /**
   * As of ListRecords; fields: id, state, decidedBy, reason, jobState, nominalTime, decideTime.
   */
  'filter'?: (string);
  /**
   * Empty: the newest first.
   */
  'orderBy'?: (string);
}

export interface ListFiringsRequest__Output {
  /**
   * Of the schedule.
   */
  'id': (string);
  'site': (string);
  'pageSize': (number);
  'pageToken': (string);
  /**
   * As of ListRecords; fields: id, state, decidedBy, reason, jobState, nominalTime, decideTime.
   */
  'filter': (string);
  /**
   * Empty: the newest first.
   */
  'orderBy': (string);
}
