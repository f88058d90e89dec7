// Original file: proto/wayside/v1/hostkey.proto

import type { HostKeyState as _wayside_v1_HostKeyState, HostKeyState__Output as _wayside_v1_HostKeyState__Output } from '../../wayside/v1/HostKeyState.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

/**
 * What one agent holds of one place.
 */
export interface HostKey {
  'site'?: (string);
  'agentId'?: (string);
  'agent'?: (string);
  /**
   * `10.0.0.1:22`, the address in brackets when it is IPv6.
   */
  'place'?: (string);
  /**
   * Sources of the site that are reached there, by name; empty: none is any more.
   */
  'source'?: (string);
  'state'?: (_wayside_v1_HostKeyState);
  /**
   * `ssh-ed25519`; `accepted` when its fingerprint was accepted. Empty: nothing is pinned.
   */
  'keyType'?: (string);
  /**
   * As `ssh-keygen -l` prints it: `SHA256:` and 43 characters.
   */
  'fingerprint'?: (string);
  'pinTime'?: (_google_protobuf_Timestamp | null);
  /**
   * The key that was refused last, while it has not been accepted and the pinned one has not come back.
   */
  'offeredKeyType'?: (string);
  'offeredFingerprint'?: (string);
  'offerTime'?: (_google_protobuf_Timestamp | null);
}

/**
 * What one agent holds of one place.
 */
export interface HostKey__Output {
  'site': (string);
  'agentId': (string);
  'agent': (string);
  /**
   * `10.0.0.1:22`, the address in brackets when it is IPv6.
   */
  'place': (string);
  /**
   * Sources of the site that are reached there, by name; empty: none is any more.
   */
  'source': (string);
  'state': (_wayside_v1_HostKeyState__Output);
  /**
   * `ssh-ed25519`; `accepted` when its fingerprint was accepted. Empty: nothing is pinned.
   */
  'keyType': (string);
  /**
   * As `ssh-keygen -l` prints it: `SHA256:` and 43 characters.
   */
  'fingerprint': (string);
  'pinTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * The key that was refused last, while it has not been accepted and the pinned one has not come back.
   */
  'offeredKeyType': (string);
  'offeredFingerprint': (string);
  'offerTime': (_google_protobuf_Timestamp__Output | null);
}
