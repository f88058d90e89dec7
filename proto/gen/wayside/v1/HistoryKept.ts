// Original file: proto/wayside/v1/system.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * The superseded versions of one kind. Sizes are estimates.
 */
export interface HistoryKept {
  'kind'?: (string);
  'versions'?: (number | string | Long);
  /**
   * With their indexes.
   */
  'bytes'?: (number | string | Long);
  /**
   * Added in the last 24 hours.
   */
  'bytesPerDay'?: (number | string | Long);
  /**
   * When the oldest of them was superseded.
   */
  'oldestTime'?: (_google_protobuf_Timestamp | null);
  /**
   * How long one is kept after it was superseded, and how many at most.
   */
  'keepMs'?: (number | string | Long);
  'versionsMax'?: (number | string | Long);
  /**
   * Where it levels off if every day is like the last one.
   */
  'bytesExpected'?: (number | string | Long);
}

/**
 * The superseded versions of one kind. Sizes are estimates.
 */
export interface HistoryKept__Output {
  'kind': (string);
  'versions': (string);
  /**
   * With their indexes.
   */
  'bytes': (string);
  /**
   * Added in the last 24 hours.
   */
  'bytesPerDay': (string);
  /**
   * When the oldest of them was superseded.
   */
  'oldestTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * How long one is kept after it was superseded, and how many at most.
   */
  'keepMs': (string);
  'versionsMax': (string);
  /**
   * Where it levels off if every day is like the last one.
   */
  'bytesExpected': (string);
}
