/**
 * One run of one plan, from its beginning, or from where a process that ended left it, to its end.
 *
 * Invariants
 *   what is sent is written down before; what is not written down is not sent
 *   what was sent and has no answer is asked for before anything else is sent
 *   a run that cannot write stands still, says why, and reads what is on disk before it goes on
 */
import { WaysideError } from '../../../shared/errors.ts';
import type { PlanStep, Principal, RunCounts, StepView } from '../../../shared/model/index.ts';
import { delay, Limiter } from '../../../shared/runtime/index.ts';
import type { RunRow } from '../../store/index.ts';
import type { RunWish, StoredPlan } from '../port.ts';
import { ALL_STEPS } from '../repository.ts';
import { RunBook, type StepEntry } from './book.ts';
import { closeRun } from './close.ts';
import type { RunDeps } from './deps.ts';
import type { Halt } from './end.ts';
import { Lane } from './lane.ts';
import { readStepViews } from './read.ts';
import { BROKEN_TRIES_MAX, failureOf, isOwnStore, STORE_AGAIN_MS } from './retries.ts';
import { movedView, STEPS_TOLD_MAX } from './step-views.ts';
import { countWanted, type Wanted, wanted } from './wanted.ts';

/** Stores that one run works on at the same time. */
export const STORES_AT_ONCE_MAX = 8;
/** Stores of one plan; more than its summary may name. */
const STORES_MAX = 10_000;

export class Run {
  readonly row: RunRow;
  readonly plan: StoredPlan;
  private readonly deps: RunDeps;
  private readonly wish: RunWish;
  private readonly isWanted: Wanted;
  /** Steps that are to be done. */
  readonly total: number;
  private halted: Halt | undefined;
  private readonly leaving = new AbortController();
  /** Of this round: aborted when nothing more is to be begun. */
  private ending = new AbortController();
  private book: RunBook | undefined;
  private readonly wakers = new Set<() => void>();
  private views: StepView[] | undefined;
  /** What was worked on last. */
  private last: { readonly target: string; readonly status: string } = { target: '', status: 'running' };

  constructor(deps: RunDeps, plan: StoredPlan, row: RunRow) {
    this.deps = deps;
    this.plan = plan;
    this.row = row;
    this.wish = JSON.parse(row.wish) as RunWish;
    this.isWanted = wanted(this.wish);
    this.total = countWanted(plan, this.wish, (no) => deps.repository.step(plan, no));
  }

  /** Nothing more is begun; what is under way ends. The first reason stays. */
  halt(halt: Halt): void {
    this.halted ??= halt;
    this.abort(new WaysideError(halt.error.code, halt.error.message));
  }

  cancel(): void {
    this.halt({
      reason: 'cancelled',
      error: { code: 'CANCELLED', message: 'it was cancelled', hint: undefined },
    });
  }

  /** This process stops; the run goes on in the next one. */
  leave(): void {
    const reason = new WaysideError('SHUTTING_DOWN', 'the controller stops');
    this.leaving.abort(reason);
    this.abort(reason);
  }

  /** Of a plan that is not too large: its steps, as they are now. A step that came further is another object. */
  steps(): readonly StepView[] | undefined {
    if (this.plan.steps > STEPS_TOLD_MAX) return undefined;
    this.views ??= [...readStepViews(this.deps, this.plan, this.row)];
    return [...this.views];
  }

  /** Resolves when the run has ended, or is left. */
  async work(): Promise<void> {
    let broken = 0;
    while (!this.leaving.signal.aborted) {
      try {
        return await this.round();
      } catch (error) {
        if (this.leaving.signal.aborted) return;
        this.deps.log.error('plan.run-stands', { job: this.row.job, error });
        if (!isOwnStore(error)) broken += 1;
        if (broken === BROKEN_TRIES_MAX) this.halt({ reason: 'refused', error: failureOf(error) });
        this.tell({ target: '', status: `stands still: ${WaysideError.from(error).message}` });
        await delay(this.deps.clock, STORE_AGAIN_MS, this.leaving.signal).catch(() => undefined);
      }
    }
  }

  /** From what is on disk. Throws what our own store threw. */
  private async round(): Promise<void> {
    const { store, clock } = this.deps;
    this.views = undefined;
    this.ending = new AbortController();
    const book = new RunBook(
      { store, clock, changed: (entries) => this.changed(entries) },
      this.row.no,
      this.plan.steps,
    );
    this.book = book;
    this.judgeFailFast(book.counts());
    if (this.leaving.signal.aborted) return;
    if (this.halted) this.abort(new WaysideError(this.halted.error.code, this.halted.error.message));
    const lanes = this.lanes(book);
    const sent = book.sent();
    if (sent.size > 0) await this.all(lanes.map((lane) => lane.recover(sent)));
    await this.all(lanes.map((lane) => lane.work()));
    if (this.leaving.signal.aborted) return;
    const { plan, row, total, halted, isWanted } = this;
    const leaving = this.leaving.signal;
    await closeRun(this.deps, { plan, row, book, total, isWanted, halted, leaving });
  }

  /** All of them end before what one threw goes on its way; once one threw, the others begin nothing more. */
  private async all(works: readonly Promise<void>[]): Promise<void> {
    const ends = await Promise.allSettled(
      works.map((work) =>
        work.catch((error: unknown) => {
          this.abort(error);
          throw error;
        }),
      ),
    );
    const failed = ends.filter((end) => end.status === 'rejected');
    const own = failed.find(({ reason }) => isOwnStore(reason)) ?? failed[0];
    if (own) throw own.reason;
  }

  private lanes(book: RunBook): readonly Lane[] {
    const { clock, random, log, executors, repository } = this.deps;
    const { plan, row } = this;
    const stores = [...new Set(plan.summary.kinds.map(({ store }) => store))];
    const limiter = new Limiter({ name: 'stores', max: STORES_AT_ONCE_MAX, waitingMax: STORES_MAX });
    const leftOut = new Set<number>();
    const facts = {
      ...{ plan, changeSet: row.id, job: row.job },
      progress: (target: string, status: string) => this.tell({ target, status }),
    };
    return stores.map(
      (store) =>
        new Lane({
          ...{ clock, random, log, book, store, facts, leftOut, limiter, isWanted: this.isWanted },
          executor: executors.find((one) => one.serves(store)),
          page: (after, limit) => repository.steps(plan, { after, limit }, { ...ALL_STEPS, store }),
          step: (no) => repository.step(plan, no),
          allow: (steps) => this.allow(steps),
          signal: this.ending.signal,
          leaving: this.leaving.signal,
          changed: () => this.next(),
          wake: () => this.wake(),
          failFast: this.wish.failFast,
        }),
    );
  }

  private allow(steps: readonly PlanStep[]): Principal | undefined {
    const { jobs, judge } = this.deps;
    try {
      if (!jobs.isLive(this.row.job)) throw givenUp();
      return judge.allow(this.plan, this.row.by, steps);
    } catch (error) {
      this.halt({ reason: 'refused', error: failureOf(error) });
      return undefined;
    }
  }

  private changed(entries: readonly StepEntry[]): void {
    const at = this.deps.clock.now();
    for (const { no, state, error } of this.views ? entries : []) {
      const view = this.views?.[no - 1];
      if (view && this.views) this.views[no - 1] = movedView(view, { state, error, at });
    }
    if (this.book) this.judgeFailFast(this.book.counts());
    this.tell(this.last);
    this.wake();
  }

  private judgeFailFast({ failed, unknown, stale }: RunCounts): void {
    if (!this.wish.failFast || failed + unknown + stale === 0) return;
    const message = 'it was to stop at the first step that fails or is stale';
    this.halt({ reason: 'fail-fast', error: { code: 'CANCELLED', message, hint: undefined } });
  }

  private tell(last: { readonly target: string; readonly status: string }): void {
    this.last = last;
    const counts = this.book?.counts();
    const settled = counts ? this.plan.steps - counts.planned - counts.sent : 0;
    const current = Math.min(this.total, settled);
    this.deps.jobs.progressOwn(this.row.job, { current, total: this.total, ...last });
  }

  private next(): Promise<void> {
    if (this.ending.signal.aborted) return Promise.resolve();
    return new Promise((resolve) => this.wakers.add(resolve));
  }

  private wake(): void {
    const wakers = [...this.wakers];
    this.wakers.clear();
    for (const wake of wakers) wake();
  }

  private abort(reason: unknown): void {
    this.ending.abort(reason);
    this.wake();
  }
}

function givenUp(): WaysideError {
  return new WaysideError(
    'OUTCOME_UNKNOWN',
    'the job of the run was given up: the store of the controller went back',
    {
      hint: 'Look at the things themselves before anything is sent again.',
    },
  );
}
