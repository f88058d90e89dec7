// Original file: proto/wayside/v1/attempt.proto

import type { RecordRef as _wayside_v1_RecordRef, RecordRef__Output as _wayside_v1_RecordRef__Output } from '../../wayside/v1/RecordRef.ts';
import type { JumpHost as _wayside_v1_JumpHost, JumpHost__Output as _wayside_v1_JumpHost__Output } from '../../wayside/v1/JumpHost.ts';

export interface JobTarget {
  'source'?: (_wayside_v1_RecordRef | null);
  'name'?: (string);
  'address'?: (string);
  'port'?: (number);
  'platform'?: (string);
  /**
   * Name of a credential in the agent's vault.
   */
  'credential'?: (string);
  /**
   * The way there; not set: the agent dials it itself.
   */
  'jump'?: (_wayside_v1_JumpHost | null);
}

export interface JobTarget__Output {
  'source': (_wayside_v1_RecordRef__Output | null);
  'name': (string);
  'address': (string);
  'port': (number);
  'platform': (string);
  /**
   * Name of a credential in the agent's vault.
   */
  'credential': (string);
  /**
   * The way there; not set: the agent dials it itself.
   */
  'jump': (_wayside_v1_JumpHost__Output | null);
}
