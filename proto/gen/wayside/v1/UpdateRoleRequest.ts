// Original file: proto/wayside/v1/user.proto

import type { Grant as _wayside_v1_Grant, Grant__Output as _wayside_v1_Grant__Output } from '../../wayside/v1/Grant.ts';

export interface UpdateRoleRequest {
  'name'?: (string);
  'description'?: (string);
  /**
   * Level and view that are not set, and scopes when there are none, stay.
   */
  'grant'?: (_wayside_v1_Grant | null);
  'ifEtag'?: (string);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly'?: (boolean);
  '_description'?: "description";
}

export interface UpdateRoleRequest__Output {
  'name': (string);
  'description'?: (string);
  /**
   * Level and view that are not set, and scopes when there are none, stay.
   */
  'grant': (_wayside_v1_Grant__Output | null);
  'ifEtag': (string);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly': (boolean);
  '_description'?: "description";
}
