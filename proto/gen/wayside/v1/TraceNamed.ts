// Original file: proto/wayside/v1/trace.proto

import type { RecordRef as _wayside_v1_RecordRef, RecordRef__Output as _wayside_v1_RecordRef__Output } from '../../wayside/v1/RecordRef.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

/**
 * One thing that has a name.
 */
export interface TraceNamed {
  /**
   * As it calls itself.
   */
  'name'?: (string);
  /**
   * Who says so: `neighbour` (it speaks LLDP or CDP itself) or `switch` (it is in the inventory).
   */
  'source'?: (string);
  /**
   * Where it was seen, or the switch that it is.
   */
  'switch'?: (_wayside_v1_RecordRef | null);
  'switchName'?: (string);
  /**
   * The port that it was heard on.
   */
  'port'?: (string);
  'mac'?: (string);
  'address'?: (string);
  'seenTime'?: (_google_protobuf_Timestamp | null);
}

/**
 * One thing that has a name.
 */
export interface TraceNamed__Output {
  /**
   * As it calls itself.
   */
  'name': (string);
  /**
   * Who says so: `neighbour` (it speaks LLDP or CDP itself) or `switch` (it is in the inventory).
   */
  'source': (string);
  /**
   * Where it was seen, or the switch that it is.
   */
  'switch': (_wayside_v1_RecordRef__Output | null);
  'switchName': (string);
  /**
   * The port that it was heard on.
   */
  'port': (string);
  'mac': (string);
  'address': (string);
  'seenTime': (_google_protobuf_Timestamp__Output | null);
}
