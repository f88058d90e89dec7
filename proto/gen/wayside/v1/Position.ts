// Original file: proto/wayside/v1/session.proto

import type { Long } from '@grpc/proto-loader';

/**
 * The last delta of an agent that is on the controller's disk, and under which epoch and incarnation.
 */
export interface Position {
  'site'?: (string);
  'epoch'?: (number | string | Long);
  'incarnation'?: (string);
  /**
   * Empty: nothing is held.
   */
  'outboxId'?: (string);
  'seq'?: (number | string | Long);
}

/**
 * The last delta of an agent that is on the controller's disk, and under which epoch and incarnation.
 */
export interface Position__Output {
  'site': (string);
  'epoch': (string);
  'incarnation': (string);
  /**
   * Empty: nothing is held.
   */
  'outboxId': (string);
  'seq': (string);
}
