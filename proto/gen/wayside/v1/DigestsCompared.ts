// Original file: proto/wayside/v1/session.proto

import type { SourceDifference as _wayside_v1_SourceDifference, SourceDifference__Output as _wayside_v1_SourceDifference__Output } from '../../wayside/v1/SourceDifference.ts';

/**
 * Where the controller's records differ; the new outbox tells of these alone.
 */
export interface DigestsCompared {
  'sources'?: (_wayside_v1_SourceDifference)[];
}

/**
 * Where the controller's records differ; the new outbox tells of these alone.
 */
export interface DigestsCompared__Output {
  'sources': (_wayside_v1_SourceDifference__Output)[];
}
