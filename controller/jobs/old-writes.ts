/**
 * Jobs that write, in a store that went back. What they did since is not known here, so they are given up before
 * anything is offered; an agent that says more of one than this store knows is believed, and asked to stop.
 *
 * That the store went back shows in the incarnation of the controller: each such job keeps the one under which it was
 * asked for. Where nothing else shows it, the attempts do of which agents tell at their hello.
 */
import type { AttemptState, Hello } from '../../shared/wire/index.ts';
import { adoptJob } from './adopt.ts';
import type { DispatcherDeps, JobMover } from './deps.ts';
import { GIVEN_UP, WENT_BACK } from './failures.ts';
import { kindTable } from './kinds.ts';
import { tellToStop } from './offer.ts';
import type { Job } from './repository.ts';

export class OldWrites {
  private readonly deps: DispatcherDeps;
  private readonly dispatcher: JobMover;

  constructor(deps: DispatcherDeps, dispatcher: JobMover) {
    this.deps = deps;
    this.dispatcher = dispatcher;
  }

  has({ kind, origin }: Job): boolean {
    return kindTable[kind].writes && origin !== this.deps.inventory.origin;
  }

  /** All of them end; none is offered any more. */
  loseAll(): void {
    for (const job of [...this.dispatcher.live.values()]) if (this.has(job)) this.lose(job);
  }

  /** Attempts of jobs that write which the agent has, before anything else is made of its hello. */
  told(agentId: string, { attempts }: Hello): void {
    this.loseAll();
    for (const theirs of attempts) {
      const job = this.dispatcher.live.get(theirs.jobId);
      if (job && isAhead(job, agentId, theirs)) this.catchUp(job, agentId, theirs);
      if (!this.dispatcher.live.has(theirs.jobId)) this.toldOfEnded(agentId, theirs);
    }
  }

  private catchUp(job: Job, agentId: string, { attempt }: AttemptState): void {
    const { clock, log, hub } = this.deps;
    log.warn('job.ahead-of-store', { job: job.id, agent: agentId, attempt, known: job.attempt });
    if (job.state !== 'queued' || hub.siteOf(agentId) !== job.site) return this.lose(job);
    const startedAt = clock.now();
    adoptJob(this.dispatcher, job, { agentId, startedAt, attempt, why: 'its agent has it already' });
  }

  /** What was given up goes on there: it is to stop, and what it did is taken. */
  private toldOfEnded(agentId: string, { jobId, attempt, state }: AttemptState): void {
    const { repository, hub } = this.deps;
    const job = repository.find(jobId);
    if (job?.state !== 'lost' || hub.siteOf(agentId) !== job.site) return;
    const theirs = { ...job, agentId, attempt };
    if (isAhead(job, agentId, { attempt }) && isUntold(job)) {
      // What it tells of its steps is of that attempt.
      if (!this.save(theirs)) return;
    }
    if (state === 'running') tellToStop(this.deps, theirs, GIVEN_UP);
  }

  /** False: the disk does not take it; the agent comes back. */
  private save(job: Job): boolean {
    const { store, repository, log } = this.deps;
    try {
      store.write(() => repository.save(job));
      return true;
    } catch (error) {
      log.error('job.not-moved', { job: job.id, error });
      return false;
    }
  }

  private lose(job: Job): void {
    this.dispatcher.takeOut(job.id);
    this.dispatcher.finish(job, 'lose', WENT_BACK);
  }
}

/** The agent has an attempt at what writes that this store gave to nobody, or to another one. */
function isAhead(job: Job, agentId: string, { attempt }: Pick<AttemptState, 'attempt'>): boolean {
  if (!kindTable[job.kind].writes) return false;
  if (attempt !== job.attempt) return attempt > job.attempt;
  return job.state !== 'queued' && job.agentId !== agentId;
}

/** Nothing was heard of its steps. */
function isUntold({ steps = [], results }: Job): boolean {
  return results.size === 0 && steps.every(({ state }) => state === 'planned');
}
