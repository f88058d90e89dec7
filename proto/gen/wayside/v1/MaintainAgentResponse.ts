// Original file: proto/wayside/v1/agent.proto

import type { Agent as _wayside_v1_Agent, Agent__Output as _wayside_v1_Agent__Output } from '../../wayside/v1/Agent.ts';

export interface MaintainAgentResponse {
  'agent'?: (_wayside_v1_Agent | null);
}

export interface MaintainAgentResponse__Output {
  'agent': (_wayside_v1_Agent__Output | null);
}
