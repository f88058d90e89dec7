// Original file: proto/wayside/v1/record.proto

import type { RecordRef as _wayside_v1_RecordRef, RecordRef__Output as _wayside_v1_RecordRef__Output } from '../../wayside/v1/RecordRef.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { Struct as _google_protobuf_Struct, Struct__Output as _google_protobuf_Struct__Output } from '../../google/protobuf/Struct.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * One accepted write to one section of one record, as the feed or the history kept it.
 */
export interface Change {
  'ref'?: (_wayside_v1_RecordRef | null);
  'section'?: (string);
  /**
   * `put` or `delete`.
   */
  'op'?: (string);
  /**
   * The controller key fingerprint and incarnation that accepted the write.
   */
  'origin'?: (string);
  /**
   * Dense per lane and origin.
   */
  'seq'?: (number | string | Long);
  /**
   * Position at which this controller accepted it.
   */
  'position'?: (number | string | Long);
  'writeTime'?: (_google_protobuf_Timestamp | null);
  /**
   * The section's fields as written.
   */
  'fields'?: (_google_protobuf_Struct | null);
  'writtenBy'?: (string);
  /**
   * Why: the job, import or words of the person.
   */
  'why'?: (string);
  /**
   * What one apply, job or person changed together; the unit of undo.
   */
  'changeSet'?: (string);
  /**
   * SHA-256 over the canonical bytes of the change, hex.
   */
  'hash'?: (string);
  /**
   * False when a later change of the same writer took its place.
   */
  'current'?: (boolean);
}

/**
 * One accepted write to one section of one record, as the feed or the history kept it.
 */
export interface Change__Output {
  'ref': (_wayside_v1_RecordRef__Output | null);
  'section': (string);
  /**
   * `put` or `delete`.
   */
  'op': (string);
  /**
   * The controller key fingerprint and incarnation that accepted the write.
   */
  'origin': (string);
  /**
   * Dense per lane and origin.
   */
  'seq': (string);
  /**
   * Position at which this controller accepted it.
   */
  'position': (string);
  'writeTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * The section's fields as written.
   */
  'fields': (_google_protobuf_Struct__Output | null);
  'writtenBy': (string);
  /**
   * Why: the job, import or words of the person.
   */
  'why': (string);
  /**
   * What one apply, job or person changed together; the unit of undo.
   */
  'changeSet': (string);
  /**
   * SHA-256 over the canonical bytes of the change, hex.
   */
  'hash': (string);
  /**
   * False when a later change of the same writer took its place.
   */
  'current': (boolean);
}
