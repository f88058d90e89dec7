// Original file: proto/wayside/v1/inventory.proto

import type { Record as _wayside_v1_Record, Record__Output as _wayside_v1_Record__Output } from '../../wayside/v1/Record.ts';

export interface ListRecordsResponse {
  'records'?: (_wayside_v1_Record)[];
  /**
   * Empty at the end.
   */
  'nextPageToken'?: (string);
}

export interface ListRecordsResponse__Output {
  'records': (_wayside_v1_Record__Output)[];
  /**
   * Empty at the end.
   */
  'nextPageToken': (string);
}
