// Original file: proto/wayside/v1/job.proto

import type { RecordRef as _wayside_v1_RecordRef, RecordRef__Output as _wayside_v1_RecordRef__Output } from '../../wayside/v1/RecordRef.ts';
import type { JobError as _wayside_v1_JobError, JobError__Output as _wayside_v1_JobError__Output } from '../../wayside/v1/JobError.ts';
import type { Value as _google_protobuf_Value, Value__Output as _google_protobuf_Value__Output } from '../../google/protobuf/Value.ts';

export interface TargetResult {
  'source'?: (_wayside_v1_RecordRef | null);
  'name'?: (string);
  /**
   * Absent when the target succeeded. With `data` in which `completeness` is "partial": what could not be read.
   */
  'error'?: (_wayside_v1_JobError | null);
  'data'?: (_google_protobuf_Value | null);
  /**
   * Milliseconds by phase: queue, connect, login, command.
   */
  'timingsMs'?: ({[key: string]: number | string});
}

export interface TargetResult__Output {
  'source': (_wayside_v1_RecordRef__Output | null);
  'name': (string);
  /**
   * Absent when the target succeeded. With `data` in which `completeness` is "partial": what could not be read.
   */
  'error': (_wayside_v1_JobError__Output | null);
  'data': (_google_protobuf_Value__Output | null);
  /**
   * Milliseconds by phase: queue, connect, login, command.
   */
  'timingsMs': ({[key: string]: number});
}
