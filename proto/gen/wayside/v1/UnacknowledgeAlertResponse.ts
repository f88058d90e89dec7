// Original file: proto/wayside/v1/alert.proto

import type { Alert as _wayside_v1_Alert, Alert__Output as _wayside_v1_Alert__Output } from '../../wayside/v1/Alert.ts';

export interface UnacknowledgeAlertResponse {
  'alerts'?: (_wayside_v1_Alert)[];
}

export interface UnacknowledgeAlertResponse__Output {
  'alerts': (_wayside_v1_Alert__Output)[];
}
