// Original file: proto/wayside/v1/job.proto

import type { Job as _wayside_v1_Job, Job__Output as _wayside_v1_Job__Output } from '../../wayside/v1/Job.ts';

export interface RetryJobResponse {
  'job'?: (_wayside_v1_Job | null);
}

export interface RetryJobResponse__Output {
  'job': (_wayside_v1_Job__Output | null);
}
