// Original file: proto/wayside/v1/port.proto

import type { RecordRef as _wayside_v1_RecordRef, RecordRef__Output as _wayside_v1_RecordRef__Output } from '../../wayside/v1/RecordRef.ts';

/**
 * Ports of one switch.
 */
export interface PortTarget {
  /**
   * A switch, or its source.
   */
  'switch'?: (_wayside_v1_RecordRef | null);
  /**
   * In any spelling, one by one or as ranges: `Gi1/0/1-12,Gi1/0/20`.
   */
  'ports'?: (string);
}

/**
 * Ports of one switch.
 */
export interface PortTarget__Output {
  /**
   * A switch, or its source.
   */
  'switch': (_wayside_v1_RecordRef__Output | null);
  /**
   * In any spelling, one by one or as ranges: `Gi1/0/1-12,Gi1/0/20`.
   */
  'ports': (string);
}
