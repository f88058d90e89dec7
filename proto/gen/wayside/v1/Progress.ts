// Original file: proto/wayside/v1/job.proto


export interface Progress {
  'current'?: (number);
  'total'?: (number);
  /**
   * Name of the target that is being worked on.
   */
  'target'?: (string);
  'status'?: (string);
}

export interface Progress__Output {
  'current': (number);
  'total': (number);
  /**
   * Name of the target that is being worked on.
   */
  'target': (string);
  'status': (string);
}
