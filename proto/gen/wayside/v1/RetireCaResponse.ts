// Original file: proto/wayside/v1/ca.proto

import type { CaCertificate as _wayside_v1_CaCertificate, CaCertificate__Output as _wayside_v1_CaCertificate__Output } from '../../wayside/v1/CaCertificate.ts';

export interface RetireCaResponse {
  'cas'?: (_wayside_v1_CaCertificate)[];
  /**
   * Agents that had no certificate of the new CA; at most 100 names.
   */
  'cutOff'?: (string)[];
}

export interface RetireCaResponse__Output {
  'cas': (_wayside_v1_CaCertificate__Output)[];
  /**
   * Agents that had no certificate of the new CA; at most 100 names.
   */
  'cutOff': (string)[];
}
