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
  jobRanks,
  type TargetResult,
} from '../../shared/model/index.ts';
import type { Clock, Log, Random } from '../../shared/runtime/index.ts';
import type { AgentHub } from '../agents/index.ts';
import type { Inventory } from '../inventory/index.ts';
import type { Store } from '../store/index.ts';
import { Crew, groupOf } from './crew.ts';
import { FanOut } from './fan-out.ts';
import { isPassing, mayRetry, retryDelayMs } from './kinds.ts';
import { Ledger } from './ledger.ts';
import { JobLines, lineOf } from './lines.ts';
import { type JobEvent, nextState } from './machine.ts';
import { offerOf } from './offer.ts';
import { JobQueue } from './queue.ts';
import {
  freshResults,
  isParent,
  type Job,
  type JobChange,
  type JobRepository,
  keepResults,
  markSaved,
} from './repository.ts';
import type { JobSettings } from './settings.ts';
import { JobTimers, WORK_AGAIN_MS } from './timers.ts';
import type { JobWatchers } from './watchers.ts';

export interface DispatcherDeps {
  readonly store: Store;
  readonly repository: JobRepository;
  readonly watchers: JobWatchers;
  readonly inventory: Inventory;
  readonly hub: AgentHub;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly settings: JobSettings;
  /** Within the transaction that ends an attempt: who tried, and what it gave. When it throws, the attempt has not ended. */
  readonly onAttemptEnded?: (job: Job, results: readonly TargetResult[]) => void;
}

/** An agent that would not take a job is offered none for so long, unless it connects anew. */
export const REST_MS = 5000;

/** Results that were told along the way wait so long for the next move, to be written with it. */
const RESULTS_UNSAVED_MS = 1000;
/** Who waits for a job in the queue is told of its place so often at most. */
const POSITIONS_TOLD_MS = 1000;

const UNENDED: readonly JobState[] = ['queued', 'offered', 'running', 'cancelling', 'unknown'];

export class Dispatcher {
  /** Every job that has not ended, by id; ended ones are read from the store. */
  readonly live: Map<string, Job> = new Map();
  private readonly deps: DispatcherDeps;
  readonly lines: JobLines;
  private readonly queue = new JobQueue();
  private readonly ledger: Ledger;
  private readonly fanOut: FanOut;
  /** By job: the end of its wait, or of its lease. */
  private readonly timers: JobTimers;
  /** By job: when results that are in memory alone are written. */
  private readonly saving: JobTimers;
  /** By agent: until when it is left alone. */
  private readonly resting: JobTimers;
  /** By job: the wait before its next attempt. */
  private readonly delays: JobTimers;

  constructor(deps: DispatcherDeps) {
    this.deps = deps;
    this.lines = new JobLines(deps.store, deps.clock);
    this.ledger = new Ledger(deps.settings.limits);
    this.fanOut = new FanOut({
      live: this.live,
      childrenOf: (id) => deps.repository.children(id),
      changed: (id) => deps.watchers.changed(id),
      finish: (job, event, error) => this.finish(job, event, error),
    });
    this.delays = new JobTimers(deps.clock, deps.log);
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
    return this.queue.position(job.id);
  }

  /** A job that is on disk and whose children are, for each site one. */
  fan(parent: Job, children: readonly Job[]): void {
    this.live.set(parent.id, parent);
    for (const child of children) this.enqueue(child);
  }

  /** A job that is on disk and waits. */
  enqueue(job: Job): void {
    this.live.set(job.id, job);
    this.wait(job);
    this.dispatch(groupOf(job));
  }

  stop(): void {
    for (const job of this.live.values())
      if (this.saving.has(job.id)) this.saving.guarded(() => this.saveResults(job));
    for (const timers of [this.timers, this.saving, this.resting, this.delays]) timers.stop();
  }

  /** Offers what waits, of that group or all, to those who can take it, in order. A round that fails is made again by itself. */
  dispatch(group?: string): void {
    const round = (): void => this.offerAll(group);
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

  /** It waits no longer. */
  takeOut(id: string): void {
    this.queue.remove(id);
    this.delays.cancel(id);
  }

  /** What the agent says of its way; results of targets that have one already change nothing. */
  report(job: Job, progress: JobProgress, results: readonly TargetResult[]): void {
    job.progress = progress;
    this.lines.add(job, progress.status, progress.target);
    keepResults(job, freshResults(job, results));
    if (job.results.size > job.savedResults && !this.saving.has(job.id))
      this.saving.arm(job.id, RESULTS_UNSAVED_MS, () => this.saveResults(job));
    this.deps.watchers.changed(job.id);
    this.fanOut.moved(job);
  }

  /** The agent would not take it. Nothing was begun, so it does not count as a try; the agent is left alone for a while. */
  rejected(job: Job, error: Failure): void {
    if (!nextState(job.state, 'reject')) return;
    if (job.state === 'cancelling') return this.end(job, 'reject', error);
    if (!isPassing(error.code)) return this.end(job, 'fail', error);
    if (job.agentId !== undefined) this.rest(job.agentId);
    this.putBack(job, 'reject', error, { attempt: job.attempt - 1, delayMs: 0 });
  }

  /** The attempt is over without a result: back into the queue while tries are left, else it has failed. */
  tryAgain(job: Job, error: Failure): void {
    if (job.state === 'cancelling') return this.end(job, 'cancelled', error);
    if (!mayRetry(job, error.code)) return this.end(job, 'fail', error);
    const delayMs = retryDelayMs(job.plan.retry, job.attempt + 1, this.deps.random);
    this.putBack(job, 'requeue', error, { attempt: job.attempt, delayMs });
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
        this.dispatch();
      });
    });
  }

  /** False when the event means nothing now. Throws when it cannot be written; then nothing has changed. */
  move(job: Job, event: JobEvent, change: JobChange = {}, results: readonly TargetResult[] = []): boolean {
    const state = nextState(job.state, event);
    if (!state) return false;
    const { store, repository, watchers } = this.deps;
    const fresh = freshResults(job, results);
    const said = [
      { ...job, attempt: Math.max(job.attempt, change.attempt ?? 0) },
      lineOf(event, change),
    ] as const;
    store.write(() => {
      repository.saveResults(job, fresh);
      this.lines.save(...said);
      repository.save({ ...job, ...change, state });
      if ((isTerminal(state) || state === 'queued') && !isParent(job))
        this.deps.onAttemptEnded?.(job, [...job.results.values(), ...fresh]);
    });
    this.saving.cancel(job.id);
    markSaved(job, fresh);
    this.lines.saved(...said);
    Object.assign(job, change, { state });
    if (event === 'offer' && job.agentId !== undefined) this.ledger.take(job, job.agentId);
    else if (isTerminal(state) || state === 'queued')
      for (const key of this.ledger.release(job.id)) this.queue.release(key);
    watchers.changed(job.id);
    if (!isTerminal(state)) this.fanOut.moved(job);
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
    this.delays.cancel(job.id);
    this.live.delete(job.id);
    this.queue.remove(job.id);
    this.lines.forget(job.id);
    this.fanOut.moved(job);
    this.tellPositions();
    this.deps.log.info('job.ended', { job: job.id, kind: job.kind, state: job.state, code: error?.code });
  }

  /** As `end`, for what nobody can do again: a failure is tried again by itself. */
  finish(job: Job, event: JobEvent, error: Failure | undefined): void {
    const work = (): void => this.end(job, event, error);
    if (!this.timers.guarded(work)) this.timers.arm(job.id, WORK_AGAIN_MS, work);
  }

  private offerAll(group: string | undefined): void {
    const { hub, inventory } = this.deps;
    const isResting = (agentId: string): boolean => this.resting.has(agentId);
    const crew = new Crew({ hub, inventory, ledger: this.ledger, isResting });
    // Groups whose agents are all busy or away: nothing more of them can be offered in this round.
    const shut = new Set<string>();
    for (let next = this.queue.first(shut, group); next; next = this.queue.first(shut, group)) {
      const job = this.live.get(next.id);
      const taken = job && this.ledger.obstacle(job);
      const agentId = job && taken === undefined ? crew.pick(job) : undefined;
      if (taken !== undefined) this.queue.park(next.id, taken);
      else if (!job || agentId === undefined || !this.offer(job, agentId)) shut.add(next.group);
    }
    this.tellPositions();
  }

  private tellPositions(): void {
    const { watchers } = this.deps;
    // Under the name of no job.
    if (this.queue.size === 0 || this.saving.has('')) return;
    this.saving.arm('', POSITIONS_TOLD_MS, () => {
      for (const id of watchers.watched) if (this.queue.has(id)) watchers.changed(id);
    });
  }

  /** False when the job does not wait. */
  private offer(job: Job, agentId: string): boolean {
    const attempt = job.attempt + 1;
    const progress = { current: 0, total: job.targets.length, target: '', status: 'offered' };
    const fresh = { agentId, attempt, progress, error: undefined, results: new Map(), savedResults: 0 };
    if (!this.move(job, 'offer', { ...fresh, readyAt: undefined })) return false;
    this.queue.remove(job.id);
    this.renewLease(job);
    const { hub, settings, clock, inventory } = this.deps;
    const epoch = inventory.homes.epochOf(job.site);
    hub
      .send(agentId, offerOf(job, { leaseMs: settings.leaseMs, epoch, nowMs: clock.now() }))
      .catch((error: unknown) => this.timers.guarded(() => this.notOffered(job, attempt, error)));
    return true;
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
    store.write(() => {
      repository.saveResults(job, []);
      this.lines.save(job);
    });
    this.saving.cancel(job.id);
    this.lines.saved(job);
    markSaved(job, []);
  }

  private putBack(
    job: Job,
    event: 'reject' | 'requeue',
    error: Failure,
    next: { readonly attempt: number; readonly delayMs: number },
  ): void {
    const now = this.deps.clock.now();
    if (now + next.delayMs >= job.deadlineAt) return this.end(job, 'fail', error);
    this.deps.log.info('job.requeued', { job: job.id, attempt: job.attempt, code: error.code });
    const { attempt, delayMs } = next;
    const readyAt = delayMs > 0 ? now + delayMs : undefined;
    if (this.move(job, event, { attempt, error, agentId: undefined, readyAt })) this.wait(job);
  }

  private rest(agentId: string): void {
    this.resting.arm(agentId, REST_MS, () => this.dispatch());
  }

  private wait(job: Job): void {
    const now = this.deps.clock.now();
    this.queue.add({ id: job.id, group: groupOf(job), rank: jobRanks.indexOf(job.rank) });
    if (job.readyAt !== undefined && job.readyAt > now) this.delay(job.id, job.readyAt - now);
    const from = job.attempt === 0 ? job.createdAt : now;
    const endAt = Math.min(job.deadlineAt, from + job.plan.timers.toStartMs);
    this.timers.arm(job.id, Math.max(0, endAt - now), () => {
      const message = `no agent of site ${job.site} took the job in time`;
      const hint = 'See `wayside agent ls` for the agents of the site.';
      this.end(job, 'expire', { code: 'NO_CAPABLE_AGENT', message, hint });
    });
  }

  private delay(id: string, ms: number): void {
    const reason = `delay ${id}`;
    this.queue.park(id, reason);
    this.delays.arm(id, ms, () => {
      this.queue.release(reason);
      this.dispatch();
    });
  }

  /** At start: what was queued waits on, what ran is unknown until its agent is back, what we did ourselves is over. */
  private recover(): void {
    const jobs = UNENDED.flatMap((state) => this.deps.repository.byState(state));
    for (const job of jobs) this.live.set(job.id, job);
    for (const job of jobs) {
      const parent = job.parentId === undefined ? undefined : this.live.get(job.parentId);
      if (job.kind === 'trace') this.finish(job, 'fail', RESTARTED);
      else if (isParent(job)) this.fanOut.conclude(job);
      else if (job.state !== 'queued') {
        if (job.agentId !== undefined) this.ledger.take(job, job.agentId);
        this.renewLease(job);
      }
      // Who asked for it is gone.
      else if (job.parentId !== undefined && !(parent && isParent(parent)))
        this.finish(job, 'cancel', RESTARTED);
      else this.wait(job);
    }
  }
}

const RESTARTED: Failure = {
  code: 'INTERRUPTED',
  message: 'the controller restarted',
  hint: 'Ask again.',
};

function failureOf(error: unknown): Failure {
  const { code, message, hint } = WaysideError.from(error);
  return { code, message, hint };
}
