// Original file: proto/wayside/v1/inventory.proto

import type { RecordRef as _wayside_v1_RecordRef, RecordRef__Output as _wayside_v1_RecordRef__Output } from '../../wayside/v1/RecordRef.ts';

export interface ListHistoryRequest {
  'ref'?: (_wayside_v1_RecordRef | null);
  'pageSize'?: (number);
  'pageToken'?: (string);
  /**
   * As of ListRecords; fields: position, writeTime, writtenBy, op, section, why, changeSet, origin, current.
   */
  'filter'?: (string);
  /**
   * Empty: newest first.
   */
  'orderBy'?: (string);
}

export interface ListHistoryRequest__Output {
  'ref': (_wayside_v1_RecordRef__Output | null);
  'pageSize': (number);
  'pageToken': (string);
  /**
   * As of ListRecords; fields: position, writeTime, writtenBy, op, section, why, changeSet, origin, current.
   */
  'filter': (string);
  /**
   * Empty: newest first.
   */
  'orderBy': (string);
}
