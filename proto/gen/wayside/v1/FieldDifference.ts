// Original file: proto/wayside/v1/plan.proto

import type { Value as _google_protobuf_Value, Value__Output as _google_protobuf_Value__Output } from '../../google/protobuf/Value.ts';

/**
 * One field; a value that is not there is not set.
 */
export interface FieldDifference {
  'field'?: (string);
  'before'?: (_google_protobuf_Value | null);
  'after'?: (_google_protobuf_Value | null);
}

/**
 * One field; a value that is not there is not set.
 */
export interface FieldDifference__Output {
  'field': (string);
  'before': (_google_protobuf_Value__Output | null);
  'after': (_google_protobuf_Value__Output | null);
}
