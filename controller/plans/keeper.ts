/** Takes away plans that nobody needs any more, and what a process that ended left half written; piece by piece. */
import { type Clock, type Log, nextTurn } from '../../shared/runtime/index.ts';
import type { Store } from '../store/index.ts';
import type { PlanSettings } from './settings.ts';

/** Rows deleted in one turn of the event loop. */
const ROWS_PER_TURN = 500;
/** Plans taken away before others that wait are looked at again. */
const PLANS_PER_LOOK = 100;
/** Plans taken away by one round; the next one finds the rest. */
const UNFINISHED_MAX = 1000;

export interface KeeperDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: Pick<PlanSettings, 'keepMs'>;
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

  /** What is half written, half gone, and of plans that ended those that are old; `withOld`: the clock is believed. */
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

  private async work(withOld: boolean): Promise<void> {
    const { store, clock, settings, log } = this.deps;
    if (withOld) {
      const before = clock.now() - settings.keepMs;
      for (let found = -1; found !== 0 && !this.stopped; await nextTurn()) {
        const old = store.plans.old(before, PLANS_PER_LOOK);
        found = old.length;
        if (found > 0)
          store.write(() => {
            for (const { no } of old) store.plans.hide(no);
          });
      }
    }
    let gone = 0;
    for (const { no, id } of store.plans.unfinished(UNFINISHED_MAX)) {
      if (this.deps.isWriting(no)) continue;
      await this.drop(no, id);
      gone += 1;
    }
    if (gone > 0) log.info('plans.tidied', { plans: gone });
  }

  /** First what belongs to it: a process that ends in between finds the rest by the plan. */
  private async drop(no: number, id: string): Promise<void> {
    const { store } = this.deps;
    while (!this.stopped && store.write(() => store.runs.remove(id, ROWS_PER_TURN)) > 0) await nextTurn();
    while (!this.stopped && store.write(() => store.plans.dropSteps(no, ROWS_PER_TURN)) > 0) await nextTurn();
    if (!this.stopped) store.write(() => store.plans.remove(no));
  }
}
