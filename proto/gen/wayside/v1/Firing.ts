// Original file: proto/wayside/v1/schedule.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { JobState as _wayside_v1_JobState, JobState__Output as _wayside_v1_JobState__Output } from '../../wayside/v1/JobState.ts';

export interface Firing {
  /**
   * The id of its job, too.
   */
  'id'?: (string);
  'scheduleId'?: (string);
  'scheduleName'?: (string);
  'site'?: (string);
  'nominalTime'?: (_google_protobuf_Timestamp | null);
  /**
   * When that was decided.
   */
  'decideTime'?: (_google_protobuf_Timestamp | null);
  /**
   * `fired`, `waiting`, `skipped` or `missed`.
   */
  'state'?: (string);
  /**
   * `controller`, `agent` (alone, while it had no controller) or `person`.
   */
  'decidedBy'?: (string);
  'reason'?: (string);
  /**
   * How its job ended; unspecified: it has not, or there is none.
   */
  'jobState'?: (_wayside_v1_JobState);
}

export interface Firing__Output {
  /**
   * The id of its job, too.
   */
  'id': (string);
  'scheduleId': (string);
  'scheduleName': (string);
  'site': (string);
  'nominalTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * When that was decided.
   */
  'decideTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * `fired`, `waiting`, `skipped` or `missed`.
   */
  'state': (string);
  /**
   * `controller`, `agent` (alone, while it had no controller) or `person`.
   */
  'decidedBy': (string);
  'reason': (string);
  /**
   * How its job ended; unspecified: it has not, or there is none.
   */
  'jobState': (_wayside_v1_JobState__Output);
}
