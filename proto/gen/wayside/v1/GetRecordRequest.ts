// Original file: proto/wayside/v1/inventory.proto

import type { RecordRef as _wayside_v1_RecordRef, RecordRef__Output as _wayside_v1_RecordRef__Output } from '../../wayside/v1/RecordRef.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

export interface GetRecordRequest {
  'ref'?: (_wayside_v1_RecordRef | null);
  /**
   * Used when `ref.id` is empty: the name of the record; `ref.site` narrows it.
   */
  'name'?: (string);
  /**
   * As it was then. HISTORY_GONE when the history does not go back so far. Not for the port view.
   */
  'atTime'?: (_google_protobuf_Timestamp | null);
}

export interface GetRecordRequest__Output {
  'ref': (_wayside_v1_RecordRef__Output | null);
  /**
   * Used when `ref.id` is empty: the name of the record; `ref.site` narrows it.
   */
  'name': (string);
  /**
   * As it was then. HISTORY_GONE when the history does not go back so far. Not for the port view.
   */
  'atTime': (_google_protobuf_Timestamp__Output | null);
}
