// Original file: proto/wayside/v1/job.proto


export interface JobError {
  'code'?: (string);
  'message'?: (string);
  'hint'?: (string);
}

export interface JobError__Output {
  'code': (string);
  'message': (string);
  'hint': (string);
}
