// Original file: proto/wayside/v1/hostkey.proto

import type { HostKey as _wayside_v1_HostKey, HostKey__Output as _wayside_v1_HostKey__Output } from '../../wayside/v1/HostKey.ts';

export interface AcceptHostKeyResponse {
  /**
   * One for each agent that answered.
   */
  'hostKeys'?: (_wayside_v1_HostKey)[];
  /**
   * Agents of the site that were not told, by name; accept it again when they are back.
   */
  'silentAgents'?: (string)[];
}

export interface AcceptHostKeyResponse__Output {
  /**
   * One for each agent that answered.
   */
  'hostKeys': (_wayside_v1_HostKey__Output)[];
  /**
   * Agents of the site that were not told, by name; accept it again when they are back.
   */
  'silentAgents': (string)[];
}
