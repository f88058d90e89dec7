// Original file: proto/wayside/v1/inventory.proto

import type { FoundRecord as _wayside_v1_FoundRecord, FoundRecord__Output as _wayside_v1_FoundRecord__Output } from '../../wayside/v1/FoundRecord.ts';

export interface FindRecordsResponse {
  'found'?: (_wayside_v1_FoundRecord)[];
  /**
   * Empty at the end.
   */
  'nextPageToken'?: (string);
  /**
   * The call looked at all that one call may before the page was full; the token goes on from there.
   */
  'stopped'?: (boolean);
  /**
   * Below 100 the index is being built, and what is found may not be all.
   */
  'indexedPercent'?: (number);
}

export interface FindRecordsResponse__Output {
  'found': (_wayside_v1_FoundRecord__Output)[];
  /**
   * Empty at the end.
   */
  'nextPageToken': (string);
  /**
   * The call looked at all that one call may before the page was full; the token goes on from there.
   */
  'stopped': (boolean);
  /**
   * Below 100 the index is being built, and what is found may not be all.
   */
  'indexedPercent': (number);
}
