/** What must hold of schedules: who ran which firing, and what the history says of it. */
import { firingId, isTerminal, parseFiringId, type ScheduleView } from '../../../shared/model/index.ts';
import { nominalsBetween } from '../../../shared/runtime/index.ts';
import { ADMIN } from '../../contract/support/controller.ts';
import type { ControllerProcess } from './controller.ts';
import type { Run } from './device.ts';

/** One nominal time that was worked on. */
interface Worked {
  readonly agentId: string;
  readonly attempts: Set<object>;
}

/** By the clock of the controller. */
interface Interruption {
  readonly fromMs: number;
  readonly toMs: number;
}

export class FiringWatch {
  private readonly worked = new Map<string, Worked>();
  /** By schedule: while it was paused, or changed by somebody. */
  private readonly interrupted = new Map<string, Interruption[]>();
  private readonly problem: (text: string) => void;

  constructor(problem: (text: string) => void) {
    this.problem = problem;
  }

  /** Times of it in between that nobody decides are no gaps. */
  wasInterrupted(scheduleId: string, interruption: Interruption): void {
    this.interrupted.set(scheduleId, [...(this.interrupted.get(scheduleId) ?? []), interruption]);
  }

  /** A store of earlier came back: what was fired since is not known there, and may be again. */
  forget(): void {
    this.worked.clear();
  }

  began({ jobId, agentId, attempt }: Run): void {
    if (!parseFiringId(jobId)) return;
    const known = this.worked.get(jobId) ?? { agentId, attempts: new Set() };
    this.worked.set(jobId, known);
    known.attempts.add(attempt);
    if (known.agentId !== agentId)
      this.problem(`firing ${jobId} ran at ${known.agentId}, and again at ${agentId}`);
  }

  /** How often work on it began. */
  attemptsOf(id: string): number {
    return this.worked.get(id)?.attempts.size ?? 0;
  }

  /** All is well again: the history is whole, and says of all that ran that it did. */
  settled({ schedules, clock }: ControllerProcess): void {
    const fired = new Set<string>();
    const desk = schedules.as(ADMIN);
    const known = desk.list('');
    for (const schedule of known) {
      const history = desk.firings({ id: schedule.id, site: '' });
      for (const { id, state, jobState } of history) {
        if (state !== 'fired') continue;
        fired.add(id);
        if (!jobState || !isTerminal(jobState))
          this.problem(`firing ${id} is ${jobState ?? 'open'} for ever`);
      }
      this.checkWhole(
        schedule,
        history.map(({ id }) => id),
        clock.now(),
      );
    }
    const ids = new Set(known.map(({ id }) => id));
    for (const [id, { agentId }] of this.worked) {
      const { scheduleId = '', nominalAt = 0 } = parseFiringId(id) ?? {};
      // Of a clock that was set back since: the history says it when that time comes.
      const isToCome = nominalAt > clock.now();
      if (!fired.has(id) && ids.has(scheduleId) && !isToCome)
        this.problem(`firing ${id} ran at ${agentId}, and the history does not say so`);
    }
  }

  /** Every time from the first decided to the last has been decided, but for those while it was paused. */
  private checkWhole(schedule: ScheduleView, ids: readonly string[], nowMs: number): void {
    const decided = ids.flatMap((id) => parseFiringId(id)?.nominalAt ?? []);
    const [first, last] = [Math.min(...decided), Math.max(...decided)];
    // The clock may have been set back since, to before times that are decided.
    const cameUntilMs = Math.min(schedule.pausedAt ?? nowMs, nowMs) - schedule.jitterMs;
    const due = decided.length > 0 ? nominalsBetween(schedule, first, Math.min(last, cameUntilMs)) : [];
    const interrupted = this.interrupted.get(schedule.id) ?? [];
    const isExcused = (at: number): boolean =>
      interrupted.some(({ fromMs, toMs }) => fromMs < at && at <= toMs);
    const missing = due.filter((at) => !decided.includes(at) && !isExcused(at));
    if (missing.length > 0)
      this.problem(
        `nobody decided ${missing.length} times of schedule ${schedule.name}, such as ${firingId(schedule.id, missing[0] ?? 0)}`,
      );
  }
}
