// Original file: proto/wayside/v1/system.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

export interface DeltaHop {
  /**
   * scanned, spooled, sent, received, applied, acknowledged.
   */
  'name'?: (string);
  'time'?: (_google_protobuf_Timestamp | null);
  /**
   * How long after the hop before it.
   */
  'elapsedMs'?: (number | string);
}

export interface DeltaHop__Output {
  /**
   * scanned, spooled, sent, received, applied, acknowledged.
   */
  'name': (string);
  'time': (_google_protobuf_Timestamp__Output | null);
  /**
   * How long after the hop before it.
   */
  'elapsedMs': (number);
}
