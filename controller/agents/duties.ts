/**
 * Agents that are out of work. In a drain an agent gets nothing new; once it is idle and all that it read is here it is
 * sent home, and stays there until it is resumed. At the deadline it is asked to leave off what it still reads, so that
 * another one can, and is sent home when it has, or a moment later. In a maintenance its session stays, it gets
 * nothing new and no alert is raised about it. Both are on disk before anybody is told, so a restart forgets neither.
 */
import { WaysideError } from '../../shared/errors.ts';
import type { AgentDuty } from '../../shared/model/index.ts';
import type { Clock, Log, Timer } from '../../shared/runtime/index.ts';
import { type DutyRow, type DutyStore, translated } from '../store/index.ts';

export const DRAIN_DEADLINE_DEFAULT_MS = 600_000;
export const DRAIN_DEADLINE_MAX_MS = 86_400_000;
/** A timer can wait for some 24 days, no longer. */
export const MAINTENANCE_MAX_MS = 1_209_600_000;
/** For an agent to leave off what it reads, at the deadline of its drain. */
export const INTERRUPT_MAX_MS = 10_000;
/** How often it is looked at meanwhile. */
const INTERRUPT_LOOK_MS = 500;
/** A drained agent knocks no more often than that: the most that it can be asked for. */
export const RETRY_AFTER_DRAIN_MS = 300_000;

export interface DutyHost {
  readonly clock: Clock;
  readonly log: Log;
  readonly store: DutyStore;
  /** Ends the session of the agent, if it has one. */
  sendHome(agentId: string, error: WaysideError): void;
  /** By what this controller knows of its jobs. */
  isBusy(agentId: string): boolean;
  /** Asks it to leave off what can be done elsewhere. False: there is nothing to ask, or nobody. */
  interrupt(agentId: string, why: string): boolean;
  /** It may get work again. */
  backToWork(agentId: string): void;
}

/** What an idle agent looks like in its heartbeat. */
export interface Idleness {
  readonly runningTargets: number;
  readonly outboxBytes: number;
}

export class Duties {
  private readonly host: DutyHost;
  private readonly rows = new Map<string, DutyRow>();
  private readonly timers = new Map<string, Timer>();

  constructor(host: DutyHost) {
    this.host = host;
    for (const row of host.store.all()) this.follow(row);
  }

  /** `undefined`: it works. */
  of(agentId: string): DutyRow | undefined {
    return this.rows.get(agentId);
  }

  mayWork(agentId: string): boolean {
    return !this.rows.has(agentId);
  }

  isDraining(agentId: string): boolean {
    const row = this.rows.get(agentId);
    return row?.kind === 'drain' && row.drainedAt === null;
  }

  /** Why it is not let in; `undefined`: it is. */
  refusal(agentId: string): WaysideError | undefined {
    const row = this.rows.get(agentId);
    return row && row.drainedAt !== null ? drainedError(row) : undefined;
  }

  /** On disk when this returns. In place of what was before. */
  begin(agent: string, duty: AgentDuty): void {
    const row: DutyRow = { agent, ...duty, drainedAt: null };
    translated(() => this.host.store.save(row));
    this.follow(row);
    this.host.log.info('agent.out-of-work', { agent, kind: duty.kind, by: duty.by, why: duty.why });
  }

  /** True when there was something to end. */
  end(agentId: string): boolean {
    if (!this.rows.has(agentId)) return false;
    translated(() => this.host.store.remove(agentId));
    this.forget(agentId);
    this.host.log.info('agent.back-to-work', { agent: agentId });
    this.host.backToWork(agentId);
    return true;
  }

  /** A drain ends with the first heartbeat of an idle agent. */
  heard(agentId: string, { runningTargets, outboxBytes }: Idleness): void {
    if (!this.isDraining(agentId) || runningTargets > 0 || outboxBytes > 0) return;
    if (!this.host.isBusy(agentId)) this.drained(agentId);
  }

  /** The agent is gone for good. */
  forget(agentId: string): void {
    this.rows.delete(agentId);
    this.timers.get(agentId)?.cancel();
    this.timers.delete(agentId);
  }

  stop(): void {
    for (const timer of this.timers.values()) timer.cancel();
    this.timers.clear();
  }

  private follow(row: DutyRow): void {
    this.forget(row.agent);
    this.rows.set(row.agent, row);
    if (row.drainedAt !== null) return;
    const leftMs = Math.max(0, row.until - this.host.clock.now());
    this.timers.set(
      row.agent,
      this.host.clock.after(leftMs, () => this.over(row)),
    );
  }

  private over({ agent, kind }: DutyRow): void {
    try {
      if (kind === 'maintenance') this.end(agent);
      else if (this.host.interrupt(agent, 'its agent is drained, and the time for it is over'))
        this.awaitIdle(agent, this.host.clock.monotonic() + INTERRUPT_MAX_MS);
      else this.drained(agent);
    } catch (error) {
      // The next start finds it over, too.
      this.host.log.error('agent.duty-not-ended', { agent, error });
    }
  }

  private awaitIdle(agent: string, endMs: number): void {
    const { clock, log } = this.host;
    const look = (): void => {
      try {
        if (this.host.isBusy(agent) && clock.monotonic() < endMs) this.awaitIdle(agent, endMs);
        else this.drained(agent);
      } catch (error) {
        log.error('agent.duty-not-ended', { agent, error });
      }
    };
    this.timers.set(agent, clock.after(INTERRUPT_LOOK_MS, look));
  }

  private drained(agent: string): void {
    const row = this.rows.get(agent);
    if (!row) return;
    const drained = { ...row, drainedAt: this.host.clock.now() };
    translated(() => this.host.store.save(drained));
    this.follow(drained);
    this.host.log.info('agent.drained', { agent });
    this.host.sendHome(agent, drainedError(drained));
  }
}

function drainedError(row: DutyRow): WaysideError {
  return new WaysideError('AGENT_DRAINED', dutyWords(row), {
    hint: 'It keeps what it has read, and comes back after `wayside agent resume`.',
  });
}

/** `drained by user:ann: new disk` */
export function dutyWords({ kind, by, why, until, drainedAt }: Omit<DutyRow, 'agent' | 'since'>): string {
  const reason = why === '' ? '' : `: ${why}`;
  const end = new Date(until).toISOString();
  if (kind === 'maintenance') return `in maintenance by ${by} until ${end}${reason}`;
  return drainedAt === null
    ? `drained by ${by}, work may end until ${end}${reason}`
    : `drained by ${by}${reason}`;
}
