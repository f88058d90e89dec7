// Original file: proto/wayside/v1/inventory.proto

import type { Record as _wayside_v1_Record, Record__Output as _wayside_v1_Record__Output } from '../../wayside/v1/Record.ts';

// Original file: proto/wayside/v1/inventory.proto

export const _wayside_v1_WatchRecordsResponse_EventType = {
  EVENT_TYPE_UNSPECIFIED: 'EVENT_TYPE_UNSPECIFIED',
  /**
   * A record as it is now: in the first part, or because it changed.
   */
  EVENT_TYPE_RECORD: 'EVENT_TYPE_RECORD',
  /**
   * All current records were sent; from here on it is live.
   */
  EVENT_TYPE_SYNCED: 'EVENT_TYPE_SYNCED',
  /**
   * Nothing changed for a while; the stream is alive.
   */
  EVENT_TYPE_HEARTBEAT: 'EVENT_TYPE_HEARTBEAT',
} as const;

export type _wayside_v1_WatchRecordsResponse_EventType =
  | 'EVENT_TYPE_UNSPECIFIED'
  | 0
  /**
   * A record as it is now: in the first part, or because it changed.
   */
  | 'EVENT_TYPE_RECORD'
  | 1
  /**
   * All current records were sent; from here on it is live.
   */
  | 'EVENT_TYPE_SYNCED'
  | 2
  /**
   * Nothing changed for a while; the stream is alive.
   */
  | 'EVENT_TYPE_HEARTBEAT'
  | 3

export type _wayside_v1_WatchRecordsResponse_EventType__Output = typeof _wayside_v1_WatchRecordsResponse_EventType[keyof typeof _wayside_v1_WatchRecordsResponse_EventType]

export interface WatchRecordsResponse {
  'type'?: (_wayside_v1_WatchRecordsResponse_EventType);
  'record'?: (_wayside_v1_Record | null);
  /**
   * Give the last one back as `resume_token` to go on without loss.
   */
  'resumeToken'?: (string);
}

export interface WatchRecordsResponse__Output {
  'type': (_wayside_v1_WatchRecordsResponse_EventType__Output);
  'record': (_wayside_v1_Record__Output | null);
  /**
   * Give the last one back as `resume_token` to go on without loss.
   */
  'resumeToken': (string);
}
