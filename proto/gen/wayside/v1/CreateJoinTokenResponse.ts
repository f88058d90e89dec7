// Original file: proto/wayside/v1/agent.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

export interface CreateJoinTokenResponse {
  /**
   * One line for the agent's stdin or token file.
   */
  'token'?: (string);
  'expireTime'?: (_google_protobuf_Timestamp | null);
}

export interface CreateJoinTokenResponse__Output {
  /**
   * One line for the agent's stdin or token file.
   */
  'token': (string);
  'expireTime': (_google_protobuf_Timestamp__Output | null);
}
