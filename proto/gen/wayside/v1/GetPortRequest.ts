// Original file: proto/wayside/v1/port.proto

import type { RecordRef as _wayside_v1_RecordRef, RecordRef__Output as _wayside_v1_RecordRef__Output } from '../../wayside/v1/RecordRef.ts';

export interface GetPortRequest {
  'switch'?: (_wayside_v1_RecordRef | null);
  /**
   * In any spelling.
   */
  'port'?: (string);
  /**
   * What the agent remembers of the switch will not do.
   */
  'noCache'?: (boolean);
}

export interface GetPortRequest__Output {
  'switch': (_wayside_v1_RecordRef__Output | null);
  /**
   * In any spelling.
   */
  'port': (string);
  /**
   * What the agent remembers of the switch will not do.
   */
  'noCache': (boolean);
}
