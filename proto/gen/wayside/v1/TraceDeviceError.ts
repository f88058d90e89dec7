// Original file: proto/wayside/v1/trace.proto

import type { RecordRef as _wayside_v1_RecordRef, RecordRef__Output as _wayside_v1_RecordRef__Output } from '../../wayside/v1/RecordRef.ts';
import type { JobError as _wayside_v1_JobError, JobError__Output as _wayside_v1_JobError__Output } from '../../wayside/v1/JobError.ts';

export interface TraceDeviceError {
  'switch'?: (_wayside_v1_RecordRef | null);
  'switchName'?: (string);
  'error'?: (_wayside_v1_JobError | null);
}

export interface TraceDeviceError__Output {
  'switch': (_wayside_v1_RecordRef__Output | null);
  'switchName': (string);
  'error': (_wayside_v1_JobError__Output | null);
}
