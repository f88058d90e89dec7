/** An agent as operators see it. Times are epoch milliseconds. */
export const agentStates = ['online', 'unreachable', 'never-seen', 'banned', 'draining', 'drained'] as const;
export type AgentState = (typeof agentStates)[number];

export const agentDutyKinds = ['drain', 'maintenance'] as const;
export type AgentDutyKind = (typeof agentDutyKinds)[number];

/** Somebody took the agent out of work. */
export interface AgentDuty {
  readonly kind: AgentDutyKind;
  readonly since: number;
  readonly by: string;
  readonly why: string;
  /** Of a drain: running work may end until then. Of a maintenance: when it is over. */
  readonly until: number;
}

export const livenessStates = ['well', 'failing', 'unknown'] as const;
export type LivenessState = (typeof livenessStates)[number];

/** One of the three ways in which an agent can be alive. */
export interface Liveness {
  readonly state: LivenessState;
  /** `undefined`: nothing is known yet. */
  readonly since: number | undefined;
  /** Why it is not well, or what is known. */
  readonly cause: string;
}

/** A link that stands, a process that speaks, and switches that it reaches: each can fail alone. */
export interface AgentLiveness {
  readonly transport: Liveness;
  readonly heartbeat: Liveness;
  readonly drivers: Liveness;
}

/** What an agent takes on only so much of at once: jobs, targets of them, and lookups, which are never behind other targets. */
export const agentSlotKinds = ['job', 'target', 'lookup'] as const;
export type AgentSlotKind = (typeof agentSlotKinds)[number];
/** Absent ones: it does not tell. */
export type AgentSlots = Readonly<Partial<Record<AgentSlotKind, number>>>;

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
  /** Out of work; absent: it is not. */
  readonly duty?: AgentDuty | undefined;
  /** Absent: the controller does not tell. */
  readonly liveness?: AgentLiveness | undefined;
  /** What its own configuration says of it. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** Of jobs no more than the controller gives to one agent; absent: it is away, or does not tell. */
  readonly slots?: AgentSlots | undefined;
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
