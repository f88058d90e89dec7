// Original file: proto/wayside/v1/trace.proto

import type { RecordRef as _wayside_v1_RecordRef, RecordRef__Output as _wayside_v1_RecordRef__Output } from '../../wayside/v1/RecordRef.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

/**
 * One switch's word on what stands behind an IP address.
 */
export interface TraceResolution {
  'switch'?: (_wayside_v1_RecordRef | null);
  'switchName'?: (string);
  'mac'?: (string);
  'vlan'?: (number);
  /**
   * Where the switch shows one.
   */
  'port'?: (string);
  /**
   * dynamic, static, self (the switch's own address) or other.
   */
  'type'?: (string);
  'seenTime'?: (_google_protobuf_Timestamp | null);
  /**
   * True: asked of the switch for this question; false: from the last collect.
   */
  'live'?: (boolean);
  /**
   * Other addresses that the same MAC address stands behind at the last collects: a router, or one that answers for
   * others.
   */
  'otherAddresses'?: (number);
}

/**
 * One switch's word on what stands behind an IP address.
 */
export interface TraceResolution__Output {
  'switch': (_wayside_v1_RecordRef__Output | null);
  'switchName': (string);
  'mac': (string);
  'vlan': (number);
  /**
   * Where the switch shows one.
   */
  'port': (string);
  /**
   * dynamic, static, self (the switch's own address) or other.
   */
  'type': (string);
  'seenTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * True: asked of the switch for this question; false: from the last collect.
   */
  'live': (boolean);
  /**
   * Other addresses that the same MAC address stands behind at the last collects: a router, or one that answers for
   * others.
   */
  'otherAddresses': (number);
}
