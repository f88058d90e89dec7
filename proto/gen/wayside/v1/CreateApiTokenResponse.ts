// Original file: proto/wayside/v1/user.proto

import type { ApiToken as _wayside_v1_ApiToken, ApiToken__Output as _wayside_v1_ApiToken__Output } from '../../wayside/v1/ApiToken.ts';

export interface CreateApiTokenResponse {
  /**
   * Shown once, here.
   */
  'token'?: (string);
  'apiToken'?: (_wayside_v1_ApiToken | null);
}

export interface CreateApiTokenResponse__Output {
  /**
   * Shown once, here.
   */
  'token': (string);
  'apiToken': (_wayside_v1_ApiToken__Output | null);
}
