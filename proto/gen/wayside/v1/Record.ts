// Original file: proto/wayside/v1/record.proto

import type { RecordRef as _wayside_v1_RecordRef, RecordRef__Output as _wayside_v1_RecordRef__Output } from '../../wayside/v1/RecordRef.ts';
import type { Struct as _google_protobuf_Struct, Struct__Output as _google_protobuf_Struct__Output } from '../../google/protobuf/Struct.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { Conflict as _wayside_v1_Conflict, Conflict__Output as _wayside_v1_Conflict__Output } from '../../wayside/v1/Conflict.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * One thing known, its sections folded into one set of fields.
 */
export interface Record {
  'ref'?: (_wayside_v1_RecordRef | null);
  /**
   * The fields of the kind; absent fields are not there. Unknown fields of newer writers are kept.
   */
  'fields'?: (_google_protobuf_Struct | null);
  /**
   * Changes with every managed write; give it back as `if_etag` to refuse overwriting what you did not see.
   */
  'etag'?: (string);
  /**
   * Position of the newest change of the record in this controller's feed.
   */
  'position'?: (number | string | Long);
  /**
   * When the newest change of the record was written.
   */
  'updateTime'?: (_google_protobuf_Timestamp | null);
  /**
   * Who wrote the newest change: `user:admin`, `agent:…`, `system:…`.
   */
  'updatedBy'?: (string);
  /**
   * Fields whose values were written without knowing of each other. Empty when all agree.
   */
  'conflicts'?: (_wayside_v1_Conflict)[];
  /**
   * True once a person deleted the record; shown only where deleted ones were asked for.
   */
  'deleted'?: (boolean);
}

/**
 * One thing known, its sections folded into one set of fields.
 */
export interface Record__Output {
  'ref': (_wayside_v1_RecordRef__Output | null);
  /**
   * The fields of the kind; absent fields are not there. Unknown fields of newer writers are kept.
   */
  'fields': (_google_protobuf_Struct__Output | null);
  /**
   * Changes with every managed write; give it back as `if_etag` to refuse overwriting what you did not see.
   */
  'etag': (string);
  /**
   * Position of the newest change of the record in this controller's feed.
   */
  'position': (string);
  /**
   * When the newest change of the record was written.
   */
  'updateTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * Who wrote the newest change: `user:admin`, `agent:…`, `system:…`.
   */
  'updatedBy': (string);
  /**
   * Fields whose values were written without knowing of each other. Empty when all agree.
   */
  'conflicts': (_wayside_v1_Conflict__Output)[];
  /**
   * True once a person deleted the record; shown only where deleted ones were asked for.
   */
  'deleted': (boolean);
}
