// Original file: proto/wayside/v1/schedule.proto

import type { Firing as _wayside_v1_Firing, Firing__Output as _wayside_v1_Firing__Output } from '../../wayside/v1/Firing.ts';

export interface ListFiringsResponse {
  'firings'?: (_wayside_v1_Firing)[];
  'nextPageToken'?: (string);
}

export interface ListFiringsResponse__Output {
  'firings': (_wayside_v1_Firing__Output)[];
  'nextPageToken': (string);
}
