// Original file: proto/wayside/v1/credential.proto

import type { SealKey as _wayside_v1_SealKey, SealKey__Output as _wayside_v1_SealKey__Output } from '../../wayside/v1/SealKey.ts';

export interface GetSealKeyResponse {
  'agentId'?: (string);
  'agent'?: (string);
  'site'?: (string);
  /**
   * Ed25519; `agent_id` is its fingerprint.
   */
  'identityKey'?: (Buffer | Uint8Array | string);
  'sealKey'?: (_wayside_v1_SealKey | null);
  'nextVersion'?: (number);
}

export interface GetSealKeyResponse__Output {
  'agentId': (string);
  'agent': (string);
  'site': (string);
  /**
   * Ed25519; `agent_id` is its fingerprint.
   */
  'identityKey': (Buffer);
  'sealKey': (_wayside_v1_SealKey__Output | null);
  'nextVersion': (number);
}
