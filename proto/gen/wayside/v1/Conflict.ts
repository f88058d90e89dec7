// Original file: proto/wayside/v1/record.proto

import type { ConflictValue as _wayside_v1_ConflictValue, ConflictValue__Output as _wayside_v1_ConflictValue__Output } from '../../wayside/v1/ConflictValue.ts';

/**
 * Unequal values of one field that did not know of each other. Computed, never stored.
 */
export interface Conflict {
  /**
   * Stable id of this very disagreement.
   */
  'id'?: (string);
  'field'?: (string);
  /**
   * Newest first; the first one is what `fields` shows.
   */
  'values'?: (_wayside_v1_ConflictValue)[];
}

/**
 * Unequal values of one field that did not know of each other. Computed, never stored.
 */
export interface Conflict__Output {
  /**
   * Stable id of this very disagreement.
   */
  'id': (string);
  'field': (string);
  /**
   * Newest first; the first one is what `fields` shows.
   */
  'values': (_wayside_v1_ConflictValue__Output)[];
}
