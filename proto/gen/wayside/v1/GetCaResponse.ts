// Original file: proto/wayside/v1/ca.proto

import type { CaCertificate as _wayside_v1_CaCertificate, CaCertificate__Output as _wayside_v1_CaCertificate__Output } from '../../wayside/v1/CaCertificate.ts';

export interface GetCaResponse {
  /**
   * One, or the old and the new one.
   */
  'cas'?: (_wayside_v1_CaCertificate)[];
}

export interface GetCaResponse__Output {
  /**
   * One, or the old and the new one.
   */
  'cas': (_wayside_v1_CaCertificate__Output)[];
}
