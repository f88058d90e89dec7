// Original file: proto/wayside/v1/agent.proto


export interface ListAgentsRequest {
  'pageSize'?: (number);
  'pageToken'?: (string);
  'site'?: (string);
  /**
   * As of ListRecords; fields are those of Agent that are texts, numbers or times, by their JSON names.
   */
  'filter'?: (string);
  /**
   * Empty: site, name.
   */
  'orderBy'?: (string);
}

export interface ListAgentsRequest__Output {
  'pageSize': (number);
  'pageToken': (string);
  'site': (string);
  /**
   * As of ListRecords; fields are those of Agent that are texts, numbers or times, by their JSON names.
   */
  'filter': (string);
  /**
   * Empty: site, name.
   */
  'orderBy': (string);
}
