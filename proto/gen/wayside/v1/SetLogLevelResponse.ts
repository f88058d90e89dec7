// Original file: proto/wayside/v1/system.proto

import type { LogLevel as _wayside_v1_LogLevel, LogLevel__Output as _wayside_v1_LogLevel__Output } from '../../wayside/v1/LogLevel.ts';

export interface SetLogLevelResponse {
  'previous'?: (_wayside_v1_LogLevel);
}

export interface SetLogLevelResponse__Output {
  'previous': (_wayside_v1_LogLevel__Output);
}
