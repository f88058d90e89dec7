/** Who is here: kept in memory, because it changes all the time and is nobody's history. */
import type { AgentState, HealthItem } from '../../shared/model/index.ts';
import { escapeText } from '../../shared/runtime/index.ts';

const REASON_CHARS_MAX = 500;

/** An error may quote what the agent sent, and people read it in a table. */
function shownReason(reason: string): string {
  return escapeText(reason).slice(0, REASON_CHARS_MAX);
}

export interface Presence {
  readonly state: AgentState;
  readonly since: number;
  readonly reason: string;
  readonly lastSeenAt: number | undefined;
  readonly software: SoftwareFacts | undefined;
  readonly runningTargets: number;
  /** What it said last of its host; `undefined`: nothing since this controller started. */
  readonly told?: AgentTold | undefined;
  /** As its last hello had them. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

export interface AgentTold {
  /** Its clock against ours; positive: ahead. `undefined`: it does not tell the time. */
  readonly clockOffsetMs: number | undefined;
  readonly health: readonly HealthItem[];
}

/** Why an agent that knocked was not let in. */
export interface Refusal {
  readonly at: number;
  readonly reason: string;
}

export interface SoftwareFacts {
  readonly version: string;
  readonly node: string;
  readonly os: string;
  readonly capabilities: readonly string[];
}

export class PresenceBoard {
  private readonly agents = new Map<string, Presence>();
  private readonly refusals = new Map<string, Refusal>();

  /** `undefined`: it had no session since this controller started. */
  get(agentId: string): Presence | undefined {
    return this.agents.get(agentId);
  }

  online(
    agentId: string,
    nowMs: number,
    { software, told, labels }: Pick<Presence, 'told' | 'labels'> & { readonly software: SoftwareFacts },
  ): void {
    this.refusals.delete(agentId);
    this.agents.set(agentId, {
      state: 'online',
      since: nowMs,
      reason: '',
      lastSeenAt: nowMs,
      software,
      told,
      labels,
      runningTargets: 0,
    });
  }

  heard(agentId: string, nowMs: number, said: Pick<Presence, 'told' | 'runningTargets'>): void {
    const known = this.agents.get(agentId);
    if (known) this.agents.set(agentId, { ...known, ...said, lastSeenAt: nowMs });
  }

  /** It came, and was not let in. */
  refused(agentId: string, refusal: Refusal): void {
    const before = this.refusals.get(agentId);
    this.refusals.set(agentId, { reason: shownReason(refusal.reason), at: before?.at ?? refusal.at });
  }

  /** Since when and why, while it is not let in. */
  refusal(agentId: string): Refusal | undefined {
    return this.refusals.get(agentId);
  }

  /** As far as the store remembers it; kept so that nobody has to look there again. */
  absent(agentId: string, presence: Presence): Presence {
    this.agents.set(agentId, presence);
    return presence;
  }

  gone(agentId: string, nowMs: number, reason: string): void {
    const known = this.agents.get(agentId);
    if (!known) return;
    const gone = { state: 'unreachable', since: nowMs, runningTargets: 0 } as const;
    this.agents.set(agentId, { ...known, ...gone, reason: shownReason(reason) });
  }

  forget(agentId: string): void {
    this.agents.delete(agentId);
    this.refusals.delete(agentId);
  }

  countOnline(): number {
    let online = 0;
    for (const presence of this.agents.values()) if (presence.state === 'online') online += 1;
    return online;
  }
}

/** An agent without a session since `startedAt`; what its last hello told is known when it ever had one. */
export function absentSince(
  startedAt: number,
  agent: { readonly enrolledAt: number; readonly software: SoftwareFacts | undefined },
): Presence {
  const { software, enrolledAt } = agent;
  const never = { state: 'never-seen', since: enrolledAt, reason: 'it has not connected yet' } as const;
  const away = {
    state: 'unreachable',
    since: startedAt,
    reason: 'it has not connected since this controller started',
  } as const;
  return { ...(software ? away : never), software, lastSeenAt: undefined, runningTargets: 0 };
}
