// Original file: proto/wayside/v1/system.proto

import type { RecordRef as _wayside_v1_RecordRef, RecordRef__Output as _wayside_v1_RecordRef__Output } from '../../wayside/v1/RecordRef.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

// Original file: proto/wayside/v1/system.proto

export const _wayside_v1_Finding_Level = {
  LEVEL_UNSPECIFIED: 'LEVEL_UNSPECIFIED',
  LEVEL_OK: 'LEVEL_OK',
  LEVEL_WARNING: 'LEVEL_WARNING',
  LEVEL_PROBLEM: 'LEVEL_PROBLEM',
} as const;

export type _wayside_v1_Finding_Level =
  | 'LEVEL_UNSPECIFIED'
  | 0
  | 'LEVEL_OK'
  | 1
  | 'LEVEL_WARNING'
  | 2
  | 'LEVEL_PROBLEM'
  | 3

export type _wayside_v1_Finding_Level__Output = typeof _wayside_v1_Finding_Level[keyof typeof _wayside_v1_Finding_Level]

export interface Finding {
  'level'?: (_wayside_v1_Finding_Level);
  /**
   * The check, such as `agents`.
   */
  'check'?: (string);
  'message'?: (string);
  /**
   * What to do.
   */
  'hint'?: (string);
  /**
   * Which of the reasons it is, such as `agent-away`; empty: all is well.
   */
  'reason'?: (string);
  /**
   * Empty: of the controller itself.
   */
  'site'?: (string);
  /**
   * The agent or source that it is about; not set: none.
   */
  'subject'?: (_wayside_v1_RecordRef | null);
  'subjectName'?: (string);
  /**
   * Since when it is so; not set: not known.
   */
  'sinceTime'?: (_google_protobuf_Timestamp | null);
}

export interface Finding__Output {
  'level': (_wayside_v1_Finding_Level__Output);
  /**
   * The check, such as `agents`.
   */
  'check': (string);
  'message': (string);
  /**
   * What to do.
   */
  'hint': (string);
  /**
   * Which of the reasons it is, such as `agent-away`; empty: all is well.
   */
  'reason': (string);
  /**
   * Empty: of the controller itself.
   */
  'site': (string);
  /**
   * The agent or source that it is about; not set: none.
   */
  'subject': (_wayside_v1_RecordRef__Output | null);
  'subjectName': (string);
  /**
   * Since when it is so; not set: not known.
   */
  'sinceTime': (_google_protobuf_Timestamp__Output | null);
}
