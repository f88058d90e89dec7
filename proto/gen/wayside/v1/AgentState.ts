// Original file: proto/wayside/v1/agent.proto

export const AgentState = {
  AGENT_STATE_UNSPECIFIED: 'AGENT_STATE_UNSPECIFIED',
  /**
   * Has a session.
   */
  AGENT_STATE_ONLINE: 'AGENT_STATE_ONLINE',
  /**
   * Had one; `reason` says how it ended.
   */
  AGENT_STATE_UNREACHABLE: 'AGENT_STATE_UNREACHABLE',
  /**
   * Enrolled, but never had a session.
   */
  AGENT_STATE_NEVER_SEEN: 'AGENT_STATE_NEVER_SEEN',
  /**
   * Its key is refused; `reason` says by whom and why.
   */
  AGENT_STATE_BANNED: 'AGENT_STATE_BANNED',
  /**
   * Gets no new work; what it runs may end.
   */
  AGENT_STATE_DRAINING: 'AGENT_STATE_DRAINING',
  /**
   * Was drained, and is let in again only after ResumeAgent.
   */
  AGENT_STATE_DRAINED: 'AGENT_STATE_DRAINED',
} as const;

export type AgentState =
  | 'AGENT_STATE_UNSPECIFIED'
  | 0
  /**
   * Has a session.
   */
  | 'AGENT_STATE_ONLINE'
  | 1
  /**
   * Had one; `reason` says how it ended.
   */
  | 'AGENT_STATE_UNREACHABLE'
  | 2
  /**
   * Enrolled, but never had a session.
   */
  | 'AGENT_STATE_NEVER_SEEN'
  | 3
  /**
   * Its key is refused; `reason` says by whom and why.
   */
  | 'AGENT_STATE_BANNED'
  | 4
  /**
   * Gets no new work; what it runs may end.
   */
  | 'AGENT_STATE_DRAINING'
  | 5
  /**
   * Was drained, and is let in again only after ResumeAgent.
   */
  | 'AGENT_STATE_DRAINED'
  | 6

export type AgentState__Output = typeof AgentState[keyof typeof AgentState]
