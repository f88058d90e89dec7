// Original file: proto/wayside/v1/session.proto

import type { Long } from '@grpc/proto-loader';

export interface GoAway {
  'code'?: (string);
  'message'?: (string);
  'retryAfterMs'?: (number);
  /**
   * The highest number that a session of this agent was granted so far; 0: the controller is older.
   */
  'grantedNumber'?: (number | string | Long);
}

export interface GoAway__Output {
  'code': (string);
  'message': (string);
  'retryAfterMs': (number);
  /**
   * The highest number that a session of this agent was granted so far; 0: the controller is older.
   */
  'grantedNumber': (string);
}
