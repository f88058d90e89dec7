// Original file: proto/wayside/v1/trace.proto

import type { RecordRef as _wayside_v1_RecordRef, RecordRef__Output as _wayside_v1_RecordRef__Output } from '../../wayside/v1/RecordRef.ts';

export interface TraceSighting {
  'switch'?: (_wayside_v1_RecordRef | null);
  'switchName'?: (string);
  'port'?: (string);
  'vlan'?: (number);
  'portClass'?: (string);
  'reason'?: (string);
}

export interface TraceSighting__Output {
  'switch': (_wayside_v1_RecordRef__Output | null);
  'switchName': (string);
  'port': (string);
  'vlan': (number);
  'portClass': (string);
  'reason': (string);
}
