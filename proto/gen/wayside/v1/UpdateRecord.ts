// Original file: proto/wayside/v1/inventory.proto

import type { RecordRef as _wayside_v1_RecordRef, RecordRef__Output as _wayside_v1_RecordRef__Output } from '../../wayside/v1/RecordRef.ts';
import type { Struct as _google_protobuf_Struct, Struct__Output as _google_protobuf_Struct__Output } from '../../google/protobuf/Struct.ts';

export interface UpdateRecord {
  'ref'?: (_wayside_v1_RecordRef | null);
  /**
   * Only the fields given change; a null value takes the field away.
   */
  'fields'?: (_google_protobuf_Struct | null);
  /**
   * Refuse with STALE_ETAG unless the record still has this etag. Empty: no check.
   */
  'ifEtag'?: (string);
}

export interface UpdateRecord__Output {
  'ref': (_wayside_v1_RecordRef__Output | null);
  /**
   * Only the fields given change; a null value takes the field away.
   */
  'fields': (_google_protobuf_Struct__Output | null);
  /**
   * Refuse with STALE_ETAG unless the record still has this etag. Empty: no check.
   */
  'ifEtag': (string);
}
