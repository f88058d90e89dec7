// Original file: proto/wayside/v1/attempt.proto


export interface JobEndAcknowledged {
  'jobId'?: (string);
  'attempt'?: (number);
}

export interface JobEndAcknowledged__Output {
  'jobId': (string);
  'attempt': (number);
}
