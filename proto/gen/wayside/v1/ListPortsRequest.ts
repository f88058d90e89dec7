// Original file: proto/wayside/v1/port.proto

import type { RecordRef as _wayside_v1_RecordRef, RecordRef__Output as _wayside_v1_RecordRef__Output } from '../../wayside/v1/RecordRef.ts';

export interface ListPortsRequest {
  /**
   * Empty: all sites.
   */
  'site'?: (string);
  /**
   * A switch, or its source; absent: all.
   */
  'switch'?: (_wayside_v1_RecordRef | null);
  /**
   * 0: all ports; at most a year. Counted up to the last whole collect of each switch.
   */
  'unusedForSeconds'?: (number);
  /**
   * 1 to 1000; 0 means 50.
   */
  'pageSize'?: (number);
  'pageToken'?: (string);
  /**
   * As of ListRecords; fields are those of records of the kind `port`, and those of ListedPort.
   */
  'filter'?: (string);
  /**
   * Empty: site, switchName, name.
   */
  'orderBy'?: (string);
}

export interface ListPortsRequest__Output {
  /**
   * Empty: all sites.
   */
  'site': (string);
  /**
   * A switch, or its source; absent: all.
   */
  'switch': (_wayside_v1_RecordRef__Output | null);
  /**
   * 0: all ports; at most a year. Counted up to the last whole collect of each switch.
   */
  'unusedForSeconds': (number);
  /**
   * 1 to 1000; 0 means 50.
   */
  'pageSize': (number);
  'pageToken': (string);
  /**
   * As of ListRecords; fields are those of records of the kind `port`, and those of ListedPort.
   */
  'filter': (string);
  /**
   * Empty: site, switchName, name.
   */
  'orderBy': (string);
}
