// Original file: proto/wayside/v1/schedule.proto

import type { ScheduleSpec as _wayside_v1_ScheduleSpec, ScheduleSpec__Output as _wayside_v1_ScheduleSpec__Output } from '../../wayside/v1/ScheduleSpec.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { Firing as _wayside_v1_Firing, Firing__Output as _wayside_v1_Firing__Output } from '../../wayside/v1/Firing.ts';

export interface Schedule {
  'id'?: (string);
  'spec'?: (_wayside_v1_ScheduleSpec | null);
  'etag'?: (string);
  /**
   * The agent that does it; empty: none that can was there yet.
   */
  'agentId'?: (string);
  /**
   * Empty: it runs.
   */
  'pausedWhy'?: (string);
  'pauseTime'?: (_google_protobuf_Timestamp | null);
  /**
   * In a row.
   */
  'failures'?: (number);
  'createdBy'?: (string);
  'createTime'?: (_google_protobuf_Timestamp | null);
  'changedBy'?: (string);
  'updateTime'?: (_google_protobuf_Timestamp | null);
  /**
   * Nominal; not set while it is paused.
   */
  'nextTime'?: (_google_protobuf_Timestamp | null);
  /**
   * The last one that fired; not set: none did.
   */
  'last'?: (_wayside_v1_Firing | null);
  /**
   * Where it stands in the controller's configuration, such as `schedules[2]`; it is changed and removed there alone, and
   * may be paused, resumed and run here. Empty: people made it.
   */
  'declaredAt'?: (string);
}

export interface Schedule__Output {
  'id': (string);
  'spec': (_wayside_v1_ScheduleSpec__Output | null);
  'etag': (string);
  /**
   * The agent that does it; empty: none that can was there yet.
   */
  'agentId': (string);
  /**
   * Empty: it runs.
   */
  'pausedWhy': (string);
  'pauseTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * In a row.
   */
  'failures': (number);
  'createdBy': (string);
  'createTime': (_google_protobuf_Timestamp__Output | null);
  'changedBy': (string);
  'updateTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * Nominal; not set while it is paused.
   */
  'nextTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * The last one that fired; not set: none did.
   */
  'last': (_wayside_v1_Firing__Output | null);
  /**
   * Where it stands in the controller's configuration, such as `schedules[2]`; it is changed and removed there alone, and
   * may be paused, resumed and run here. Empty: people made it.
   */
  'declaredAt': (string);
}
