// Original file: proto/wayside/v1/system.proto

import type { LogLevel as _wayside_v1_LogLevel, LogLevel__Output as _wayside_v1_LogLevel__Output } from '../../wayside/v1/LogLevel.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

export interface GetLogLevelResponse {
  'level'?: (_wayside_v1_LogLevel);
  /**
   * What the configuration says.
   */
  'configured'?: (_wayside_v1_LogLevel);
  /**
   * When it goes back to that; not set while it is that.
   */
  'expireTime'?: (_google_protobuf_Timestamp | null);
}

export interface GetLogLevelResponse__Output {
  'level': (_wayside_v1_LogLevel__Output);
  /**
   * What the configuration says.
   */
  'configured': (_wayside_v1_LogLevel__Output);
  /**
   * When it goes back to that; not set while it is that.
   */
  'expireTime': (_google_protobuf_Timestamp__Output | null);
}
