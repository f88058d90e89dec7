// Original file: proto/wayside/v1/trace.proto

import type { RecordRef as _wayside_v1_RecordRef, RecordRef__Output as _wayside_v1_RecordRef__Output } from '../../wayside/v1/RecordRef.ts';

export interface TraceSkipped {
  'switch'?: (_wayside_v1_RecordRef | null);
  'switchName'?: (string);
  /**
   * `disabled`: no job reads it.
   */
  'reason'?: (string);
}

export interface TraceSkipped__Output {
  'switch': (_wayside_v1_RecordRef__Output | null);
  'switchName': (string);
  /**
   * `disabled`: no job reads it.
   */
  'reason': (string);
}
