// Original file: proto/wayside/v1/attempt.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

/**
 * What the journal of the agent says of a step.
 */
export interface StepTold {
  'id'?: (string);
  /**
   * planned, sent, acknowledged, not-done or unknown.
   */
  'state'?: (string);
  /**
   * Empty unless not-done or unknown.
   */
  'code'?: (string);
  'message'?: (string);
  'hint'?: (string);
  /**
   * JSON text.
   */
  'data'?: (string);
  /**
   * Since when; not set: it never left planned.
   */
  'time'?: (_google_protobuf_Timestamp | null);
}

/**
 * What the journal of the agent says of a step.
 */
export interface StepTold__Output {
  'id': (string);
  /**
   * planned, sent, acknowledged, not-done or unknown.
   */
  'state': (string);
  /**
   * Empty unless not-done or unknown.
   */
  'code': (string);
  'message': (string);
  'hint': (string);
  /**
   * JSON text.
   */
  'data': (string);
  /**
   * Since when; not set: it never left planned.
   */
  'time': (_google_protobuf_Timestamp__Output | null);
}
