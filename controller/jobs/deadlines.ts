/**
 * The last word on readings that an agent has: at their time they end, whatever became of the agent. One that is there
 * says by itself how they ended, with all that it read, and is given a little longer for it. Changes have no such end: what
 * they did is asked for until somebody knows.
 */
import { type Failure, isTerminal } from '../../shared/model/index.ts';
import type { DispatcherDeps } from './deps.ts';
import { silentAgent } from './failures.ts';
import { kindTable } from './kinds.ts';
import type { JobEvent } from './machine.ts';
import type { Job } from './repository.ts';
import { JobTimers } from './timers.ts';

/** An agent that is there lets go of its devices, and tells the end. */
export const END_TOLD_MAX_MS = 10_000;
/** A collect also waits until its deltas are acknowledged. */
export const COLLECT_END_TOLD_MAX_MS = 75_000;

export interface EndMover {
  /** Into a state that nothing moves. */
  end(job: Job, event: JobEvent, error: Failure): void;
  /** As `end`, while the work goes on for those that share it. False: nobody does. */
  leave(job: Job, error: Failure, event: JobEvent): boolean;
  /** Offers what waits. */
  dispatch(): void;
}

export class Deadlines {
  private readonly deps: DispatcherDeps;
  private readonly mover: EndMover;
  /** By job. */
  private readonly timers: JobTimers;

  constructor(deps: DispatcherDeps, mover: EndMover) {
    this.deps = deps;
    this.mover = mover;
    this.timers = new JobTimers(deps.clock, deps.log);
  }

  /** The job is in the hands of an agent from now on. */
  watch(job: Job): void {
    if (kindTable[job.kind].writes) return;
    const leftMs = Math.max(0, job.deadlineAt - this.deps.clock.now());
    this.timers.arm(job.id, leftMs, () => {
      if (!this.isThere(job)) return this.end(job);
      const moreMs = job.kind === 'collect' ? COLLECT_END_TOLD_MAX_MS : END_TOLD_MAX_MS;
      this.timers.arm(job.id, moreMs, () => this.end(job));
    });
  }

  /** It waits, or has ended. */
  forget(id: string): void {
    this.timers.cancel(id);
  }

  stop(): void {
    this.timers.stop();
  }

  private isThere({ agentId }: Job): boolean {
    return agentId !== undefined && this.deps.hub.isOnline(agentId);
  }

  private end(job: Job): void {
    if (job.state === 'queued' || isTerminal(job.state)) return;
    // It may still be at work: with what it told until now, how it ends is not known.
    // Who shares the work and has more time goes on with it.
    if (!this.mover.leave(job, silentAgent(job), 'lose')) this.mover.end(job, 'lose', silentAgent(job));
    this.mover.dispatch();
  }
}
