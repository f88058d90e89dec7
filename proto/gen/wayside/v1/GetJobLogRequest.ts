// Original file: proto/wayside/v1/job.proto


export interface GetJobLogRequest {
  'id'?: (string);
}

export interface GetJobLogRequest__Output {
  'id': (string);
}
