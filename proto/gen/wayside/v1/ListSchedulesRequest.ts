// Original file: proto/wayside/v1/schedule.proto


export interface ListSchedulesRequest {
  'pageSize'?: (number);
  'pageToken'?: (string);
  'site'?: (string);
  /**
   * As of ListRecords; fields: id, name, site, kind, cron, timeZone, agentId, pausedWhy, failures, createdBy, changedBy, declaredAt,
   * createTime, updateTime, nextTime, lastTime, lastState.
   */
  'filter'?: (string);
  /**
   * Empty: by site and name.
   */
  'orderBy'?: (string);
}

export interface ListSchedulesRequest__Output {
  'pageSize': (number);
  'pageToken': (string);
  'site': (string);
  /**
   * As of ListRecords; fields: id, name, site, kind, cron, timeZone, agentId, pausedWhy, failures, createdBy, changedBy, declaredAt,
   * createTime, updateTime, nextTime, lastTime, lastState.
   */
  'filter': (string);
  /**
   * Empty: by site and name.
   */
  'orderBy': (string);
}
