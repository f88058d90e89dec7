// Original file: proto/wayside/v1/port.proto

import type { RecordRef as _wayside_v1_RecordRef, RecordRef__Output as _wayside_v1_RecordRef__Output } from '../../wayside/v1/RecordRef.ts';

export interface PlanVlansRequest {
  /**
   * `add`, `rename` or `rm`.
   */
  'action'?: (string);
  /**
   * 1 to 4094.
   */
  'vlan'?: (number);
  /**
   * Of `rename` needed; of `add` empty: VLAN and its number.
   */
  'name'?: (string);
  'switches'?: (_wayside_v1_RecordRef)[];
  /**
   * In the place of switches: all enabled ones of a site.
   */
  'site'?: (string);
  'why'?: (string);
  'overrides'?: (string)[];
  'expireAfterMs'?: (number);
  'requestId'?: (string);
  'validateOnly'?: (boolean);
}

export interface PlanVlansRequest__Output {
  /**
   * `add`, `rename` or `rm`.
   */
  'action': (string);
  /**
   * 1 to 4094.
   */
  'vlan': (number);
  /**
   * Of `rename` needed; of `add` empty: VLAN and its number.
   */
  'name': (string);
  'switches': (_wayside_v1_RecordRef__Output)[];
  /**
   * In the place of switches: all enabled ones of a site.
   */
  'site': (string);
  'why': (string);
  'overrides': (string)[];
  'expireAfterMs': (number);
  'requestId': (string);
  'validateOnly': (boolean);
}
