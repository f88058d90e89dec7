// Original file: proto/wayside/v1/schedule.proto


export interface DeleteScheduleRequest {
  'id'?: (string);
  'site'?: (string);
  'ifEtag'?: (string);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly'?: (boolean);
}

export interface DeleteScheduleRequest__Output {
  'id': (string);
  'site': (string);
  'ifEtag': (string);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly': (boolean);
}
