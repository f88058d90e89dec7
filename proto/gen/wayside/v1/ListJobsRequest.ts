// Original file: proto/wayside/v1/job.proto

import type { JobState as _wayside_v1_JobState, JobState__Output as _wayside_v1_JobState__Output } from '../../wayside/v1/JobState.ts';

export interface ListJobsRequest {
  'pageSize'?: (number);
  'pageToken'?: (string);
  'kind'?: (string);
  'state'?: (_wayside_v1_JobState);
  /**
   * Also the jobs that other jobs made.
   */
  'showChildren'?: (boolean);
  /**
   * As of ListRecords; fields: id, kind, state, site, agentId, attempt, createTime, startTime, endTime, createdBy, parentId,
   * targets, error (its code), queuePosition.
   */
  'filter'?: (string);
  /**
   * Empty: newest first.
   */
  'orderBy'?: (string);
}

export interface ListJobsRequest__Output {
  'pageSize': (number);
  'pageToken': (string);
  'kind': (string);
  'state': (_wayside_v1_JobState__Output);
  /**
   * Also the jobs that other jobs made.
   */
  'showChildren': (boolean);
  /**
   * As of ListRecords; fields: id, kind, state, site, agentId, attempt, createTime, startTime, endTime, createdBy, parentId,
   * targets, error (its code), queuePosition.
   */
  'filter': (string);
  /**
   * Empty: newest first.
   */
  'orderBy': (string);
}
