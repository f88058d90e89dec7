// Original file: proto/wayside/v1/attempt.proto

import type { RecordRef as _wayside_v1_RecordRef, RecordRef__Output as _wayside_v1_RecordRef__Output } from '../../wayside/v1/RecordRef.ts';

export interface JobStep {
  /**
   * Unique within the job.
   */
  'id'?: (string);
  /**
   * One of the targets.
   */
  'source'?: (_wayside_v1_RecordRef | null);
  /**
   * JSON object; for the driver alone.
   */
  'action'?: (string);
}

export interface JobStep__Output {
  /**
   * Unique within the job.
   */
  'id': (string);
  /**
   * One of the targets.
   */
  'source': (_wayside_v1_RecordRef__Output | null);
  /**
   * JSON object; for the driver alone.
   */
  'action': (string);
}
