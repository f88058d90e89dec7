// Original file: proto/wayside/v1/inventory.proto

import type { RecordRef as _wayside_v1_RecordRef, RecordRef__Output as _wayside_v1_RecordRef__Output } from '../../wayside/v1/RecordRef.ts';

export interface DeleteRecord {
  'ref'?: (_wayside_v1_RecordRef | null);
  'ifEtag'?: (string);
}

export interface DeleteRecord__Output {
  'ref': (_wayside_v1_RecordRef__Output | null);
  'ifEtag': (string);
}
