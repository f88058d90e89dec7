// Original file: proto/wayside/v1/agent.proto

import type { JoinToken as _wayside_v1_JoinToken, JoinToken__Output as _wayside_v1_JoinToken__Output } from '../../wayside/v1/JoinToken.ts';

export interface RevokeJoinTokenResponse {
  'token'?: (_wayside_v1_JoinToken | null);
}

export interface RevokeJoinTokenResponse__Output {
  'token': (_wayside_v1_JoinToken__Output | null);
}
