// Original file: proto/wayside/v1/user.proto

import type { Role as _wayside_v1_Role, Role__Output as _wayside_v1_Role__Output } from '../../wayside/v1/Role.ts';

export interface ListRolesResponse {
  'roles'?: (_wayside_v1_Role)[];
  'nextPageToken'?: (string);
}

export interface ListRolesResponse__Output {
  'roles': (_wayside_v1_Role__Output)[];
  'nextPageToken': (string);
}
