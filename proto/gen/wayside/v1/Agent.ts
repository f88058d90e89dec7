// Original file: proto/wayside/v1/agent.proto

import type { AgentState as _wayside_v1_AgentState, AgentState__Output as _wayside_v1_AgentState__Output } from '../../wayside/v1/AgentState.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { AgentDuty as _wayside_v1_AgentDuty, AgentDuty__Output as _wayside_v1_AgentDuty__Output } from '../../wayside/v1/AgentDuty.ts';
import type { AgentLiveness as _wayside_v1_AgentLiveness, AgentLiveness__Output as _wayside_v1_AgentLiveness__Output } from '../../wayside/v1/AgentLiveness.ts';
import type { Long } from '@grpc/proto-loader';

export interface Agent {
  'id'?: (string);
  'name'?: (string);
  'site'?: (string);
  'state'?: (_wayside_v1_AgentState);
  /**
   * Since when it is in that state.
   */
  'stateTime'?: (_google_protobuf_Timestamp | null);
  /**
   * Why, when it is not online.
   */
  'reason'?: (string);
  'version'?: (string);
  'os'?: (string);
  'capabilities'?: (string)[];
  'lastSeenTime'?: (_google_protobuf_Timestamp | null);
  'enrolTime'?: (_google_protobuf_Timestamp | null);
  'certificateExpireTime'?: (_google_protobuf_Timestamp | null);
  'runningJobs'?: (number);
  /**
   * Last delta of the current outbox that is on this controller's disk.
   */
  'outboxId'?: (string);
  'acknowledgedSeq'?: (number | string | Long);
  /**
   * Fingerprint of the identity key, hex.
   */
  'identity'?: (string);
  'description'?: (string);
  /**
   * What a person should look at, such as two processes that use its identity. Empty: nothing.
   */
  'alarm'?: (string);
  /**
   * Not set: it is not out of work.
   */
  'duty'?: (_wayside_v1_AgentDuty | null);
  'liveness'?: (_wayside_v1_AgentLiveness | null);
  /**
   * What its own configuration says of it, as it told at its last hello.
   */
  'labels'?: ({[key: string]: string});
  /**
   * How much it takes on at once, by kind: `job`, `target`, `lookup`; of jobs no more than this controller gives to one
   * agent. Empty while it is away, or when it does not tell.
   */
  'slots'?: ({[key: string]: number});
}

export interface Agent__Output {
  'id': (string);
  'name': (string);
  'site': (string);
  'state': (_wayside_v1_AgentState__Output);
  /**
   * Since when it is in that state.
   */
  'stateTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * Why, when it is not online.
   */
  'reason': (string);
  'version': (string);
  'os': (string);
  'capabilities': (string)[];
  'lastSeenTime': (_google_protobuf_Timestamp__Output | null);
  'enrolTime': (_google_protobuf_Timestamp__Output | null);
  'certificateExpireTime': (_google_protobuf_Timestamp__Output | null);
  'runningJobs': (number);
  /**
   * Last delta of the current outbox that is on this controller's disk.
   */
  'outboxId': (string);
  'acknowledgedSeq': (string);
  /**
   * Fingerprint of the identity key, hex.
   */
  'identity': (string);
  'description': (string);
  /**
   * What a person should look at, such as two processes that use its identity. Empty: nothing.
   */
  'alarm': (string);
  /**
   * Not set: it is not out of work.
   */
  'duty': (_wayside_v1_AgentDuty__Output | null);
  'liveness': (_wayside_v1_AgentLiveness__Output | null);
  /**
   * What its own configuration says of it, as it told at its last hello.
   */
  'labels': ({[key: string]: string});
  /**
   * How much it takes on at once, by kind: `job`, `target`, `lookup`; of jobs no more than this controller gives to one
   * agent. Empty while it is away, or when it does not tell.
   */
  'slots': ({[key: string]: number});
}
