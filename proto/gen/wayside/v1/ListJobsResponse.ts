// Original file: proto/wayside/v1/job.proto

import type { Job as _wayside_v1_Job, Job__Output as _wayside_v1_Job__Output } from '../../wayside/v1/Job.ts';

export interface ListJobsResponse {
  'jobs'?: (_wayside_v1_Job)[];
  'nextPageToken'?: (string);
}

export interface ListJobsResponse__Output {
  'jobs': (_wayside_v1_Job__Output)[];
  'nextPageToken': (string);
}
