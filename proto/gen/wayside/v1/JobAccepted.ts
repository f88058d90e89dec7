// Original file: proto/wayside/v1/session.proto


export interface JobAccepted {
  'jobId'?: (string);
  'attempt'?: (number);
}

export interface JobAccepted__Output {
  'jobId': (string);
  'attempt': (number);
}
