// Original file: proto/wayside/v1/trace.proto


export interface TraceProgress {
  'jobId'?: (string);
  'current'?: (number);
  'total'?: (number);
  /**
   * The switch that just answered or failed.
   */
  'switch'?: (string);
  'status'?: (string);
}

export interface TraceProgress__Output {
  'jobId': (string);
  'current': (number);
  'total': (number);
  /**
   * The switch that just answered or failed.
   */
  'switch': (string);
  'status': (string);
}
