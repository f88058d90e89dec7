// Original file: proto/wayside/v1/conflict.proto

import type { RecordRef as _wayside_v1_RecordRef, RecordRef__Output as _wayside_v1_RecordRef__Output } from '../../wayside/v1/RecordRef.ts';
import type { Conflict as _wayside_v1_Conflict, Conflict__Output as _wayside_v1_Conflict__Output } from '../../wayside/v1/Conflict.ts';
import type { Value as _google_protobuf_Value, Value__Output as _google_protobuf_Value__Output } from '../../google/protobuf/Value.ts';

export interface RecordConflict {
  'ref'?: (_wayside_v1_RecordRef | null);
  /**
   * Name of the record, for people.
   */
  'name'?: (string);
  'conflict'?: (_wayside_v1_Conflict | null);
  /**
   * The rule for its kind and field: `newest`, `authority`, `union` or `manual`.
   */
  'rule'?: (string);
  /**
   * What the rule would take; absent: a person has to decide.
   */
  'proposed'?: (_google_protobuf_Value | null);
  /**
   * Why the rule decides nothing, or what it decided by.
   */
  'reason'?: (string);
}

export interface RecordConflict__Output {
  'ref': (_wayside_v1_RecordRef__Output | null);
  /**
   * Name of the record, for people.
   */
  'name': (string);
  'conflict': (_wayside_v1_Conflict__Output | null);
  /**
   * The rule for its kind and field: `newest`, `authority`, `union` or `manual`.
   */
  'rule': (string);
  /**
   * What the rule would take; absent: a person has to decide.
   */
  'proposed': (_google_protobuf_Value__Output | null);
  /**
   * Why the rule decides nothing, or what it decided by.
   */
  'reason': (string);
}
