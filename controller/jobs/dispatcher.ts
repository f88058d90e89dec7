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
import type { Clock, Log, Random } from '../../shared/runtime/index.ts';
import type { AgentHub } from '../agents/index.ts';
import type { Inventory } from '../inventory/index.ts';
import type { Store } from '../store/index.ts';
import { groupOf } from './crew.ts';
import { FanOut } from './fan-out.ts';
import { isPassing, mayRetry, retryDelayMs } from './kinds.ts';
import { type JobEvent, nextState } from './machine.ts';
import { type JobEnd, JobMoves, type LateMove } from './moves.ts';
import { offerOf } from './offer.ts';
import { type Offer, Offers } from './offers.ts';
import { isParent, type Job, type JobChange, type JobRepository } from './repository.ts';
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

/** Who waits for a job in the queue is told of its place so often at most. */
const POSITIONS_TOLD_MS = 1000;

const UNENDED: readonly JobState[] = ['queued', 'offered', 'running', 'cancelling', 'unknown'];

export class Dispatcher {
  /** Every job that has not ended, by id; ended ones are read from the store. */
  readonly live: Map<string, Job> = new Map();
  private readonly deps: DispatcherDeps;
  readonly moves: JobMoves;
  private readonly offers: Offers;
  private readonly fanOut: FanOut;
  /** By job: the end of its wait, or of its lease. */
  private readonly timers: JobTimers;

  constructor(deps: DispatcherDeps) {
    this.deps = deps;
    const { clock, log, repository, watchers, hub, inventory, settings } = deps;
    this.timers = new JobTimers(clock, log);
    this.moves = new JobMoves({ ...deps, moved: (job, event) => this.moved(job, event) });
    this.offers = new Offers({
      ...{ clock, log, hub, inventory, limits: settings.limits, live: this.live },
      offer: (offers) => this.offer(offers),
      queueMoved: () => this.tellPositions(),
    });
    this.fanOut = new FanOut({
      live: this.live,
      childrenOf: (id) => repository.children(id),
      changed: (id) => watchers.changed(id),
      finish: (job, event, error) => this.finish(job, event, error),
    });
    this.recover();
  }

  get queued(): number {
    return this.offers.queue.size;
  }

  /** Jobs before it; 0 when it does not wait. */
  queuePosition(job: Job): number {
    return this.offers.queue.position(job.id);
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
    this.offers.dispatch(groupOf(job));
  }

  stop(): void {
    this.moves.stop(this.live.values());
    this.offers.stop();
    this.timers.stop();
  }

  /** Offers what waits to those who can take it. */
  dispatch(): void {
    this.offers.dispatch();
  }

  /** As `dispatch`, and not only when the turn ends. */
  dispatchNow(): void {
    this.offers.dispatchNow();
  }

  /** The agent connected anew: whatever kept it from taking jobs is over. */
  wake(agentId: string): void {
    this.offers.wake(agentId);
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

  /** As `resume`, and on disk when the promise resolves. `isStill`: what was said holds at that time. */
  async accepted(job: Job, isStill: () => boolean): Promise<void> {
    const ask = (): LateMove | undefined => {
      if (!isStill() || job.state !== 'offered') return undefined;
      const change = { startedAt: job.startedAt ?? this.deps.clock.now() };
      return { event: 'accept', change, moved: () => this.renewLease(job) };
    };
    if (job.state === 'offered') await this.moves.makeSoon(job, ask);
    else this.resume(job);
  }

  /** It waits no longer. */
  takeOut(id: string): void {
    this.offers.takeOut(id);
  }

  /** What the agent says of its way. */
  report(job: Job, progress: JobProgress, results: readonly TargetResult[]): void {
    this.moves.report(job, progress, results);
    this.fanOut.moved(job);
  }

  /** The agent would not take it. Nothing was begun, so it does not count as a try; the agent is left alone for a while. */
  rejected(job: Job, error: Failure): void {
    if (!nextState(job.state, 'reject')) return;
    if (job.state === 'cancelling') return this.end(job, 'reject', error);
    if (!isPassing(error.code)) return this.end(job, 'fail', error);
    if (job.agentId !== undefined) this.offers.rest(job.agentId);
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
    return this.moves.make(job, event, change, results);
  }

  /** After each move. */
  private moved(job: Job, event: JobEvent): void {
    const isOver = isTerminal(job.state);
    if (event === 'offer' && job.agentId !== undefined) this.offers.hold(job, job.agentId);
    else if (isOver || job.state === 'queued') this.offers.release(job.id);
    if (!isOver) this.fanOut.moved(job);
  }

  /** As `move`, into a state that nothing moves. */
  end(job: Job, event: JobEvent, error: Failure | undefined, results: readonly TargetResult[] = []): void {
    const end = this.endOf(job, { event, error, results });
    if (end && this.move(job, event, end.change, results)) end.moved();
  }

  /** As `end`, on disk when the promise resolves. `asked`: the end as it is at that time, or nothing. False: it was nothing. */
  async endSoon(job: Job, asked: () => JobEnd | undefined): Promise<boolean> {
    let hasEnded = false;
    await this.moves.makeSoon(job, () => {
      const how = asked();
      const end = how && this.endOf(job, how);
      const moved = (): void => {
        hasEnded = true;
        end?.moved();
      };
      return end && { ...end, moved };
    });
    return hasEnded;
  }

  /** `undefined` when the event means nothing now. */
  private endOf(job: Job, { event, error, results }: JobEnd): LateMove | undefined {
    const status = nextState(job.state, event);
    if (!status) return undefined;
    const current = Math.max(job.progress.current, results.length);
    const progress = { ...job.progress, current, target: '', status };
    const change = { error, progress, endedAt: this.deps.clock.now() };
    return { event, change, results, moved: () => this.ended(job) };
  }

  private ended(job: Job): void {
    this.timers.cancel(job.id);
    this.live.delete(job.id);
    this.offers.takeOut(job.id);
    this.moves.lines.forget(job.id);
    this.fanOut.moved(job);
    this.tellPositions();
    this.deps.log.info('job.ended', { job: job.id, kind: job.kind, state: job.state, code: job.error?.code });
  }

  /** As `end`, for what nobody can do again: a failure is tried again by itself. */
  finish(job: Job, event: JobEvent, error: Failure | undefined): void {
    const work = (): void => this.end(job, event, error);
    if (!this.timers.guarded(work)) this.timers.arm(job.id, WORK_AGAIN_MS, work);
  }

  private tellPositions(): void {
    const { watchers } = this.deps;
    // Under the name of no job.
    const { queue } = this.offers;
    if (queue.size === 0 || this.timers.has('')) return;
    this.timers.arm('', POSITIONS_TOLD_MS, () => {
      for (const id of watchers.watched) if (queue.has(id)) watchers.changed(id);
    });
  }

  private offer(offers: readonly Offer[]): void {
    const moves = offers.flatMap(({ job, agentId }) => {
      const progress = { current: 0, total: job.targets.length, target: '', status: 'offered' };
      const fresh = { progress, error: undefined, results: new Map(), savedResults: 0, readyAt: undefined };
      const change = { ...fresh, agentId, attempt: job.attempt + 1 };
      return this.moves.of(job, { event: 'offer', change }) ?? [];
    });
    this.deps.store.write(() => {
      for (const { write } of moves) write();
    });
    for (const { written } of moves) written();
    for (const offer of offers) this.tellOffer(offer);
  }

  private tellOffer({ job, agentId }: Offer): void {
    const { attempt } = job;
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
    if (job.agentId !== undefined) this.offers.rest(job.agentId);
    this.tryAgain(job, failureOf(error));
    this.dispatch();
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

  private wait(job: Job): void {
    const now = this.deps.clock.now();
    this.offers.add(job);
    const from = job.attempt === 0 ? job.createdAt : now;
    const endAt = Math.min(job.deadlineAt, from + job.plan.timers.toStartMs);
    this.timers.arm(job.id, Math.max(0, endAt - now), () => {
      const message = `no agent of site ${job.site} took the job in time`;
      const hint = 'See `wayside agent ls` for the agents of the site.';
      this.end(job, 'expire', { code: 'NO_CAPABLE_AGENT', message, hint });
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
        if (job.agentId !== undefined) this.offers.hold(job, job.agentId);
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
