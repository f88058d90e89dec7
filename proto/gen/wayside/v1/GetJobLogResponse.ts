// Original file: proto/wayside/v1/job.proto

import type { JobLine as _wayside_v1_JobLine, JobLine__Output as _wayside_v1_JobLine__Output } from '../../wayside/v1/JobLine.ts';

export interface GetJobLogResponse {
  'lines'?: (_wayside_v1_JobLine)[];
}

export interface GetJobLogResponse__Output {
  'lines': (_wayside_v1_JobLine__Output)[];
}
