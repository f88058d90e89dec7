// Original file: proto/wayside/v1/change.proto

import type { ChangeSet as _wayside_v1_ChangeSet, ChangeSet__Output as _wayside_v1_ChangeSet__Output } from '../../wayside/v1/ChangeSet.ts';

export interface GetChangeSetResponse {
  'changeSet'?: (_wayside_v1_ChangeSet | null);
}

export interface GetChangeSetResponse__Output {
  'changeSet': (_wayside_v1_ChangeSet__Output | null);
}
