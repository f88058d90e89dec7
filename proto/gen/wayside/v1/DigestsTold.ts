// Original file: proto/wayside/v1/session.proto

import type { SourceDigest as _wayside_v1_SourceDigest, SourceDigest__Output as _wayside_v1_SourceDigest__Output } from '../../wayside/v1/SourceDigest.ts';

/**
 * What an agent knows of its sources, in short: told in the place of a full snapshot when its outbox begins anew, to a
 * controller of protocol minor 1. No deltas go until the answer has come.
 */
export interface DigestsTold {
  'sources'?: (_wayside_v1_SourceDigest)[];
}

/**
 * What an agent knows of its sources, in short: told in the place of a full snapshot when its outbox begins anew, to a
 * controller of protocol minor 1. No deltas go until the answer has come.
 */
export interface DigestsTold__Output {
  'sources': (_wayside_v1_SourceDigest__Output)[];
}
