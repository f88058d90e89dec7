// Original file: proto/wayside/v1/agent.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

/**
 * Somebody took the agent out of work.
 */
export interface AgentDuty {
  /**
   * drain or maintenance.
   */
  'kind'?: (string);
  'startTime'?: (_google_protobuf_Timestamp | null);
  'by'?: (string);
  'why'?: (string);
  /**
   * Of a drain: running work may end until then. Of a maintenance: when it is over.
   */
  'endTime'?: (_google_protobuf_Timestamp | null);
}

/**
 * Somebody took the agent out of work.
 */
export interface AgentDuty__Output {
  /**
   * drain or maintenance.
   */
  'kind': (string);
  'startTime': (_google_protobuf_Timestamp__Output | null);
  'by': (string);
  'why': (string);
  /**
   * Of a drain: running work may end until then. Of a maintenance: when it is over.
   */
  'endTime': (_google_protobuf_Timestamp__Output | null);
}
