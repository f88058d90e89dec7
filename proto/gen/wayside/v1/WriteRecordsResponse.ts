// Original file: proto/wayside/v1/inventory.proto

import type { Record as _wayside_v1_Record, Record__Output as _wayside_v1_Record__Output } from '../../wayside/v1/Record.ts';

export interface WriteRecordsResponse {
  /**
   * In the order of the operations; for a delete the deleted record.
   */
  'records'?: (_wayside_v1_Record)[];
  'changeSet'?: (string);
}

export interface WriteRecordsResponse__Output {
  /**
   * In the order of the operations; for a delete the deleted record.
   */
  'records': (_wayside_v1_Record__Output)[];
  'changeSet': (string);
}
