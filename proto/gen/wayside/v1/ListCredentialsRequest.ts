// Original file: proto/wayside/v1/credential.proto


export interface ListCredentialsRequest {
  /**
   * Empty: of every site.
   */
  'site'?: (string);
  /**
   * Name or id; empty: of every agent.
   */
  'agent'?: (string);
  /**
   * 1 to 1000; 0 means 50.
   */
  'pageSize'?: (number);
  'pageToken'?: (string);
  /**
   * As of ListRecords; fields are those of Credential.
   */
  'filter'?: (string);
  /**
   * Empty: site, agent, name.
   */
  'orderBy'?: (string);
}

export interface ListCredentialsRequest__Output {
  /**
   * Empty: of every site.
   */
  'site': (string);
  /**
   * Name or id; empty: of every agent.
   */
  'agent': (string);
  /**
   * 1 to 1000; 0 means 50.
   */
  'pageSize': (number);
  'pageToken': (string);
  /**
   * As of ListRecords; fields are those of Credential.
   */
  'filter': (string);
  /**
   * Empty: site, agent, name.
   */
  'orderBy': (string);
}
