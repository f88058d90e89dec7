// Original file: proto/wayside/v1/conflict.proto

import type { RecordConflict as _wayside_v1_RecordConflict, RecordConflict__Output as _wayside_v1_RecordConflict__Output } from '../../wayside/v1/RecordConflict.ts';

export interface GetConflictResponse {
  'conflict'?: (_wayside_v1_RecordConflict | null);
}

export interface GetConflictResponse__Output {
  'conflict': (_wayside_v1_RecordConflict__Output | null);
}
