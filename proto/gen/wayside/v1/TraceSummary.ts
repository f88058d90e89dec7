// Original file: proto/wayside/v1/trace.proto


export interface TraceSummary {
  'asked'?: (number);
  'answered'?: (number);
  'cached'?: (number);
  'failed'?: (number);
  'elapsedMs'?: (number | string);
  /**
   * Enabled switches of the place that could have been asked.
   */
  'inPlace'?: (number);
}

export interface TraceSummary__Output {
  'asked': (number);
  'answered': (number);
  'cached': (number);
  'failed': (number);
  'elapsedMs': (number);
  /**
   * Enabled switches of the place that could have been asked.
   */
  'inPlace': (number);
}
