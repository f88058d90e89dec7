// Original file: proto/wayside/v1/system.proto

import type { DeltaHop as _wayside_v1_DeltaHop, DeltaHop__Output as _wayside_v1_DeltaHop__Output } from '../../wayside/v1/DeltaHop.ts';
import type { Long } from '@grpc/proto-loader';

export interface GetDeltaResponse {
  'id'?: (string);
  'hops'?: (_wayside_v1_DeltaHop)[];
  'changes'?: (number);
  'bytes'?: (number | string | Long);
  /**
   * Positions that it got here, when it is applied.
   */
  'firstPosition'?: (number | string | Long);
  'lastPosition'?: (number | string | Long);
}

export interface GetDeltaResponse__Output {
  'id': (string);
  'hops': (_wayside_v1_DeltaHop__Output)[];
  'changes': (number);
  'bytes': (string);
  /**
   * Positions that it got here, when it is applied.
   */
  'firstPosition': (string);
  'lastPosition': (string);
}
