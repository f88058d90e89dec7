// Original file: proto/wayside/v1/trace.proto

import type { RecordRef as _wayside_v1_RecordRef, RecordRef__Output as _wayside_v1_RecordRef__Output } from '../../wayside/v1/RecordRef.ts';

export interface TraceEdgeMember {
  'switch'?: (_wayside_v1_RecordRef | null);
  'switchName'?: (string);
  'port'?: (string);
}

export interface TraceEdgeMember__Output {
  'switch': (_wayside_v1_RecordRef__Output | null);
  'switchName': (string);
  'port': (string);
}
