// Original file: proto/wayside/v1/schedule.proto


export interface ResumeScheduleRequest {
  'id'?: (string);
  'site'?: (string);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly'?: (boolean);
}

export interface ResumeScheduleRequest__Output {
  'id': (string);
  'site': (string);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly': (boolean);
}
