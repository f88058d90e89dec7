// Original file: proto/wayside/v1/agent.proto

import type { JoinTokenState as _wayside_v1_JoinTokenState, JoinTokenState__Output as _wayside_v1_JoinTokenState__Output } from '../../wayside/v1/JoinTokenState.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

export interface JoinToken {
  /**
   * Names the token, but lets nobody in.
   */
  'id'?: (string);
  'site'?: (string);
  'state'?: (_wayside_v1_JoinTokenState);
  'createTime'?: (_google_protobuf_Timestamp | null);
  'createdBy'?: (string);
  'expireTime'?: (_google_protobuf_Timestamp | null);
  'useTime'?: (_google_protobuf_Timestamp | null);
  /**
   * Id of the agent that joined with it.
   */
  'usedBy'?: (string);
  'revokeTime'?: (_google_protobuf_Timestamp | null);
  'revokedBy'?: (string);
}

export interface JoinToken__Output {
  /**
   * Names the token, but lets nobody in.
   */
  'id': (string);
  'site': (string);
  'state': (_wayside_v1_JoinTokenState__Output);
  'createTime': (_google_protobuf_Timestamp__Output | null);
  'createdBy': (string);
  'expireTime': (_google_protobuf_Timestamp__Output | null);
  'useTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * Id of the agent that joined with it.
   */
  'usedBy': (string);
  'revokeTime': (_google_protobuf_Timestamp__Output | null);
  'revokedBy': (string);
}
