// Original file: proto/wayside/v1/session.proto

import type { HeldHostKey as _wayside_v1_HeldHostKey, HeldHostKey__Output as _wayside_v1_HeldHostKey__Output } from '../../wayside/v1/HeldHostKey.ts';

/**
 * The answer to HostKeysAsked.
 */
export interface HostKeysTold {
  'questionId'?: (string);
  /**
   * The first ones by place, as they are after what was asked.
   */
  'keys'?: (_wayside_v1_HeldHostKey)[];
  /**
   * Of all places.
   */
  'count'?: (number);
  /**
   * Why nothing was pinned, when it was asked for. Empty: it was.
   */
  'code'?: (string);
  'message'?: (string);
}

/**
 * The answer to HostKeysAsked.
 */
export interface HostKeysTold__Output {
  'questionId': (string);
  /**
   * The first ones by place, as they are after what was asked.
   */
  'keys': (_wayside_v1_HeldHostKey__Output)[];
  /**
   * Of all places.
   */
  'count': (number);
  /**
   * Why nothing was pinned, when it was asked for. Empty: it was.
   */
  'code': (string);
  'message': (string);
}
