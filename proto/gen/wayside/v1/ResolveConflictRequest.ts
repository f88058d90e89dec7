// Original file: proto/wayside/v1/conflict.proto

import type { Value as _google_protobuf_Value, Value__Output as _google_protobuf_Value__Output } from '../../google/protobuf/Value.ts';

export interface ResolveConflictRequest {
  'id'?: (string);
  /**
   * Exactly one of the next three. The value that this origin wrote; the beginning of its name is enough where it is unique.
   */
  'origin'?: (string);
  /**
   * Null takes the field away.
   */
  'value'?: (_google_protobuf_Value | null);
  /**
   * What the rule proposes.
   */
  'proposed'?: (boolean);
  'why'?: (string);
  /**
   * UUID; a repeat gives the same plan.
   */
  'requestId'?: (string);
  /**
   * Full permission and validation, nothing written: the plan in the answer is not kept.
   */
  'validateOnly'?: (boolean);
}

export interface ResolveConflictRequest__Output {
  'id': (string);
  /**
   * Exactly one of the next three. The value that this origin wrote; the beginning of its name is enough where it is unique.
   */
  'origin': (string);
  /**
   * Null takes the field away.
   */
  'value': (_google_protobuf_Value__Output | null);
  /**
   * What the rule proposes.
   */
  'proposed': (boolean);
  'why': (string);
  /**
   * UUID; a repeat gives the same plan.
   */
  'requestId': (string);
  /**
   * Full permission and validation, nothing written: the plan in the answer is not kept.
   */
  'validateOnly': (boolean);
}
