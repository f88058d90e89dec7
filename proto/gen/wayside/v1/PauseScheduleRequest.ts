// Original file: proto/wayside/v1/schedule.proto


export interface PauseScheduleRequest {
  'id'?: (string);
  'site'?: (string);
  /**
   * Must be given: whoever misses it reads this.
   */
  'why'?: (string);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly'?: (boolean);
}

export interface PauseScheduleRequest__Output {
  'id': (string);
  'site': (string);
  /**
   * Must be given: whoever misses it reads this.
   */
  'why': (string);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly': (boolean);
}
