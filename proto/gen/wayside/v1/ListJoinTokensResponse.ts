// Original file: proto/wayside/v1/agent.proto

import type { JoinToken as _wayside_v1_JoinToken, JoinToken__Output as _wayside_v1_JoinToken__Output } from '../../wayside/v1/JoinToken.ts';

export interface ListJoinTokensResponse {
  /**
   * Newest first.
   */
  'tokens'?: (_wayside_v1_JoinToken)[];
  'nextPageToken'?: (string);
}

export interface ListJoinTokensResponse__Output {
  /**
   * Newest first.
   */
  'tokens': (_wayside_v1_JoinToken__Output)[];
  'nextPageToken': (string);
}
