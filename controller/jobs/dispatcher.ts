/**
 * Moves jobs: from the queue to a capable agent under a lease, and through every state to an end.
 *
 * Invariants
 *   a job is on disk before anyone is told of it, and its end is on disk before the agent may forget it
 *   progress lives in memory; results told along the way are on disk soon, and with the next move at the latest
 *   a move that cannot be written has not happened: memory follows the disk
 *   one attempt counts at a time
 *   a lapsed lease makes `unknown`, never `failed`: the work may still be running
 *   a reading ends at its time, whatever became of its agent
 */
import { type Failure, isTerminal, type JobProgress, type TargetResult } from '../../shared/model/index.ts';
import { jobsAtStart } from './at-start.ts';
import { groupOf } from './crew.ts';
import { Deadlines } from './deadlines.ts';
import type { DispatcherDeps, JobMover } from './deps.ts';
import { failureOf, GIVEN_UP, leaseLost, NO_TIME, notTaken, REFUSED_HERE, RESTARTED } from './failures.ts';
import { FanOut } from './fan-out.ts';
import { isBegun, judgeForgotten, sentBefore } from './forgotten.ts';
import { isPassing, kindTable, mayRetry, retryDelayMs } from './kinds.ts';
import { type JobEvent, nextState } from './machine.ts';
import { type JobEnd, JobMoves, type LateMove } from './moves.ts';
import { approvalsNow, freshAttempt, offerOf, tellToStop } from './offer.ts';
import { type Offer, Offers } from './offers.ts';
import { OldWrites } from './old-writes.ts';
import { Places } from './places.ts';
import { isOwnApply, isParent, type Job, type JobChange } from './repository.ts';
import type { Sharing } from './sharing.ts';
import { JobTimers, WORK_AGAIN_MS } from './timers.ts';

export class Dispatcher implements JobMover {
  /** Every job that has not ended, by id; ended ones are read from the store. */
  readonly live: Map<string, Job> = new Map();
  private readonly deps: DispatcherDeps;
  readonly moves: JobMoves;
  readonly places: Places;
  readonly old: OldWrites;
  private readonly offers: Offers;
  private readonly fanOut: FanOut;
  /** By job: the end of its wait, or of its lease. */
  private readonly timers: JobTimers;
  /** By job: the end of its time, while an agent has it. */
  private readonly deadlines: Deadlines;

  constructor(deps: DispatcherDeps) {
    this.deps = deps;
    const { clock, log, repository, watchers, hub, inventory, settings } = deps;
    this.timers = new JobTimers(clock, log);
    this.deadlines = new Deadlines(deps, this);
    this.moves = new JobMoves({ ...deps, moved: (job, event) => this.moved(job, event) });
    this.offers = new Offers({
      ...{ clock, log, hub, inventory, limits: settings.limits, live: this.live },
      offer: (offers) => this.offer(offers),
      queueMoved: () => this.places.moved(),
    });
    const { queue } = this.offers;
    const { live, sharing } = this;
    this.places = new Places({ queue, sharing, watchers, live, timers: this.timers });
    this.fanOut = new FanOut({
      live: this.live,
      childrenOf: (id) => repository.children(id),
      changed: (id) => watchers.changed(id),
      finish: (job, event, error) => this.finish(job, event, error),
    });
    this.old = new OldWrites(deps, this);
    this.recover();
  }

  get sharing(): Sharing {
    return this.moves.sharing;
  }

  /** A job that is on disk and whose children are, for each site one. */
  fan(parent: Job, children: readonly Job[]): void {
    this.live.set(parent.id, parent);
    for (const child of children) this.enqueue(child);
  }

  /** A job that is on disk and waits, or shares the work of another one. */
  enqueue(job: Job): void {
    this.live.set(job.id, job);
    this.sharing.add(job);
    if (this.sharing.isFollower(job)) return;
    this.wait(job);
    this.offers.dispatch(groupOf(job));
  }

  stop(): void {
    this.moves.stop(this.live.values());
    this.offers.stop();
    this.timers.stop();
    this.deadlines.stop();
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
    tellToStop(this.deps, job, why);
  }

  /** The job ends, and its work goes on for those that share it. False: nobody does. */
  leave(job: Job, error: Failure, event?: JobEvent): boolean {
    const { sharing } = this;
    if (!sharing.isFollower(job) && sharing.followers(job).length === 0) return false;
    const next = sharing.leave(job);
    if (next) this.takeOver(job, next);
    try {
      this.end(job, event ?? (job.state === 'queued' ? 'cancel' : 'cancelled'), error);
    } catch (failure) {
      sharing.rejoin(job, next);
      if (next) this.takeOver(next, job);
      throw failure;
    }
    return true;
  }

  /** The place in the queue, or what is under way, is another one's from now on. */
  private takeOver(from: Job, to: Job): void {
    this.offers.replace(from, to);
    this.timers.cancel(from.id);
    this.deadlines.forget(from.id);
    if (to.state === 'queued') return this.expireLater(to);
    this.renewLease(to);
    this.deadlines.watch(to);
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
    this.tellParents(job);
  }

  /** The agent would not take it. Nothing was begun, so it does not count as a try; the agent is left alone for a while. */
  rejected(job: Job, error: Failure): void {
    if (!nextState(job.state, 'reject')) return;
    if (isBegun(job)) return this.end(job, 'lose', sentBefore(error));
    if (job.state === 'cancelling') return this.end(job, 'reject', error);
    if (!isPassing(error.code)) return this.end(job, 'fail', error);
    if (job.agentId !== undefined) this.offers.rest(job.agentId);
    this.putBack(job, 'reject', error, { attempt: job.attempt - 1, delayMs: 0 });
  }

  /** The attempt is over without a result: back into the queue while tries are left, else it has failed. */
  tryAgain(job: Job, error: Failure): void {
    if (isBegun(job)) return this.end(job, 'lose', sentBefore(error));
    if (job.state === 'cancelling') return this.end(job, 'cancelled', error);
    if (!mayRetry(job, error.code)) return this.end(job, 'fail', error);
    const delayMs = retryDelayMs(job.plan.retry, job.attempt + 1, this.deps.random);
    this.putBack(job, 'requeue', error, { attempt: job.attempt, delayMs });
  }

  /** The agent is back and does not know the attempt. */
  forgotten(job: Job): void {
    const { isLost, error } = judgeForgotten(job);
    if (isLost) this.end(job, 'lose', error);
    else this.tryAgain(job, error);
  }

  renewLease(job: Job): void {
    const { leaseMs, lostAfterMs } = this.deps.settings;
    this.timers.arm(job.id, leaseMs, () => {
      const message = `agent ${job.agentId} said nothing of it for ${leaseMs} ms; it may still be running there`;
      if (this.move(job, 'lapse', { error: leaseLost(message) }))
        this.deps.log.warn('job.lease-lapsed', { job: job.id, agent: job.agentId, attempt: job.attempt });
      this.timers.arm(job.id, lostAfterMs, () => {
        this.end(job, 'lose', leaseLost(`agent ${job.agentId} did not come back to say how the job ended`));
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
    if (event === 'offer' && job.agentId !== undefined) {
      this.offers.hold(job, job.agentId);
      this.deadlines.watch(job);
    } else if (isOver || job.state === 'queued') {
      this.offers.release(job.id);
      this.deadlines.forget(job.id);
    }
    if (!isOver) this.tellParents(job);
  }

  private tellParents(job: Job): void {
    for (const one of [job, ...this.sharing.followers(job)]) this.fanOut.moved(one);
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
    const { ended, next } = this.sharing.close(job);
    if (next) this.offers.replace(job, next);
    for (const one of [job, ...ended]) {
      const { id, kind, state, error } = one;
      this.timers.cancel(id);
      this.live.delete(id);
      this.offers.takeOut(id);
      this.moves.lines.forget(id);
      this.fanOut.moved(one);
      this.deps.log.info('job.ended', { job: id, kind, state, code: error?.code });
    }
    if (next) this.goOn(next, job.error);
    else if (job.state === 'lost' && this.sharing.leadOf(job) === job) tellToStop(this.deps, job, GIVEN_UP);
    this.places.moved();
  }

  /** The time of the job whose work it shared is over: from now on it has its own. */
  private goOn(job: Job, error: Failure = NO_TIME): void {
    const work = (): void => {
      if (job.state === 'queued') this.expireLater(job);
      else this.putBack(job, 'requeue', error, { attempt: job.attempt, delayMs: 0 });
      this.dispatch();
    };
    if (!this.timers.guarded(work)) this.timers.arm(job.id, WORK_AGAIN_MS, work);
  }

  /** As `end`, for what nobody can do again: a failure is tried again by itself. */
  finish(job: Job, event: JobEvent, error: Failure | undefined): void {
    const work = (): void => this.end(job, event, error);
    if (!this.timers.guarded(work)) this.timers.arm(job.id, WORK_AGAIN_MS, work);
  }

  private offer(offers: readonly Offer[]): void {
    const moves = offers.flatMap(({ job, agentId }) => {
      const change = freshAttempt(job, { agentId, attempt: job.attempt + 1, status: 'offered' });
      return this.moves.of(job, { event: 'offer', change }) ?? [];
    });
    this.deps.store.write(() => {
      for (const { write } of moves) write();
    });
    // They are on disk: whoever watches one and fails keeps nobody else from being told.
    for (const { written } of moves) this.timers.guarded(written);
    for (const offer of offers) this.tellOffer(offer);
  }

  private tellOffer({ job, agentId }: Offer): void {
    const { attempt } = job;
    this.renewLease(job);
    const { hub, settings, clock, inventory } = this.deps;
    const epoch = inventory.homes.epochOf(job.site);
    const approvals = approvalsNow(this.deps, job);
    hub
      .send(agentId, offerOf(job, { leaseMs: settings.leaseMs, epoch, nowMs: clock.now(), approvals }))
      .catch((error: unknown) =>
        this.timers.guarded(() => this.notOffered(this.sharing.leadOf(job), attempt, error)),
      );
  }

  /**
   * The session broke under the offer. The agent may have it all the same, so the number of the attempt is used up; it
   * is not when our own link took nothing of it.
   */
  private notOffered(job: Job, attempt: number, error: unknown): void {
    if (job.attempt !== attempt || job.state !== 'offered') return;
    const failure = failureOf(error);
    if (REFUSED_HERE.includes(failure.code)) {
      this.rejected(job, failure);
      return this.dispatch();
    }
    // What writes may be under way there: it is waited for until its agent says, or is given up.
    if (kindTable[job.kind].writes) return;
    if (job.agentId !== undefined) this.offers.rest(job.agentId);
    this.tryAgain(job, failure);
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
    const change = { attempt, error, agentId: undefined, readyAt };
    // Nothing was begun.
    const unbegun = kindTable[job.kind].writes ? { startedAt: undefined } : {};
    if (this.move(job, event, { ...change, ...unbegun })) this.wait(job);
  }

  private wait(job: Job): void {
    this.offers.add(job);
    this.expireLater(job);
  }

  private expireLater(job: Job): void {
    const now = this.deps.clock.now();
    const from = job.attempt === 0 ? job.createdAt : now;
    const endAt = Math.min(job.deadlineAt, from + job.plan.timers.toStartMs);
    this.timers.arm(job.id, Math.max(0, endAt - now), () => {
      this.end(job, 'expire', notTaken(job.site));
    });
  }

  private abandon(job: Job): void {
    if (!this.leave(job, RESTARTED)) this.finish(job, 'cancel', RESTARTED);
  }

  /** At start: what was queued waits on, what ran is unknown until its agent is back, what we did ourselves is over but for plans. */
  private recover(): void {
    const { live, sharing } = this;
    for (const job of jobsAtStart(this.deps.repository, live, sharing))
      if (!this.timers.guarded(() => this.abandon(job))) this.finish(job, 'cancel', RESTARTED);
    this.old.loseAll();
    for (const job of this.live.values()) {
      if (this.sharing.isFollower(job) || this.old.has(job)) continue;
      // Whoever applies plans takes it up again.
      if (isOwnApply(job)) continue;
      if (job.kind === 'trace') this.finish(job, 'fail', RESTARTED);
      else if (isParent(job)) this.fanOut.restored(job);
      else if (job.state !== 'queued') {
        if (job.agentId !== undefined) this.offers.hold(job, job.agentId);
        this.renewLease(job);
        this.deadlines.watch(job);
      } else this.wait(job);
    }
  }
}
