// Original file: proto/wayside/v1/session.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

export interface HeldHostKey {
  /**
   * `10.0.0.1:22`, the address in brackets when it is IPv6; ` by bastion:22` follows where a jump host dials it.
   */
  'place'?: (string);
  /**
   * Empty: nothing is pinned.
   */
  'keyType'?: (string);
  'fingerprint'?: (string);
  'pinTime'?: (_google_protobuf_Timestamp | null);
  /**
   * The key that was refused last. Empty: none, or it was accepted, or the pinned one came back.
   */
  'offeredKeyType'?: (string);
  'offeredFingerprint'?: (string);
  'offerTime'?: (_google_protobuf_Timestamp | null);
}

export interface HeldHostKey__Output {
  /**
   * `10.0.0.1:22`, the address in brackets when it is IPv6; ` by bastion:22` follows where a jump host dials it.
   */
  'place': (string);
  /**
   * Empty: nothing is pinned.
   */
  'keyType': (string);
  'fingerprint': (string);
  'pinTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * The key that was refused last. Empty: none, or it was accepted, or the pinned one came back.
   */
  'offeredKeyType': (string);
  'offeredFingerprint': (string);
  'offerTime': (_google_protobuf_Timestamp__Output | null);
}
