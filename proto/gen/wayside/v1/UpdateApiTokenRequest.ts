// Original file: proto/wayside/v1/user.proto

import type { AddressRanges as _wayside_v1_AddressRanges, AddressRanges__Output as _wayside_v1_AddressRanges__Output } from '../../wayside/v1/AddressRanges.ts';

export interface UpdateApiTokenRequest {
  'id'?: (string);
  'name'?: (string);
  /**
   * Not set: they stay.
   */
  'allow'?: (_wayside_v1_AddressRanges | null);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly'?: (boolean);
  '_name'?: "name";
}

export interface UpdateApiTokenRequest__Output {
  'id': (string);
  'name'?: (string);
  /**
   * Not set: they stay.
   */
  'allow': (_wayside_v1_AddressRanges__Output | null);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly': (boolean);
  '_name'?: "name";
}
