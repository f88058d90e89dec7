// Original file: proto/wayside/v1/agent.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

/**
 * One of the ways in which an agent can be alive.
 */
export interface Liveness {
  /**
   * well, failing or unknown.
   */
  'state'?: (string);
  'sinceTime'?: (_google_protobuf_Timestamp | null);
  'cause'?: (string);
}

/**
 * One of the ways in which an agent can be alive.
 */
export interface Liveness__Output {
  /**
   * well, failing or unknown.
   */
  'state': (string);
  'sinceTime': (_google_protobuf_Timestamp__Output | null);
  'cause': (string);
}
