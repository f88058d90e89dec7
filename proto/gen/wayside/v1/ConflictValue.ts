// Original file: proto/wayside/v1/record.proto

import type { Value as _google_protobuf_Value, Value__Output as _google_protobuf_Value__Output } from '../../google/protobuf/Value.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

export interface ConflictValue {
  'value'?: (_google_protobuf_Value | null);
  'origin'?: (string);
  'writtenBy'?: (string);
  'writeTime'?: (_google_protobuf_Timestamp | null);
}

export interface ConflictValue__Output {
  'value': (_google_protobuf_Value__Output | null);
  'origin': (string);
  'writtenBy': (string);
  'writeTime': (_google_protobuf_Timestamp__Output | null);
}
