// Original file: proto/wayside/v1/schedule.proto


export interface GetScheduleRequest {
  /**
   * Id or name.
   */
  'id'?: (string);
  /**
   * When several sites have one of that name.
   */
  'site'?: (string);
}

export interface GetScheduleRequest__Output {
  /**
   * Id or name.
   */
  'id': (string);
  /**
   * When several sites have one of that name.
   */
  'site': (string);
}
