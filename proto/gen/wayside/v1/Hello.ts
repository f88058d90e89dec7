// Original file: proto/wayside/v1/session.proto

import type { AttemptState as _wayside_v1_AttemptState, AttemptState__Output as _wayside_v1_AttemptState__Output } from '../../wayside/v1/AttemptState.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { SealKey as _wayside_v1_SealKey, SealKey__Output as _wayside_v1_SealKey__Output } from '../../wayside/v1/SealKey.ts';
import type { HealthItem as _wayside_v1_HealthItem, HealthItem__Output as _wayside_v1_HealthItem__Output } from '../../wayside/v1/HealthItem.ts';
import type { Long } from '@grpc/proto-loader';

export interface Hello {
  'agentId'?: (string);
  /**
   * Made new at each start of the process.
   */
  'bootId'?: (string);
  /**
   * Counts up within one boot; with the boot id it tells two processes of one identity apart.
   */
  'sessionNumber'?: (number | string | Long);
  /**
   * Highest protocol version that the agent speaks.
   */
  'protocolVersion'?: (number);
  'softwareVersion'?: (string);
  'nodeVersion'?: (string);
  'os'?: (string);
  'capabilities'?: (string)[];
  /**
   * How many targets it works on at once.
   */
  'targetSlots'?: (number);
  /**
   * Attempts that it still runs or holds results for.
   */
  'attempts'?: (_wayside_v1_AttemptState)[];
  /**
   * The outbox whose deltas follow.
   */
  'outboxId'?: (string);
  /**
   * Highest delta of it on the agent's disk.
   */
  'durableSeq'?: (number | string | Long);
  /**
   * Highest delta of it that was acknowledged.
   */
  'acknowledgedSeq'?: (number | string | Long);
  'time'?: (_google_protobuf_Timestamp | null);
  /**
   * The key to which secrets for this agent are sealed.
   */
  'sealKey'?: (_wayside_v1_SealKey | null);
  /**
   * What is wrong on its host; none: nothing that it looks at.
   */
  'health'?: (_wayside_v1_HealthItem)[];
  /**
   * What its configuration says of it, such as rack: r4; 32 at most.
   */
  'labels'?: ({[key: string]: string});
  /**
   * Changes that both sides may leave unused; 0: none. One side uses what the other one knows.
   */
  'protocolMinor'?: (number);
  /**
   * How much it takes on at once, by kind: `job`, `target`, `lookup` (of a target). Absent ones: it does not tell.
   */
  'slots'?: ({[key: string]: number});
  /**
   * Counts up with each start of the process, on the agent's disk; 0: it keeps none. One number with two boot ids is two
   * processes with one identity.
   */
  'bootNumber'?: (number | string | Long);
  /**
   * The session number that this process was told last, in a welcome or a GoAway; 0: none yet. It shows that the
   * process was alive then: the hello of a process that is gone cannot name a number that was granted later.
   */
  'grantedNumber'?: (number | string | Long);
}

export interface Hello__Output {
  'agentId': (string);
  /**
   * Made new at each start of the process.
   */
  'bootId': (string);
  /**
   * Counts up within one boot; with the boot id it tells two processes of one identity apart.
   */
  'sessionNumber': (string);
  /**
   * Highest protocol version that the agent speaks.
   */
  'protocolVersion': (number);
  'softwareVersion': (string);
  'nodeVersion': (string);
  'os': (string);
  'capabilities': (string)[];
  /**
   * How many targets it works on at once.
   */
  'targetSlots': (number);
  /**
   * Attempts that it still runs or holds results for.
   */
  'attempts': (_wayside_v1_AttemptState__Output)[];
  /**
   * The outbox whose deltas follow.
   */
  'outboxId': (string);
  /**
   * Highest delta of it on the agent's disk.
   */
  'durableSeq': (string);
  /**
   * Highest delta of it that was acknowledged.
   */
  'acknowledgedSeq': (string);
  'time': (_google_protobuf_Timestamp__Output | null);
  /**
   * The key to which secrets for this agent are sealed.
   */
  'sealKey': (_wayside_v1_SealKey__Output | null);
  /**
   * What is wrong on its host; none: nothing that it looks at.
   */
  'health': (_wayside_v1_HealthItem__Output)[];
  /**
   * What its configuration says of it, such as rack: r4; 32 at most.
   */
  'labels': ({[key: string]: string});
  /**
   * Changes that both sides may leave unused; 0: none. One side uses what the other one knows.
   */
  'protocolMinor': (number);
  /**
   * How much it takes on at once, by kind: `job`, `target`, `lookup` (of a target). Absent ones: it does not tell.
   */
  'slots': ({[key: string]: number});
  /**
   * Counts up with each start of the process, on the agent's disk; 0: it keeps none. One number with two boot ids is two
   * processes with one identity.
   */
  'bootNumber': (string);
  /**
   * The session number that this process was told last, in a welcome or a GoAway; 0: none yet. It shows that the
   * process was alive then: the hello of a process that is gone cannot name a number that was granted later.
   */
  'grantedNumber': (string);
}
