// Original file: proto/wayside/v1/inventory.proto

import type { Long } from '@grpc/proto-loader';

export interface GetChangeRequest {
  /**
   * As `Change.position` has it.
   */
  'position'?: (number | string | Long);
}

export interface GetChangeRequest__Output {
  /**
   * As `Change.position` has it.
   */
  'position': (string);
}
