// Original file: proto/wayside/v1/attempt.proto

import type { RecordRef as _wayside_v1_RecordRef, RecordRef__Output as _wayside_v1_RecordRef__Output } from '../../wayside/v1/RecordRef.ts';

export interface TargetEnded {
  'source'?: (_wayside_v1_RecordRef | null);
  'name'?: (string);
  /**
   * Empty code: it succeeded.
   */
  'code'?: (string);
  'message'?: (string);
  'hint'?: (string);
  /**
   * JSON text.
   */
  'data'?: (string);
  'timingsMs'?: ({[key: string]: number | string});
  /**
   * Name of the credential that was opened for it; empty: none was.
   */
  'credential'?: (string);
}

export interface TargetEnded__Output {
  'source': (_wayside_v1_RecordRef__Output | null);
  'name': (string);
  /**
   * Empty code: it succeeded.
   */
  'code': (string);
  'message': (string);
  'hint': (string);
  /**
   * JSON text.
   */
  'data': (string);
  'timingsMs': ({[key: string]: number});
  /**
   * Name of the credential that was opened for it; empty: none was.
   */
  'credential': (string);
}
