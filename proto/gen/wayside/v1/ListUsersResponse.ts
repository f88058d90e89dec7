// Original file: proto/wayside/v1/user.proto

import type { User as _wayside_v1_User, User__Output as _wayside_v1_User__Output } from '../../wayside/v1/User.ts';

export interface ListUsersResponse {
  'users'?: (_wayside_v1_User)[];
  'nextPageToken'?: (string);
}

export interface ListUsersResponse__Output {
  'users': (_wayside_v1_User__Output)[];
  'nextPageToken': (string);
}
