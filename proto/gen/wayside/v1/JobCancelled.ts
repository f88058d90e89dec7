// Original file: proto/wayside/v1/session.proto


export interface JobCancelled {
  'jobId'?: (string);
  'attempt'?: (number);
  'why'?: (string);
}

export interface JobCancelled__Output {
  'jobId': (string);
  'attempt': (number);
  'why': (string);
}
