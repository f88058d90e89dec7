// Original file: proto/wayside/v1/trace.proto

import type { RecordRef as _wayside_v1_RecordRef, RecordRef__Output as _wayside_v1_RecordRef__Output } from '../../wayside/v1/RecordRef.ts';
import type { Evidence as _wayside_v1_Evidence, Evidence__Output as _wayside_v1_Evidence__Output } from '../../wayside/v1/Evidence.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { TraceEdgeMember as _wayside_v1_TraceEdgeMember, TraceEdgeMember__Output as _wayside_v1_TraceEdgeMember__Output } from '../../wayside/v1/TraceEdgeMember.ts';

export interface TraceEdge {
  'switch'?: (_wayside_v1_RecordRef | null);
  'switchName'?: (string);
  'port'?: (string);
  'portDescription'?: (string);
  'vlan'?: (number);
  /**
   * edge, phone, ap, hypervisor, host-lag, unmanaged or interswitch (behind a switch that is not in the inventory).
   */
  'portClass'?: (string);
  /**
   * dynamic, static, secure, …
   */
  'entryType'?: (string);
  /**
   * 0 to 1.
   */
  'confidence'?: (number | string);
  /**
   * What speaks for it and against it.
   */
  'evidence'?: (_wayside_v1_Evidence)[];
  /**
   * How many other addresses are on the port.
   */
  'otherAddresses'?: (number);
  'seenTime'?: (_google_protobuf_Timestamp | null);
  /**
   * True: read from the switch for this question; false: from the last collect.
   */
  'live'?: (boolean);
  /**
   * When it was first seen on this port; empty when no collect has seen it there.
   */
  'firstSeenTime'?: (_google_protobuf_Timestamp | null);
  /**
   * The halves of an edge that is a port channel over a pair of switches (MLAG, vPC), this one first; else empty.
   */
  'members'?: (_wayside_v1_TraceEdgeMember)[];
}

export interface TraceEdge__Output {
  'switch': (_wayside_v1_RecordRef__Output | null);
  'switchName': (string);
  'port': (string);
  'portDescription': (string);
  'vlan': (number);
  /**
   * edge, phone, ap, hypervisor, host-lag, unmanaged or interswitch (behind a switch that is not in the inventory).
   */
  'portClass': (string);
  /**
   * dynamic, static, secure, …
   */
  'entryType': (string);
  /**
   * 0 to 1.
   */
  'confidence': (number);
  /**
   * What speaks for it and against it.
   */
  'evidence': (_wayside_v1_Evidence__Output)[];
  /**
   * How many other addresses are on the port.
   */
  'otherAddresses': (number);
  'seenTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * True: read from the switch for this question; false: from the last collect.
   */
  'live': (boolean);
  /**
   * When it was first seen on this port; empty when no collect has seen it there.
   */
  'firstSeenTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * The halves of an edge that is a port channel over a pair of switches (MLAG, vPC), this one first; else empty.
   */
  'members': (_wayside_v1_TraceEdgeMember__Output)[];
}
