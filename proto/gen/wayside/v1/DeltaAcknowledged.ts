// Original file: proto/wayside/v1/session.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Everything up to seq is on the controller's disk.
 */
export interface DeltaAcknowledged {
  'outboxId'?: (string);
  'seq'?: (number | string | Long);
  /**
   * True: a gap was seen or the outbox is not known; begin a new outbox with a full snapshot.
   */
  'restart'?: (boolean);
}

/**
 * Everything up to seq is on the controller's disk.
 */
export interface DeltaAcknowledged__Output {
  'outboxId': (string);
  'seq': (string);
  /**
   * True: a gap was seen or the outbox is not known; begin a new outbox with a full snapshot.
   */
  'restart': (boolean);
}
