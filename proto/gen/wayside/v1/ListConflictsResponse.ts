// Original file: proto/wayside/v1/conflict.proto

import type { RecordConflict as _wayside_v1_RecordConflict, RecordConflict__Output as _wayside_v1_RecordConflict__Output } from '../../wayside/v1/RecordConflict.ts';

export interface ListConflictsResponse {
  'conflicts'?: (_wayside_v1_RecordConflict)[];
  'nextPageToken'?: (string);
}

export interface ListConflictsResponse__Output {
  'conflicts': (_wayside_v1_RecordConflict__Output)[];
  'nextPageToken': (string);
}
