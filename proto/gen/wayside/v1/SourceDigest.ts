// Original file: proto/wayside/v1/session.proto

import type { RecordRef as _wayside_v1_RecordRef, RecordRef__Output as _wayside_v1_RecordRef__Output } from '../../wayside/v1/RecordRef.ts';

export interface SourceDigest {
  'source'?: (_wayside_v1_RecordRef | null);
  /**
   * Two to the power of this are the buckets; a record's is told by a hash of its id.
   */
  'bits'?: (number);
  /**
   * Eight bytes for each bucket: XOR over the sections of its records of the first bytes of SHA-256 over kind, id,
   * section and body, with a zero byte between.
   */
  'buckets'?: (Buffer | Uint8Array | string);
}

export interface SourceDigest__Output {
  'source': (_wayside_v1_RecordRef__Output | null);
  /**
   * Two to the power of this are the buckets; a record's is told by a hash of its id.
   */
  'bits': (number);
  /**
   * Eight bytes for each bucket: XOR over the sections of its records of the first bytes of SHA-256 over kind, id,
   * section and body, with a zero byte between.
   */
  'buckets': (Buffer);
}
