// Original file: proto/wayside/v1/user.proto

import type { Grant as _wayside_v1_Grant, Grant__Output as _wayside_v1_Grant__Output } from '../../wayside/v1/Grant.ts';

export interface CreateRoleRequest {
  'name'?: (string);
  'description'?: (string);
  'grant'?: (_wayside_v1_Grant | null);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly'?: (boolean);
}

export interface CreateRoleRequest__Output {
  'name': (string);
  'description': (string);
  'grant': (_wayside_v1_Grant__Output | null);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly': (boolean);
}
