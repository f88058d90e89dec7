// Original file: proto/wayside/v1/user.proto

import type { ApiToken as _wayside_v1_ApiToken, ApiToken__Output as _wayside_v1_ApiToken__Output } from '../../wayside/v1/ApiToken.ts';

export interface UpdateApiTokenResponse {
  'apiToken'?: (_wayside_v1_ApiToken | null);
}

export interface UpdateApiTokenResponse__Output {
  'apiToken': (_wayside_v1_ApiToken__Output | null);
}
