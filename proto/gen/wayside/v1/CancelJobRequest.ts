// Original file: proto/wayside/v1/job.proto


export interface CancelJobRequest {
  'id'?: (string);
  'why'?: (string);
}

export interface CancelJobRequest__Output {
  'id': (string);
  'why': (string);
}
