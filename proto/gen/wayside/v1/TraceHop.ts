// Original file: proto/wayside/v1/trace.proto

import type { RecordRef as _wayside_v1_RecordRef, RecordRef__Output as _wayside_v1_RecordRef__Output } from '../../wayside/v1/RecordRef.ts';

export interface TraceHop {
  'switchName'?: (string);
  'switch'?: (_wayside_v1_RecordRef | null);
  'inPort'?: (string);
  'outPort'?: (string);
}

export interface TraceHop__Output {
  'switchName': (string);
  'switch': (_wayside_v1_RecordRef__Output | null);
  'inPort': (string);
  'outPort': (string);
}
