// Original file: proto/wayside/v1/inventory.proto

import type { Change as _wayside_v1_Change, Change__Output as _wayside_v1_Change__Output } from '../../wayside/v1/Change.ts';
import type { Struct as _google_protobuf_Struct, Struct__Output as _google_protobuf_Struct__Output } from '../../google/protobuf/Struct.ts';

export interface GetChangeResponse {
  'change'?: (_wayside_v1_Change | null);
  /**
   * The fields of the same section before; absent when there was nothing.
   */
  'before'?: (_google_protobuf_Struct | null);
  /**
   * False: what was before may have been forgotten by the history.
   */
  'beforeKnown'?: (boolean);
}

export interface GetChangeResponse__Output {
  'change': (_wayside_v1_Change__Output | null);
  /**
   * The fields of the same section before; absent when there was nothing.
   */
  'before': (_google_protobuf_Struct__Output | null);
  /**
   * False: what was before may have been forgotten by the history.
   */
  'beforeKnown': (boolean);
}
