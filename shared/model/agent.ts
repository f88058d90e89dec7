/** An agent as operators see it. Times are epoch milliseconds. */
export const agentStates = ['online', 'unreachable', 'never-seen', 'banned'] as const;
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
  readonly description: string;
  /** What a person should look at; empty: nothing. */
  readonly alarm: string;
}

export const joinTokenStates = ['open', 'used', 'expired', 'revoked'] as const;
export type JoinTokenState = (typeof joinTokenStates)[number];

/** A join token as admins see it: what lets an agent in is not part of it. */
export interface JoinTokenView {
  readonly id: string;
  readonly site: string;
  readonly state: JoinTokenState;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly expiresAt: number;
  readonly usedAt: number | undefined;
  /** Id of the agent that joined with it; empty: none. */
  readonly usedBy: string;
  readonly revokedAt: number | undefined;
  readonly revokedBy: string;
}

/** A CA of the controller's agents. */
export interface CaView {
  /** SHA-256 of the DER, hex. */
  readonly fingerprint: string;
  readonly pem: string;
  readonly startsAt: number;
  readonly expiresAt: number;
  readonly issues: boolean;
  readonly serves: boolean;
  /** Names of agents whose newest certificate comes from it; the first ones. */
  readonly agents: readonly string[];
  readonly agentCount: number;
  readonly openTokens: number;
}
