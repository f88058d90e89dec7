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
   * Field name -> value; all must be equal, in any case. As `filter`, without its quoting.
   */
  'match'?: ({[key: string]: string});
  /**
   * Also records that are missing, orphaned or retired. Default: active ones and missing ones.
   */
  'showAbsent'?: (boolean);
  'showDeleted'?: (boolean);
  /**
   * As it was then; filters are then answered without an index. HISTORY_GONE when the history does not go back so far.
   */
  'atTime'?: (_google_protobuf_Timestamp | null);
  /**
   * Terms that must all hold: `name=sw1` equal (in any case; of a list one of its texts), `name=sw*` begins so, `floor:*`
   * is there, `-name=sw1` or `name!=sw1` not. Values with blanks stand in double quotes. Fields are those of the kind,
   * `label.KEY`, `note.ID`, `site`, `id`, `updateTime`, `updatedBy`, and `source=SITE/source/ID` for what a source told.
   * What the caller may not see is as good as absent. Fields marked `indexed` need no scan.
   */
  'filter'?: (string);
  /**
   * Fields as of `filter`, each with `desc` behind it if it goes down: `floor, name desc`. Numbers go as numbers, addresses
   * as addresses, Gi1/0/2 before Gi1/0/10; absent ones come last. Empty: site, id. At most 200,000 records are ordered.
   * Pages hold the order of the first one; a page may be short where records went meanwhile.
   */
  'orderBy'?: (string);
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
   * Field name -> value; all must be equal, in any case. As `filter`, without its quoting.
   */
  'match': ({[key: string]: string});
  /**
   * Also records that are missing, orphaned or retired. Default: active ones and missing ones.
   */
  'showAbsent': (boolean);
  'showDeleted': (boolean);
  /**
   * As it was then; filters are then answered without an index. HISTORY_GONE when the history does not go back so far.
   */
  'atTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * Terms that must all hold: `name=sw1` equal (in any case; of a list one of its texts), `name=sw*` begins so, `floor:*`
   * is there, `-name=sw1` or `name!=sw1` not. Values with blanks stand in double quotes. Fields are those of the kind,
   * `label.KEY`, `note.ID`, `site`, `id`, `updateTime`, `updatedBy`, and `source=SITE/source/ID` for what a source told.
   * What the caller may not see is as good as absent. Fields marked `indexed` need no scan.
   */
  'filter': (string);
  /**
   * Fields as of `filter`, each with `desc` behind it if it goes down: `floor, name desc`. Numbers go as numbers, addresses
   * as addresses, Gi1/0/2 before Gi1/0/10; absent ones come last. Empty: site, id. At most 200,000 records are ordered.
   * Pages hold the order of the first one; a page may be short where records went meanwhile.
   */
  'orderBy': (string);
}
