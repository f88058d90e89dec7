// Original file: proto/wayside/v1/change.proto

import type { ChangeItem as _wayside_v1_ChangeItem, ChangeItem__Output as _wayside_v1_ChangeItem__Output } from '../../wayside/v1/ChangeItem.ts';

export interface ListChangeItemsResponse {
  'items'?: (_wayside_v1_ChangeItem)[];
  'nextPageToken'?: (string);
}

export interface ListChangeItemsResponse__Output {
  'items': (_wayside_v1_ChangeItem__Output)[];
  'nextPageToken': (string);
}
