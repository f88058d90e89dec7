// Original file: proto/wayside/v1/agent.proto

import type { Liveness as _wayside_v1_Liveness, Liveness__Output as _wayside_v1_Liveness__Output } from '../../wayside/v1/Liveness.ts';

/**
 * Three ways, for each can fail alone.
 */
export interface AgentLiveness {
  /**
   * The link of its session stands.
   */
  'transport'?: (_wayside_v1_Liveness | null);
  /**
   * Its process speaks.
   */
  'heartbeat'?: (_wayside_v1_Liveness | null);
  /**
   * It reaches its devices, as far as this controller heard since it started.
   */
  'drivers'?: (_wayside_v1_Liveness | null);
}

/**
 * Three ways, for each can fail alone.
 */
export interface AgentLiveness__Output {
  /**
   * The link of its session stands.
   */
  'transport': (_wayside_v1_Liveness__Output | null);
  /**
   * Its process speaks.
   */
  'heartbeat': (_wayside_v1_Liveness__Output | null);
  /**
   * It reaches its devices, as far as this controller heard since it started.
   */
  'drivers': (_wayside_v1_Liveness__Output | null);
}
