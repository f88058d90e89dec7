/** Takes away plans that nobody needs any more, and what a process that ended left half written; piece by piece. */
import { type Clock, type Log, nextTurn } from '../../shared/runtime/index.ts';
import type { PastPlan, PlanRow, PlanSizes, Store } from '../store/index.ts';
import { surplus } from './room.ts';
import { EXPIRED_KEEP_MS, PLAN_BOUNDS, type PlanBounds, type PlanSettings } from './settings.ts';

/** Rows deleted in one turn of the event loop. */
const ROWS_PER_TURN = 500;
/** Plans taken away before others that wait are looked at again. */
const PLANS_PER_LOOK = 100;
/** Plans of which nothing is seen any more, read at once. */
const UNFINISHED_PER_LOOK = 1000;

export interface KeeperDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: Pick<PlanSettings, 'keepMs'>;
  readonly bounds?: PlanBounds | undefined;
  /** A plan that is being written now. */
  readonly isWriting: (no: number) => boolean;
}

export class PlanKeeper {
  private readonly deps: KeeperDeps;
  private running: Promise<void> | undefined;
  private stopped = false;

  constructor(deps: KeeperDeps) {
    this.deps = deps;
  }

  /** What is half written, half gone, or too much, and of past plans those that are old; `withOld`: the clock is believed. */
  tidy(withOld: boolean): Promise<void> {
    if (this.stopped) return Promise.resolve();
    this.running ??= this.work(withOld)
      .catch((error: unknown) => this.deps.log.error('maintenance.failed', { what: 'plans', error }))
      .finally(() => {
        this.running = undefined;
      });
    return this.running;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  /** Begins to take past plans away when there are too many of them. */
  makeRoom(): void {
    const { plans, bytes } = this.surplus();
    if (plans > 0 || bytes > 0) void this.tidy(false);
  }

  private async work(withOld: boolean): Promise<void> {
    const { store, clock, settings, log } = this.deps;
    if (withOld) {
      const nowMs = clock.now();
      await this.hide(() => store.plans.old(nowMs - settings.keepMs, PLANS_PER_LOOK));
      await this.hide(() => store.plans.expired(nowMs - EXPIRED_KEEP_MS, PLANS_PER_LOOK));
    }
    await this.hide(() => this.inTheWay());
    let gone = 0;
    for (let left = this.left(); left.length > 0 && !this.stopped; left = this.left())
      for (const { no, id } of left) {
        await this.drop(no, id);
        gone += 1;
      }
    if (gone > 0) log.info('plans.tidied', { plans: gone });
  }

  /** Asked now, and not when its turn comes: by then it may be whole. */
  private left(): readonly Pick<PlanRow, 'no' | 'id'>[] {
    return this.deps.store.plans.unfinished(UNFINISHED_PER_LOOK).filter(({ no }) => !this.deps.isWriting(no));
  }

  private async hide(next: () => readonly PastPlan[]): Promise<void> {
    const { store } = this.deps;
    for (let found = next(); found.length > 0 && !this.stopped; found = next()) {
      store.write(() => {
        for (const { no } of found) store.plans.hide(no);
      });
      await nextTurn();
    }
  }

  private surplus(): PlanSizes {
    const { store, clock, bounds = PLAN_BOUNDS } = this.deps;
    return surplus(store.plans, { bounds, nowMs: clock.now() });
  }

  /** Of the surplus: first those that nobody applied, then those that ended, the oldest first. */
  private inTheWay(): readonly PastPlan[] {
    const { plans } = this.deps.store;
    const over = this.surplus();
    if (over.plans === 0 && over.bytes === 0) return [];
    const expired = plans.expired(this.deps.clock.now(), PLANS_PER_LOOK);
    const past = expired.length > 0 ? expired : plans.ended(PLANS_PER_LOOK);
    let bytes = 0;
    return past.filter((one, i) => {
      const isOver = i < over.plans || bytes < over.bytes;
      bytes += one.bytes;
      return isOver;
    });
  }

  /** First what belongs to it: a process that ends in between finds the rest by the plan. */
  private async drop(no: number, id: string): Promise<void> {
    const { store } = this.deps;
    while (!this.stopped && store.write(() => store.runs.remove(id, ROWS_PER_TURN)) > 0) await nextTurn();
    while (!this.stopped && store.write(() => store.plans.dropSteps(no, ROWS_PER_TURN)) > 0) await nextTurn();
    if (!this.stopped) store.write(() => store.plans.remove(no));
  }
}
