// Original file: proto/wayside/v1/session.proto

import type { RecordRef as _wayside_v1_RecordRef, RecordRef__Output as _wayside_v1_RecordRef__Output } from '../../wayside/v1/RecordRef.ts';

export interface SourceDifference {
  'source'?: (_wayside_v1_RecordRef | null);
  /**
   * False: the controller holds nothing of it that this agent told; all is to be told.
   */
  'comparable'?: (boolean);
  'buckets'?: (number)[];
}

export interface SourceDifference__Output {
  'source': (_wayside_v1_RecordRef__Output | null);
  /**
   * False: the controller holds nothing of it that this agent told; all is to be told.
   */
  'comparable': (boolean);
  'buckets': (number)[];
}
