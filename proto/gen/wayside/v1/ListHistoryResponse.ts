// Original file: proto/wayside/v1/inventory.proto

import type { Change as _wayside_v1_Change, Change__Output as _wayside_v1_Change__Output } from '../../wayside/v1/Change.ts';

export interface ListHistoryResponse {
  'changes'?: (_wayside_v1_Change)[];
  'nextPageToken'?: (string);
}

export interface ListHistoryResponse__Output {
  'changes': (_wayside_v1_Change__Output)[];
  'nextPageToken': (string);
}
