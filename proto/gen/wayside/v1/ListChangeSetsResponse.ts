// Original file: proto/wayside/v1/change.proto

import type { ChangeSet as _wayside_v1_ChangeSet, ChangeSet__Output as _wayside_v1_ChangeSet__Output } from '../../wayside/v1/ChangeSet.ts';

export interface ListChangeSetsResponse {
  'changeSets'?: (_wayside_v1_ChangeSet)[];
  'nextPageToken'?: (string);
}

export interface ListChangeSetsResponse__Output {
  'changeSets': (_wayside_v1_ChangeSet__Output)[];
  'nextPageToken': (string);
}
