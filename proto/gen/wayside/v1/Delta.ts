// Original file: proto/wayside/v1/session.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * One batch of changes of one lane, in the framing of the delta room.
 */
export interface Delta {
  'outboxId'?: (string);
  /**
   * Dense within the outbox, from 1.
   */
  'seq'?: (number | string | Long);
  'frame'?: (Buffer | Uint8Array | string);
  'spoolTime'?: (_google_protobuf_Timestamp | null);
  'sendTime'?: (_google_protobuf_Timestamp | null);
}

/**
 * One batch of changes of one lane, in the framing of the delta room.
 */
export interface Delta__Output {
  'outboxId': (string);
  /**
   * Dense within the outbox, from 1.
   */
  'seq': (string);
  'frame': (Buffer);
  'spoolTime': (_google_protobuf_Timestamp__Output | null);
  'sendTime': (_google_protobuf_Timestamp__Output | null);
}
