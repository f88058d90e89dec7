// Original file: proto/wayside/v1/auth.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

export interface LoginResponse {
  /**
   * For the header "authorization: Bearer TOKEN". Shown once.
   */
  'token'?: (string);
  /**
   * The latest end; sooner when it is not used for as long as `auth.session.idle` says.
   */
  'expireTime'?: (_google_protobuf_Timestamp | null);
  'user'?: (string);
}

export interface LoginResponse__Output {
  /**
   * For the header "authorization: Bearer TOKEN". Shown once.
   */
  'token': (string);
  /**
   * The latest end; sooner when it is not used for as long as `auth.session.idle` says.
   */
  'expireTime': (_google_protobuf_Timestamp__Output | null);
  'user': (string);
}
