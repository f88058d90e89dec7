/**
 * Agents that are out of work. In a drain an agent gets nothing new; once it is idle and all that it read is here it is
 * sent home, and stays there until it is resumed. At the deadline it is asked to leave off what it still reads, so that
 * another one can, and is sent home when it has, or a moment later; a change goes on to its end before that, within its
 * own time, for an agent that hears nothing of its controller leaves it half done. In a maintenance its session stays, it gets
 * nothing new and no alert is raised about it. Both are on disk before anybody is told, so a restart forgets neither.
 */
import { WaysideError } from '../../shared/errors.ts';
import { type AgentDuty, timeText } from '../../shared/model/index.ts';
import type { Clock, Log, Timer } from '../../shared/runtime/index.ts';
import { type DutyRow, type DutyStore, translated } from '../store/index.ts';

export const DRAIN_DEADLINE_DEFAULT_MS = 600_000;
export const DRAIN_DEADLINE_MAX_MS = 86_400_000;
/** A timer can wait for some 24 days, no longer. */
export const MAINTENANCE_MAX_MS = 1_209_600_000;
/** For an agent to leave off what it reads, at the deadline of its drain. */
export const INTERRUPT_MAX_MS = 10_000;
const DRAIN_OVER = 'its agent is drained, and the time for it is over';
/** How often it is looked at meanwhile. */
const INTERRUPT_LOOK_MS = 500;
/** What a full disk kept from its end is tried again after this. */
export const DUTY_AGAIN_MS = 30_000;
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
  /** A change is under way there, or may be, and may go on until then; epoch milliseconds. */
  changesUntil(agentId: string): number | undefined;
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

  /** Who did it, until when and why; and what else is waited for. */
  wordsOf(agentId: string): string | undefined {
    const row = this.rows.get(agentId);
    if (!row) return undefined;
    const until = this.isDraining(agentId) ? this.host.changesUntil(agentId) : undefined;
    return until === undefined || until <= row.until
      ? dutyWords(row)
      : `${dutyWords(row)}; a change is under way and goes on to its end, until ${timeText(until)} at most`;
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

  private over(row: DutyRow): void {
    const { agent, kind } = row;
    try {
      if (kind === 'maintenance') this.end(agent);
      else if (this.host.interrupt(agent, DRAIN_OVER) || this.isChanging(agent))
        this.awaitIdle(agent, this.host.clock.monotonic() + INTERRUPT_MAX_MS);
      else this.drained(agent);
    } catch (error) {
      this.tryAgain(agent, error, () => this.over(row));
    }
  }

  private isChanging(agent: string): boolean {
    const until = this.host.changesUntil(agent);
    return until !== undefined && this.host.clock.now() < until;
  }

  private awaitIdle(agent: string, endMs: number): void {
    const { clock } = this.host;
    const look = (): void => {
      try {
        const isLeavingOff = this.host.isBusy(agent) && clock.monotonic() < endMs;
        if (isLeavingOff || this.isChanging(agent)) this.awaitIdle(agent, endMs);
        else this.drained(agent);
      } catch (error) {
        this.tryAgain(agent, error, look);
      }
    };
    this.timers.set(agent, clock.after(INTERRUPT_LOOK_MS, look));
  }

  private tryAgain(agent: string, error: unknown, work: () => void): void {
    const { clock, log } = this.host;
    log.error('agent.duty-not-ended', { agent, error, againInMs: DUTY_AGAIN_MS });
    this.timers.set(agent, clock.after(DUTY_AGAIN_MS, work));
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
  const end = timeText(until);
  if (kind === 'maintenance') return `in maintenance by ${by} until ${end}${reason}`;
  return drainedAt === null
    ? `drained by ${by}, work may end until ${end}${reason}`
    : `drained by ${by}${reason}`;
}
