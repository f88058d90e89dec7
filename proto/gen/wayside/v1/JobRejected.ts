// Original file: proto/wayside/v1/attempt.proto


export interface JobRejected {
  'jobId'?: (string);
  'attempt'?: (number);
  'code'?: (string);
  'message'?: (string);
}

export interface JobRejected__Output {
  'jobId': (string);
  'attempt': (number);
  'code': (string);
  'message': (string);
}
