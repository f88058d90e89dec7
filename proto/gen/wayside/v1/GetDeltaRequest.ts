// Original file: proto/wayside/v1/system.proto


export interface GetDeltaRequest {
  /**
   * As `agent/outbox/seq`, or the id that a job result shows.
   */
  'id'?: (string);
}

export interface GetDeltaRequest__Output {
  /**
   * As `agent/outbox/seq`, or the id that a job result shows.
   */
  'id': (string);
}
