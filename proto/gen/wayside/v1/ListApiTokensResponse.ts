// Original file: proto/wayside/v1/user.proto

import type { ApiToken as _wayside_v1_ApiToken, ApiToken__Output as _wayside_v1_ApiToken__Output } from '../../wayside/v1/ApiToken.ts';

export interface ListApiTokensResponse {
  'tokens'?: (_wayside_v1_ApiToken)[];
  'nextPageToken'?: (string);
}

export interface ListApiTokensResponse__Output {
  'tokens': (_wayside_v1_ApiToken__Output)[];
  'nextPageToken': (string);
}
