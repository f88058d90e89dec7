// Original file: proto/wayside/v1/user.proto

import type { User as _wayside_v1_User, User__Output as _wayside_v1_User__Output } from '../../wayside/v1/User.ts';

export interface GetUserResponse {
  'user'?: (_wayside_v1_User | null);
}

export interface GetUserResponse__Output {
  'user': (_wayside_v1_User__Output | null);
}
