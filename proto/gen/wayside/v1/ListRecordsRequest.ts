// Original file: proto/wayside/v1/inventory.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

export interface ListRecordsRequest {
  'kind'?: (string);
  /**
   * Empty: all sites.
   */
  'site'?: (string);
  /**
   * Default 50, at most 1000; negative is an error.
   */
  'pageSize'?: (number);
  'pageToken'?: (string);
  /**
   * Field name -> value; all must match. Fields marked `indexed` need no scan.
   */
  'filter'?: ({[key: string]: string});
  /**
   * Also records that are missing, orphaned or retired. Default: active ones and missing ones.
   */
  'showAbsent'?: (boolean);
  'showDeleted'?: (boolean);
  /**
   * As it was then; filters are then answered without an index. HISTORY_GONE when the history does not go back so far.
   */
  'atTime'?: (_google_protobuf_Timestamp | null);
}

export interface ListRecordsRequest__Output {
  'kind': (string);
  /**
   * Empty: all sites.
   */
  'site': (string);
  /**
   * Default 50, at most 1000; negative is an error.
   */
  'pageSize': (number);
  'pageToken': (string);
  /**
   * Field name -> value; all must match. Fields marked `indexed` need no scan.
   */
  'filter': ({[key: string]: string});
  /**
   * Also records that are missing, orphaned or retired. Default: active ones and missing ones.
   */
  'showAbsent': (boolean);
  'showDeleted': (boolean);
  /**
   * As it was then; filters are then answered without an index. HISTORY_GONE when the history does not go back so far.
   */
  'atTime': (_google_protobuf_Timestamp__Output | null);
}
