// Original file: proto/wayside/v1/session.proto

import type { Long } from '@grpc/proto-loader';

/**
 * How much does the agent write to its log; with a level, from now on and for that time.
 */
export interface LogLevelAsked {
  /**
   * Comes back in the answer.
   */
  'questionId'?: (string);
  /**
   * debug, info, warn or error; empty: it is only asked.
   */
  'level'?: (string);
  'forMs'?: (number | string | Long);
}

/**
 * How much does the agent write to its log; with a level, from now on and for that time.
 */
export interface LogLevelAsked__Output {
  /**
   * Comes back in the answer.
   */
  'questionId': (string);
  /**
   * debug, info, warn or error; empty: it is only asked.
   */
  'level': (string);
  'forMs': (string);
}
