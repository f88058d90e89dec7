// Original file: proto/wayside/v1/inventory.proto

import type { RecordRef as _wayside_v1_RecordRef, RecordRef__Output as _wayside_v1_RecordRef__Output } from '../../wayside/v1/RecordRef.ts';

export interface GetRecordRequest {
  'ref'?: (_wayside_v1_RecordRef | null);
  /**
   * Used when `ref.id` is empty: the name of the record; `ref.site` narrows it.
   */
  'name'?: (string);
}

export interface GetRecordRequest__Output {
  'ref': (_wayside_v1_RecordRef__Output | null);
  /**
   * Used when `ref.id` is empty: the name of the record; `ref.site` narrows it.
   */
  'name': (string);
}
