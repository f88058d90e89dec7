// Original file: proto/wayside/v1/attempt.proto


export interface JobAccepted {
  'jobId'?: (string);
  'attempt'?: (number);
}

export interface JobAccepted__Output {
  'jobId': (string);
  'attempt': (number);
}
