// Original file: proto/wayside/v1/user.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

export interface User {
  /**
   * What they log in with: letters a to z, digits, dots, dashes, underscores.
   */
  'name'?: (string);
  'fullName'?: (string);
  'roles'?: (string)[];
  /**
   * May do nothing, but is kept.
   */
  'disabled'?: (boolean);
  /**
   * When the password was set; not set: there is none.
   */
  'passwordTime'?: (_google_protobuf_Timestamp | null);
  'createTime'?: (_google_protobuf_Timestamp | null);
  'updateTime'?: (_google_protobuf_Timestamp | null);
  'etag'?: (string);
}

export interface User__Output {
  /**
   * What they log in with: letters a to z, digits, dots, dashes, underscores.
   */
  'name': (string);
  'fullName': (string);
  'roles': (string)[];
  /**
   * May do nothing, but is kept.
   */
  'disabled': (boolean);
  /**
   * When the password was set; not set: there is none.
   */
  'passwordTime': (_google_protobuf_Timestamp__Output | null);
  'createTime': (_google_protobuf_Timestamp__Output | null);
  'updateTime': (_google_protobuf_Timestamp__Output | null);
  'etag': (string);
}
