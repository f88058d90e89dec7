// Original file: proto/wayside/v1/hostkey.proto

import type { HostKey as _wayside_v1_HostKey, HostKey__Output as _wayside_v1_HostKey__Output } from '../../wayside/v1/HostKey.ts';

export interface ListHostKeysResponse {
  'hostKeys'?: (_wayside_v1_HostKey)[];
  'nextPageToken'?: (string);
  /**
   * Agents of the site that gave no answer, by name: what they hold is not told.
   */
  'silentAgents'?: (string)[];
  /**
   * Places that are left out: an agent tells 2000 of those that it holds. Those of one source are told whole.
   */
  'untold'?: (number);
}

export interface ListHostKeysResponse__Output {
  'hostKeys': (_wayside_v1_HostKey__Output)[];
  'nextPageToken': (string);
  /**
   * Agents of the site that gave no answer, by name: what they hold is not told.
   */
  'silentAgents': (string)[];
  /**
   * Places that are left out: an agent tells 2000 of those that it holds. Those of one source are told whole.
   */
  'untold': (number);
}
