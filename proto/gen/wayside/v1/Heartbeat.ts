// Original file: proto/wayside/v1/session.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { HealthItem as _wayside_v1_HealthItem, HealthItem__Output as _wayside_v1_HealthItem__Output } from '../../wayside/v1/HealthItem.ts';
import type { Long } from '@grpc/proto-loader';

export interface Heartbeat {
  'time'?: (_google_protobuf_Timestamp | null);
  'runningTargets'?: (number);
  'outboxBytes'?: (number | string | Long);
  /**
   * As in Hello; of the agent alone.
   */
  'health'?: (_wayside_v1_HealthItem)[];
}

export interface Heartbeat__Output {
  'time': (_google_protobuf_Timestamp__Output | null);
  'runningTargets': (number);
  'outboxBytes': (string);
  /**
   * As in Hello; of the agent alone.
   */
  'health': (_wayside_v1_HealthItem__Output)[];
}
