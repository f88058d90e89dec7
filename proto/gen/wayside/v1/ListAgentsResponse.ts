// Original file: proto/wayside/v1/agent.proto

import type { Agent as _wayside_v1_Agent, Agent__Output as _wayside_v1_Agent__Output } from '../../wayside/v1/Agent.ts';

export interface ListAgentsResponse {
  'agents'?: (_wayside_v1_Agent)[];
  'nextPageToken'?: (string);
}

export interface ListAgentsResponse__Output {
  'agents': (_wayside_v1_Agent__Output)[];
  'nextPageToken': (string);
}
