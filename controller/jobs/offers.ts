/**
 * Who is offered what: the jobs that wait, what those under way hold, and the rounds that bring both together. All
 * that a round offers is on disk by one commit before any agent hears of it.
 */
import { jobRanks } from '../../shared/model/index.ts';
import { type Clock, type Log, nextTurn } from '../../shared/runtime/index.ts';
import type { AgentHub } from '../agents/index.ts';
import type { Inventory } from '../inventory/index.ts';
import { Crew, groupOf } from './crew.ts';
import { type JobLimits, Ledger } from './ledger.ts';
import { JobQueue } from './queue.ts';
import type { Job } from './repository.ts';
import { JobTimers, WORK_AGAIN_MS } from './timers.ts';

/** A job and who is to do it. */
export interface Offer {
  readonly job: Job;
  readonly agentId: string;
}

export interface OffersDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly hub: AgentHub;
  readonly inventory: Inventory;
  readonly limits: JobLimits;
  /** Every job that has not ended, by id. */
  readonly live: ReadonlyMap<string, Job>;
  /** Puts them on disk and tells their agents. Throws when that cannot be; then nothing has changed. */
  readonly offer: (offers: readonly Offer[]) => void;
  /** Places in the queue may have changed. */
  readonly queueMoved: () => void;
}

/** An agent that would not take a job is offered none for so long, unless it connects anew. */
export const REST_MS = 5000;

/** Offers of one transaction. */
const OFFERS_TOGETHER_MAX = 256;
/** In place of a group. */
const ALL_GROUPS = '';
/** Why a job that is being offered is not offered to anyone else. */
const OFFERING = 'offering';

export class Offers {
  readonly queue: JobQueue = new JobQueue();
  private readonly ledger: Ledger;
  private readonly deps: OffersDeps;
  /** Groups that are looked at when this turn of the event loop ends. */
  private readonly due = new Set<string>();
  /** By agent: until when it is left alone. */
  private readonly resting: JobTimers;
  /** By job: the wait before its next attempt. */
  private readonly delays: JobTimers;
  private isStopped = false;

  constructor(deps: OffersDeps) {
    this.deps = deps;
    this.ledger = new Ledger(deps.limits, (agentId) => deps.hub.slotsOf(agentId).job);
    this.resting = new JobTimers(deps.clock, deps.log);
    this.delays = new JobTimers(deps.clock, deps.log);
  }

  stop(): void {
    this.isStopped = true;
    this.resting.stop();
    this.delays.stop();
  }

  /**
   * Looks at that group, or at all, when this turn of the event loop ends, once for all who ask. A round that fails is
   * made again by itself.
   */
  dispatch(group: string = ALL_GROUPS): void {
    if (this.due.size === 0) void nextTurn().then(() => this.dispatchNow());
    this.due.add(group);
  }

  /** At the end of its rank; not to be offered before `readyAt`. */
  add(job: Job): void {
    this.queue.add({ id: job.id, group: groupOf(job), rank: jobRanks.indexOf(job.rank) });
    this.delay(job);
  }

  /** What that one holds, and its place in the queue, are of another one now. */
  replace(job: Job, by: Job): void {
    this.ledger.pass(job.id, by.id);
    this.queue.replace(job.id, by.id);
    this.delays.cancel(job.id);
    if (this.queue.has(by.id)) this.delay(by);
  }

  private delay(job: Job): void {
    const waitMs = (job.readyAt ?? 0) - this.deps.clock.now();
    if (waitMs <= 0) return;
    const reason = `delay ${job.id}`;
    this.queue.park(job.id, reason);
    this.delays.arm(job.id, waitMs, () => {
      this.queue.release(reason);
      this.dispatch();
    });
  }

  /** It waits no longer. */
  takeOut(jobId: string): void {
    this.queue.remove(jobId);
    this.delays.cancel(jobId);
  }

  /** What it holds counts from now on. */
  hold(job: Job, agentId: string): void {
    this.ledger.take(job, agentId);
  }

  /** It holds nothing any more. */
  release(jobId: string): void {
    for (const key of this.ledger.release(jobId)) this.queue.release(key);
  }

  /** Would not take a job: it is offered none for a while. */
  rest(agentId: string): void {
    this.resting.arm(agentId, REST_MS, () => this.dispatch());
  }

  /** The agent connected anew: whatever kept it from taking jobs is over. */
  wake(agentId: string): void {
    this.resting.cancel(agentId);
  }

  /** The round that is due at the end of this turn. */
  dispatchNow(): void {
    if (this.due.size === 0) return;
    const groups = this.due.has(ALL_GROUPS) ? [undefined] : [...this.due];
    this.due.clear();
    if (this.isStopped) return;
    const round = (): void => this.offerAll(groups);
    // Under the name of no agent.
    if (!this.resting.guarded(round)) this.resting.arm('', WORK_AGAIN_MS, () => this.dispatch());
  }

  private offerAll(groups: readonly (string | undefined)[]): void {
    const { hub, inventory } = this.deps;
    const isResting = (agentId: string): boolean => this.resting.has(agentId);
    const crew = new Crew({ hub, inventory, ledger: this.ledger, isResting });
    for (const group of groups) while (this.offerSome(crew, group) === OFFERS_TOGETHER_MAX);
    this.deps.queueMoved();
  }

  /** Returns how many were offered. */
  private offerSome(crew: Crew, group: string | undefined): number {
    const offers = this.pick(crew, group);
    if (offers.length === 0) return 0;
    try {
      this.deps.offer(offers);
    } catch (error) {
      for (const { job } of offers) this.release(job.id);
      this.queue.release(OFFERING);
      throw error;
    }
    for (const { job } of offers) this.queue.remove(job.id);
    return offers.length;
  }

  /** What can be offered now, in order; it is parked, and its place taken. */
  private pick(crew: Crew, group: string | undefined): readonly Offer[] {
    const offers: Offer[] = [];
    // Groups whose agents are all busy or away: nothing more of them can be offered in this round.
    const shut = new Set<string>();
    for (let next = this.queue.first(shut, group); next; next = this.queue.first(shut, group)) {
      const job = this.deps.live.get(next.id);
      const taken = job && this.ledger.obstacle(job);
      const agentId = job && taken === undefined ? crew.pick(job) : undefined;
      if (taken !== undefined) this.queue.park(next.id, taken);
      else if (!job || agentId === undefined) shut.add(next.group);
      else {
        this.queue.park(job.id, OFFERING);
        this.ledger.take(job, agentId);
        offers.push({ job, agentId });
        if (offers.length === OFFERS_TOGETHER_MAX) break;
      }
    }
    return offers;
  }
}
