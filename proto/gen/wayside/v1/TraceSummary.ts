// Original file: proto/wayside/v1/trace.proto


export interface TraceSummary {
  'asked'?: (number);
  'answered'?: (number);
  'cached'?: (number);
  'failed'?: (number);
  'elapsedMs'?: (number | string);
}

export interface TraceSummary__Output {
  'asked': (number);
  'answered': (number);
  'cached': (number);
  'failed': (number);
  'elapsedMs': (number);
}
