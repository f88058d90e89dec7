// Original file: proto/wayside/v1/port.proto

import type { Record as _wayside_v1_Record, Record__Output as _wayside_v1_Record__Output } from '../../wayside/v1/Record.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

export interface ListedPort {
  'record'?: (_wayside_v1_Record | null);
  'switchName'?: (string);
  /**
   * fabric, interswitch, ap, phone, hypervisor, host-lag, edge or unmanaged, by the last collect of the site; of a member of a
   * port channel that of the channel. Empty: nothing was seen that tells.
   */
  'portClass'?: (string);
  /**
   * Addresses that were learned on it; those on a port channel count there and not at its members.
   */
  'addresses'?: (number);
  /**
   * With `unused_for_seconds`: since when neither a link nor an address was seen. What was before the first collect that is kept
   * is not known.
   */
  'unusedSince'?: (_google_protobuf_Timestamp | null);
  '_addresses'?: "addresses";
}

export interface ListedPort__Output {
  'record': (_wayside_v1_Record__Output | null);
  'switchName': (string);
  /**
   * fabric, interswitch, ap, phone, hypervisor, host-lag, edge or unmanaged, by the last collect of the site; of a member of a
   * port channel that of the channel. Empty: nothing was seen that tells.
   */
  'portClass': (string);
  /**
   * Addresses that were learned on it; those on a port channel count there and not at its members.
   */
  'addresses'?: (number);
  /**
   * With `unused_for_seconds`: since when neither a link nor an address was seen. What was before the first collect that is kept
   * is not known.
   */
  'unusedSince': (_google_protobuf_Timestamp__Output | null);
  '_addresses'?: "addresses";
}
