// Original file: proto/wayside/v1/inventory.proto

import type { WriteOperation as _wayside_v1_WriteOperation, WriteOperation__Output as _wayside_v1_WriteOperation__Output } from '../../wayside/v1/WriteOperation.ts';

export interface WriteRecordsRequest {
  'operations'?: (_wayside_v1_WriteOperation)[];
  /**
   * Why, for the history.
   */
  'why'?: (string);
  /**
   * UUID; a repeat with the same id within 24 h gives the first answer and writes nothing.
   */
  'requestId'?: (string);
  /**
   * Full validation, nothing written.
   */
  'validateOnly'?: (boolean);
}

export interface WriteRecordsRequest__Output {
  'operations': (_wayside_v1_WriteOperation__Output)[];
  /**
   * Why, for the history.
   */
  'why': (string);
  /**
   * UUID; a repeat with the same id within 24 h gives the first answer and writes nothing.
   */
  'requestId': (string);
  /**
   * Full validation, nothing written.
   */
  'validateOnly': (boolean);
}
