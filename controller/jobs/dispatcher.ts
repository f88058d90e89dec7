/**
 * Moves jobs: from the queue to a capable agent under a lease, and through every state to an end.
 *
 * Invariants
 *   a job is on disk before anyone is told of it, and its end is on disk before the agent may forget it
 *   progress lives in memory; results told along the way are on disk soon, and with the next move at the latest
 *   a move that cannot be written has not happened: memory follows the disk
 *   one attempt counts at a time
 *   a lapsed lease makes `unknown`, never `failed`: the work may still be running
 */
import { WaysideError } from '../../shared/errors.ts';
import {
  type Failure,
  isTerminal,
  type JobProgress,
  type JobState,
  type TargetResult,
} from '../../shared/model/index.ts';
import type { Clock, Log } from '../../shared/runtime/index.ts';
import type { AgentHub } from '../agents/index.ts';
import type { Inventory } from '../inventory/index.ts';
import type { Store } from '../store/index.ts';
import { Crew } from './crew.ts';
import { type JobEvent, nextState } from './machine.ts';
import { offerOf } from './offer.ts';
import {
  freshResults,
  type Job,
  type JobChange,
  type JobRepository,
  keepResults,
  markSaved,
} from './repository.ts';
import { JobTimers, WORK_AGAIN_MS } from './timers.ts';
import type { JobWatchers } from './watchers.ts';

export interface DispatcherDeps {
  readonly store: Store;
  readonly repository: JobRepository;
  readonly watchers: JobWatchers;
  readonly inventory: Inventory;
  readonly hub: AgentHub;
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: JobSettings;
  /** Within the transaction that ends an attempt: who tried, and what it gave. When it throws, the attempt has not ended. */
  readonly onAttemptEnded?: (job: Job, results: readonly TargetResult[]) => void;
}

export interface JobSettings {
  readonly leaseMs: number;
  /** Jobs that wait; more are refused. */
  readonly queueMax: number;
  /** From the lapse of the lease to `lost`. */
  readonly lostAfterMs: number;
}

/** Reading work is tried so often; all kinds of today only read. */
export const ATTEMPTS_MAX = 3;
/** An agent that would not take a job is offered none for so long, unless it connects anew. */
export const REST_MS = 5000;

/** Results that were told along the way wait so long for the next move, to be written with it. */
const RESULTS_UNSAVED_MS = 1000;

const UNENDED: readonly JobState[] = ['queued', 'offered', 'running', 'cancelling', 'unknown'];

export class Dispatcher {
  /** Every job that has not ended, by id; ended ones are read from the store. */
  readonly live: Map<string, Job> = new Map();
  private readonly deps: DispatcherDeps;
  private readonly queue = new Set<string>();
  /** By job: the end of its wait, or of its lease. */
  private readonly timers: JobTimers;
  /** By job: when results that are in memory alone are written. */
  private readonly saving: JobTimers;
  /** By agent: until when it is left alone. */
  private readonly resting: JobTimers;

  constructor(deps: DispatcherDeps) {
    this.deps = deps;
    this.timers = new JobTimers(deps.clock, deps.log);
    this.saving = new JobTimers(deps.clock, deps.log);
    this.resting = new JobTimers(deps.clock, deps.log);
    this.recover();
  }

  get queued(): number {
    return this.queue.size;
  }

  /** Jobs before it; 0 when it does not wait. */
  queuePosition(job: Job): number {
    if (!this.queue.has(job.id)) return 0;
    return [...this.queue].indexOf(job.id);
  }

  /** A job that is on disk and waits. */
  enqueue(job: Job): void {
    this.live.set(job.id, job);
    this.wait(job);
    this.dispatch();
  }

  stop(): void {
    for (const job of this.live.values())
      if (this.saving.has(job.id)) this.saving.guarded(() => this.saveResults(job));
    for (const timers of [this.timers, this.saving, this.resting]) timers.stop();
  }

  /** Offers what waits to those who can take it, the oldest first. A round that fails is made again by itself. */
  dispatch(): void {
    const round = (): void => this.offerAll();
    // Under the name of no agent.
    if (!this.timers.guarded(round)) this.resting.arm('', WORK_AGAIN_MS, round);
  }

  /** The agent connected anew: whatever kept it from taking jobs is over. */
  wake(agentId: string): void {
    this.resting.cancel(agentId);
  }

  askCancel(job: Job, why: string): void {
    this.move(job, 'cancel');
    if (job.agentId === undefined) return;
    const message = { type: 'jobCancelled', jobId: job.id, attempt: job.attempt, why } as const;
    this.deps.hub.send(job.agentId, message).catch((error: unknown) => {
      // The agent is away: it is asked again when it is back, see `resume`.
      this.deps.log.debug('job.cancel-not-sent', { job: job.id, error });
    });
  }

  /** The agent says that it has it: it took the offer, or is back and still runs it. */
  resume(job: Job): void {
    const { state, startedAt = this.deps.clock.now() } = job;
    if (state === 'cancelling') this.askCancel(job, 'asked before the agent was back');
    else if (state === 'offered') this.move(job, 'accept', { startedAt });
    else this.move(job, 'resume', { startedAt, error: undefined });
    this.renewLease(job);
  }

  /** What the agent says of its way; results of targets that have one already change nothing. */
  report(job: Job, progress: JobProgress, results: readonly TargetResult[]): void {
    job.progress = progress;
    keepResults(job, freshResults(job, results));
    if (job.results.size > job.savedResults && !this.saving.has(job.id))
      this.saving.arm(job.id, RESULTS_UNSAVED_MS, () => this.saveResults(job));
    this.deps.watchers.changed(job.id);
  }

  /** The agent would not take it. Nothing was begun, so it does not count as a try; the agent is left alone for a while. */
  rejected(job: Job, error: Failure): void {
    if (!nextState(job.state, 'reject')) return;
    if (job.state === 'cancelling') return this.end(job, 'reject', error);
    if (!isRetryable(error)) return this.end(job, 'fail', error);
    if (job.agentId !== undefined) this.rest(job.agentId);
    this.putBack(job, 'reject', error, job.attempt - 1);
  }

  /** The attempt is over without a result: back into the queue while tries are left, else it has failed. */
  tryAgain(job: Job, error: Failure): void {
    if (job.state === 'cancelling') return this.end(job, 'cancelled', error);
    if (!isRetryable(error) || job.attempt >= ATTEMPTS_MAX) return this.end(job, 'fail', error);
    this.putBack(job, 'requeue', error, job.attempt);
  }

  renewLease(job: Job): void {
    const { leaseMs, lostAfterMs } = this.deps.settings;
    this.timers.arm(job.id, leaseMs, () => {
      const message = `agent ${job.agentId} said nothing of it for ${leaseMs} ms; it may still be running there`;
      if (this.move(job, 'lapse', { error: { code: 'LEASE_LOST', message, hint: undefined } }))
        this.deps.log.warn('job.lease-lapsed', { job: job.id, agent: job.agentId, attempt: job.attempt });
      this.timers.arm(job.id, lostAfterMs, () => {
        const message = `agent ${job.agentId} did not come back to say how the job ended`;
        this.end(job, 'lose', { code: 'LEASE_LOST', message, hint: undefined });
      });
    });
  }

  /** False when the event means nothing now. Throws when it cannot be written; then nothing has changed. */
  move(job: Job, event: JobEvent, change: JobChange = {}, results: readonly TargetResult[] = []): boolean {
    const state = nextState(job.state, event);
    if (!state) return false;
    const { store, repository, watchers } = this.deps;
    const fresh = freshResults(job, results);
    store.write(() => {
      repository.saveResults(job, fresh);
      repository.save({ ...job, ...change, state });
      if (isTerminal(state) || state === 'queued')
        this.deps.onAttemptEnded?.(job, [...job.results.values(), ...fresh]);
    });
    this.saving.cancel(job.id);
    markSaved(job, fresh);
    Object.assign(job, change, { state });
    watchers.changed(job.id);
    return true;
  }

  /** As `move`, into a state that nothing moves. */
  end(job: Job, event: JobEvent, error: Failure | undefined, results: readonly TargetResult[] = []): void {
    const status = nextState(job.state, event);
    if (!status) return;
    const current = Math.max(job.progress.current, results.length);
    const progress = { ...job.progress, current, target: '', status };
    this.move(job, event, { error, progress, endedAt: this.deps.clock.now() }, results);
    this.timers.cancel(job.id);
    this.live.delete(job.id);
    this.queue.delete(job.id);
    this.deps.log.info('job.ended', { job: job.id, kind: job.kind, state: job.state, code: error?.code });
  }

  /** As `end`, for what nobody can do again: a failure is tried again by itself. */
  finish(job: Job, event: JobEvent, error: Failure | undefined): void {
    const work = (): void => this.end(job, event, error);
    if (!this.timers.guarded(work)) this.timers.arm(job.id, WORK_AGAIN_MS, work);
  }

  private offerAll(): void {
    if (this.queue.size === 0) return;
    const { hub, inventory } = this.deps;
    const isResting = (agentId: string): boolean => this.resting.has(agentId);
    const crew = new Crew({ hub, inventory, live: this.live.values(), isResting });
    for (const id of [...this.queue]) {
      const job = this.live.get(id);
      const agentId = job && crew.pick(job);
      if (job && agentId !== undefined) this.offer(job, agentId);
    }
  }

  private offer(job: Job, agentId: string): void {
    const attempt = job.attempt + 1;
    const progress = { current: 0, total: job.targets.length, target: '', status: 'offered' };
    const fresh = { agentId, attempt, progress, error: undefined, results: new Map(), savedResults: 0 };
    if (!this.move(job, 'offer', fresh)) return;
    this.queue.delete(job.id);
    this.renewLease(job);
    const { hub, settings, clock, inventory } = this.deps;
    const epoch = inventory.homes.epochOf(job.site);
    hub
      .send(agentId, offerOf(job, { leaseMs: settings.leaseMs, epoch, nowMs: clock.now() }))
      .catch((error: unknown) => this.timers.guarded(() => this.notOffered(job, attempt, error)));
  }

  /** The session broke under the offer. The agent may have it all the same, so the number of the attempt is used up. */
  private notOffered(job: Job, attempt: number, error: unknown): void {
    if (job.attempt !== attempt || job.state !== 'offered') return;
    if (job.agentId !== undefined) this.rest(job.agentId);
    this.tryAgain(job, failureOf(error));
    this.dispatch();
  }

  private saveResults(job: Job): void {
    const { store, repository } = this.deps;
    store.write(() => repository.saveResults(job, []));
    this.saving.cancel(job.id);
    markSaved(job, []);
  }

  private putBack(job: Job, event: 'reject' | 'requeue', error: Failure, attempt: number): void {
    if (this.deps.clock.now() >= job.deadlineAt) return this.end(job, 'fail', error);
    this.deps.log.info('job.requeued', { job: job.id, attempt: job.attempt, code: error.code });
    if (this.move(job, event, { attempt, error, agentId: undefined })) this.wait(job);
  }

  private rest(agentId: string): void {
    this.resting.arm(agentId, REST_MS, () => this.dispatch());
  }

  private wait(job: Job): void {
    this.queue.add(job.id);
    this.timers.arm(job.id, Math.max(0, job.deadlineAt - this.deps.clock.now()), () => {
      const message = `no agent of site ${job.site} took the job in time`;
      const hint = 'See `wayside agent ls` for the agents of the site.';
      this.end(job, 'expire', { code: 'NO_CAPABLE_AGENT', message, hint });
    });
  }

  /** At start: what was queued waits on, what ran is unknown until its agent is back, what we did ourselves is over. */
  private recover(): void {
    for (const job of UNENDED.flatMap((state) => this.deps.repository.byState(state))) {
      this.live.set(job.id, job);
      if (job.kind === 'trace') this.finish(job, 'fail', RESTARTED);
      else if (job.state !== 'queued') this.renewLease(job);
      // Who asked for it is gone.
      else if (job.parentId !== undefined) this.finish(job, 'cancel', RESTARTED);
      else this.wait(job);
    }
  }
}

const RESTARTED: Failure = {
  code: 'INTERRUPTED',
  message: 'the controller restarted',
  hint: 'Ask again.',
};

function isRetryable({ code }: Failure): boolean {
  return new WaysideError(code, '').retryable;
}

function failureOf(error: unknown): Failure {
  const { code, message, hint } = WaysideError.from(error);
  return { code, message, hint };
}
