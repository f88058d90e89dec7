// Original file: proto/wayside/v1/session.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

export interface AloneFiring {
  'scheduleId'?: (string);
  'nominalTime'?: (_google_protobuf_Timestamp | null);
  'decideTime'?: (_google_protobuf_Timestamp | null);
  /**
   * `fired`, `skipped` or `missed`.
   */
  'state'?: (string);
  'reason'?: (string);
}

export interface AloneFiring__Output {
  'scheduleId': (string);
  'nominalTime': (_google_protobuf_Timestamp__Output | null);
  'decideTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * `fired`, `skipped` or `missed`.
   */
  'state': (string);
  'reason': (string);
}
