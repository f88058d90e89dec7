// Original file: proto/wayside/v1/system.proto

import type { LogLevel as _wayside_v1_LogLevel, LogLevel__Output as _wayside_v1_LogLevel__Output } from '../../wayside/v1/LogLevel.ts';

export interface SetLogLevelRequest {
  'level'?: (_wayside_v1_LogLevel);
  /**
   * Id or name of an agent; empty: the controller.
   */
  'agent'?: (string);
  /**
   * How long, up to a day; 0: half an hour.
   */
  'ttlSeconds'?: (number);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly'?: (boolean);
}

export interface SetLogLevelRequest__Output {
  'level': (_wayside_v1_LogLevel__Output);
  /**
   * Id or name of an agent; empty: the controller.
   */
  'agent': (string);
  /**
   * How long, up to a day; 0: half an hour.
   */
  'ttlSeconds': (number);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly': (boolean);
}
