/** Who is here: kept in memory, because it changes all the time and is nobody's history. */
import type { AgentState } from '../../shared/model/index.ts';

export interface Presence {
  readonly state: AgentState;
  readonly since: number;
  readonly reason: string;
  readonly lastSeenAt: number | undefined;
  readonly software: SoftwareFacts | undefined;
  readonly runningTargets: number;
}

export interface SoftwareFacts {
  readonly version: string;
  readonly node: string;
  readonly os: string;
  readonly capabilities: readonly string[];
}

export class PresenceBoard {
  private readonly agents = new Map<string, Presence>();

  /** `undefined`: it had no session since this controller started. */
  get(agentId: string): Presence | undefined {
    return this.agents.get(agentId);
  }

  online(agentId: string, nowMs: number, software: SoftwareFacts): void {
    this.agents.set(agentId, {
      state: 'online',
      since: nowMs,
      reason: '',
      lastSeenAt: nowMs,
      software,
      runningTargets: 0,
    });
  }

  heard(agentId: string, nowMs: number, runningTargets: number): void {
    const known = this.agents.get(agentId);
    if (known) this.agents.set(agentId, { ...known, lastSeenAt: nowMs, runningTargets });
  }

  gone(agentId: string, nowMs: number, reason: string): void {
    const known = this.agents.get(agentId);
    if (known)
      this.agents.set(agentId, { ...known, state: 'unreachable', since: nowMs, reason, runningTargets: 0 });
  }

  forget(agentId: string): void {
    this.agents.delete(agentId);
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
