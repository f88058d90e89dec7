// Original file: proto/wayside/v1/session.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

/**
 * The answer to LogLevelAsked.
 */
export interface LogLevelTold {
  'questionId'?: (string);
  'level'?: (string);
  'configured'?: (string);
  /**
   * When it goes back to the configured one; not set while it is that.
   */
  'expireTime'?: (_google_protobuf_Timestamp | null);
}

/**
 * The answer to LogLevelAsked.
 */
export interface LogLevelTold__Output {
  'questionId': (string);
  'level': (string);
  'configured': (string);
  /**
   * When it goes back to the configured one; not set while it is that.
   */
  'expireTime': (_google_protobuf_Timestamp__Output | null);
}
