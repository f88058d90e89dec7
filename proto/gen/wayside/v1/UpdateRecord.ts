// Original file: proto/wayside/v1/inventory.proto

import type { RecordRef as _wayside_v1_RecordRef, RecordRef__Output as _wayside_v1_RecordRef__Output } from '../../wayside/v1/RecordRef.ts';
import type { Struct as _google_protobuf_Struct, Struct__Output as _google_protobuf_Struct__Output } from '../../google/protobuf/Struct.ts';
import type { FieldMask as _google_protobuf_FieldMask, FieldMask__Output as _google_protobuf_FieldMask__Output } from '../../google/protobuf/FieldMask.ts';

export interface UpdateRecord {
  'ref'?: (_wayside_v1_RecordRef | null);
  /**
   * Only the fields given change; a null value takes the field away. `label.KEY` and `note.ID` are fields too, of any
   * record: each is versioned by itself.
   */
  'fields'?: (_google_protobuf_Struct | null);
  /**
   * Refuse with STALE_ETAG unless the record still has this etag. Empty: no check.
   */
  'ifEtag'?: (string);
  /**
   * Names of fields: only these change, and one that is not among `fields` is taken away. Empty: the fields given.
   */
  'updateMask'?: (_google_protobuf_FieldMask | null);
}

export interface UpdateRecord__Output {
  'ref': (_wayside_v1_RecordRef__Output | null);
  /**
   * Only the fields given change; a null value takes the field away. `label.KEY` and `note.ID` are fields too, of any
   * record: each is versioned by itself.
   */
  'fields': (_google_protobuf_Struct__Output | null);
  /**
   * Refuse with STALE_ETAG unless the record still has this etag. Empty: no check.
   */
  'ifEtag': (string);
  /**
   * Names of fields: only these change, and one that is not among `fields` is taken away. Empty: the fields given.
   */
  'updateMask': (_google_protobuf_FieldMask__Output | null);
}
