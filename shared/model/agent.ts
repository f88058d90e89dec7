/** An agent as operators see it. Times are epoch milliseconds. */
export const agentStates = ['online', 'unreachable', 'never-seen'] as const;
export type AgentState = (typeof agentStates)[number];

export interface AgentView {
  readonly id: string;
  readonly name: string;
  readonly site: string;
  readonly state: AgentState;
  readonly stateSince: number;
  /** Why it is not online; empty when it is. */
  readonly reason: string;
  readonly version: string;
  readonly os: string;
  readonly capabilities: readonly string[];
  readonly lastSeenAt: number | undefined;
  readonly enrolledAt: number;
  readonly certificateExpiresAt: number;
  readonly runningJobs: number;
  readonly outboxId: string;
  readonly acknowledgedSeq: number;
  /** Fingerprint of the identity key, hex. */
  readonly identity: string;
}
