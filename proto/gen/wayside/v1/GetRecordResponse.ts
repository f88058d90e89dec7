// Original file: proto/wayside/v1/inventory.proto

import type { Record as _wayside_v1_Record, Record__Output as _wayside_v1_Record__Output } from '../../wayside/v1/Record.ts';

export interface GetRecordResponse {
  'record'?: (_wayside_v1_Record | null);
}

export interface GetRecordResponse__Output {
  'record': (_wayside_v1_Record__Output | null);
}
