// Original file: proto/wayside/v1/user.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

export interface ApiToken {
  'id'?: (string);
  'owner'?: (string);
  /**
   * What it is for.
   */
  'name'?: (string);
  'createTime'?: (_google_protobuf_Timestamp | null);
  /**
   * Not set: it does not expire.
   */
  'expireTime'?: (_google_protobuf_Timestamp | null);
  'readOnly'?: (boolean);
  /**
   * Address ranges it may be used from, such as 10.1.0.0/16; empty: anywhere.
   */
  'allow'?: (string)[];
  /**
   * The owner's roles that it has; empty: all.
   */
  'roles'?: (string)[];
}

export interface ApiToken__Output {
  'id': (string);
  'owner': (string);
  /**
   * What it is for.
   */
  'name': (string);
  'createTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * Not set: it does not expire.
   */
  'expireTime': (_google_protobuf_Timestamp__Output | null);
  'readOnly': (boolean);
  /**
   * Address ranges it may be used from, such as 10.1.0.0/16; empty: anywhere.
   */
  'allow': (string)[];
  /**
   * The owner's roles that it has; empty: all.
   */
  'roles': (string)[];
}
