// Original file: proto/wayside/v1/job.proto

import type { RecordRef as _wayside_v1_RecordRef, RecordRef__Output as _wayside_v1_RecordRef__Output } from '../../wayside/v1/RecordRef.ts';
import type { Struct as _google_protobuf_Struct, Struct__Output as _google_protobuf_Struct__Output } from '../../google/protobuf/Struct.ts';
import type { StepState as _wayside_v1_StepState, StepState__Output as _wayside_v1_StepState__Output } from '../../wayside/v1/StepState.ts';
import type { JobError as _wayside_v1_JobError, JobError__Output as _wayside_v1_JobError__Output } from '../../wayside/v1/JobError.ts';
import type { Value as _google_protobuf_Value, Value__Output as _google_protobuf_Value__Output } from '../../google/protobuf/Value.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

/**
 * One change of one source. An agent sends each at most once, writes down that it does before it does, and reads back
 * what it does not know.
 */
export interface StepResult {
  /**
   * Unique within the job.
   */
  'id'?: (string);
  'source'?: (_wayside_v1_RecordRef | null);
  /**
   * For the driver of the source.
   */
  'action'?: (_google_protobuf_Struct | null);
  'state'?: (_wayside_v1_StepState);
  /**
   * Why it was not done or is unknown.
   */
  'error'?: (_wayside_v1_JobError | null);
  /**
   * What the source answered.
   */
  'data'?: (_google_protobuf_Value | null);
  /**
   * Since when it is in that state.
   */
  'stateTime'?: (_google_protobuf_Timestamp | null);
}

/**
 * One change of one source. An agent sends each at most once, writes down that it does before it does, and reads back
 * what it does not know.
 */
export interface StepResult__Output {
  /**
   * Unique within the job.
   */
  'id': (string);
  'source': (_wayside_v1_RecordRef__Output | null);
  /**
   * For the driver of the source.
   */
  'action': (_google_protobuf_Struct__Output | null);
  'state': (_wayside_v1_StepState__Output);
  /**
   * Why it was not done or is unknown.
   */
  'error': (_wayside_v1_JobError__Output | null);
  /**
   * What the source answered.
   */
  'data': (_google_protobuf_Value__Output | null);
  /**
   * Since when it is in that state.
   */
  'stateTime': (_google_protobuf_Timestamp__Output | null);
}
