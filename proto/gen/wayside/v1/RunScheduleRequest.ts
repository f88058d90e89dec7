// Original file: proto/wayside/v1/schedule.proto


export interface RunScheduleRequest {
  'id'?: (string);
  'site'?: (string);
  /**
   * Full permission and validation, nothing begun: the answer has no firing.
   */
  'validateOnly'?: (boolean);
}

export interface RunScheduleRequest__Output {
  'id': (string);
  'site': (string);
  /**
   * Full permission and validation, nothing begun: the answer has no firing.
   */
  'validateOnly': (boolean);
}
