// Original file: proto/wayside/v1/auth.proto

import type { Grant as _wayside_v1_Grant, Grant__Output as _wayside_v1_Grant__Output } from '../../wayside/v1/Grant.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

// Original file: proto/wayside/v1/auth.proto

export const _wayside_v1_WhoAmIResponse_SignedIn = {
  SIGNED_IN_UNSPECIFIED: 'SIGNED_IN_UNSPECIFIED',
  /**
   * With a name and a password.
   */
  SIGNED_IN_SESSION: 'SIGNED_IN_SESSION',
  /**
   * With an API token.
   */
  SIGNED_IN_TOKEN: 'SIGNED_IN_TOKEN',
} as const;

export type _wayside_v1_WhoAmIResponse_SignedIn =
  | 'SIGNED_IN_UNSPECIFIED'
  | 0
  /**
   * With a name and a password.
   */
  | 'SIGNED_IN_SESSION'
  | 1
  /**
   * With an API token.
   */
  | 'SIGNED_IN_TOKEN'
  | 2

export type _wayside_v1_WhoAmIResponse_SignedIn__Output = typeof _wayside_v1_WhoAmIResponse_SignedIn[keyof typeof _wayside_v1_WhoAmIResponse_SignedIn]

export interface WhoAmIResponse {
  'name'?: (string);
  'fullName'?: (string);
  'grants'?: (_wayside_v1_Grant)[];
  'signedIn'?: (_wayside_v1_WhoAmIResponse_SignedIn);
  /**
   * Of the API token.
   */
  'tokenName'?: (string);
  /**
   * May read only, whatever the grants say.
   */
  'readOnly'?: (boolean);
  /**
   * Not set: it does not expire.
   */
  'expireTime'?: (_google_protobuf_Timestamp | null);
  /**
   * When a session ends if it is not used before.
   */
  'idleExpireTime'?: (_google_protobuf_Timestamp | null);
}

export interface WhoAmIResponse__Output {
  'name': (string);
  'fullName': (string);
  'grants': (_wayside_v1_Grant__Output)[];
  'signedIn': (_wayside_v1_WhoAmIResponse_SignedIn__Output);
  /**
   * Of the API token.
   */
  'tokenName': (string);
  /**
   * May read only, whatever the grants say.
   */
  'readOnly': (boolean);
  /**
   * Not set: it does not expire.
   */
  'expireTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * When a session ends if it is not used before.
   */
  'idleExpireTime': (_google_protobuf_Timestamp__Output | null);
}
