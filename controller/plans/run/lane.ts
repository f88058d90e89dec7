/**
 * The steps of one store, in their order: batch after batch is judged, written down, sent and settled. No later batch overtakes a
 * step that is tried again, or that waits for another store.
 */
import { WaysideError } from '../../../shared/errors.ts';
import type { Failure, PlanStep, Principal } from '../../../shared/model/index.ts';
import {
  type Clock,
  delay,
  type Limiter,
  type Log,
  nextTurn,
  type Random,
} from '../../../shared/runtime/index.ts';
import type { Executor, RunContext } from '../executor.ts';
import type { RunBook, StepEntry } from './book.ts';
import { fateOf, type StepFate, sortOut } from './eligible.ts';
import { BatchJournal, type Told } from './journal.ts';
import { failureOf, READ_BACK_TRIES_MAX, StoreBudget } from './retries.ts';
import type { Wanted } from './wanted.ts';

/** Steps of a plan that are read at once. */
export const PAGE_STEPS = 1000;

export interface LaneDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly book: RunBook;
  readonly store: string;
  /** `undefined`: nothing here serves it. */
  readonly executor: Executor | undefined;
  readonly isWanted: Wanted;
  /** Nothing more is begun once a step failed, so none may be on its way beside another. */
  readonly failFast: boolean;
  /** Steps that are open and not wanted, as far as the lanes have read: they will not be done. */
  readonly leftOut: Set<number>;
  /** Steps of the store, in their order, above that number. */
  readonly page: (after: number, limit: number) => readonly PlanStep[];
  readonly step: (no: number) => PlanStep | undefined;
  readonly facts: Pick<RunContext, 'plan' | 'changeSet' | 'job' | 'progress'>;
  /** Who applies, as they may now. `undefined`: they, or the plan, may not go on, and nothing more is begun. */
  readonly allow: (steps: readonly PlanStep[]) => Principal | undefined;
  /** Aborted when nothing more is to be begun. */
  readonly signal: AbortSignal;
  /** Aborted when this process stops: then nothing is waited for any more. */
  readonly leaving: AbortSignal;
  /** Resolves at the next change of any step, and when nothing more is to be begun. */
  readonly changed: () => Promise<void>;
  /** Wakes the lanes that wait for a change. */
  readonly wake: () => void;
  /** Stores that work at once. */
  readonly limiter: Limiter;
}

type SentStep = PlanStep & { readonly by: string };

interface ReadBack {
  readonly principal: Principal;
  /** Why there is no answer. */
  readonly why: WaysideError;
  readonly told: Told;
  readonly isTry: boolean;
}

const READER: Principal = { type: 'system', name: 'plans' };
const NO_ANSWER = new WaysideError('CONNECTION_LOST', 'no answer came');

export class Lane {
  private readonly deps: LaneDeps;
  private readonly budget: StoreBudget;
  /** Open steps that were read and not begun, in their order. */
  private queue: readonly PlanStep[] = [];
  private readUpTo = 0;
  private isRead = false;
  /** What becomes of steps that could be done now, since their store is of no use. */
  private instead: ((no: number) => StepEntry) | undefined;

  constructor(deps: LaneDeps) {
    const { random, executor, store } = deps;
    this.deps = deps;
    this.budget = new StoreBudget(random);
    const error = failureOf(unserved(store));
    if (!executor) this.instead = (no) => ({ no, state: 'failed', error });
  }

  /** Until nothing more can be done here. Throws what our own store threw. */
  async work(): Promise<void> {
    const { signal, executor, book, failFast } = this.deps;
    const batchMax = failFast ? 1 : (executor?.batchMax ?? PAGE_STEPS);
    // All before the first open one are settled, and what was sent without an answer is known by now.
    this.readUpTo = (book.next('planned', 0, 1)[0] ?? book.steps + 1) - 1;
    while (!signal.aborted) {
      this.fill(batchMax);
      const changed = this.deps.changed();
      const { ready, waiting } = sortOut(this.queue, batchMax, (no) => this.fate(no));
      if (waiting.length > 0) book.save(waiting.map(waits));
      else if (ready.length > 0 && this.instead) book.save(numbers(ready).map(this.instead));
      else if (ready.length > 0 && executor) await this.batch(executor, ready);
      else if (this.queue.length > 0) await changed;
      else if (this.isRead) return;
    }
  }

  /**
   * Before `work`: of steps that stand as `sent` it is found out what became of them, and nothing is sent. That nothing came of one
   * counts as no try: it was this process that ended.
   */
  async recover(sent: ReadonlyMap<number, string>): Promise<void> {
    const { step, store } = this.deps;
    const steps = [...sent].flatMap(([no, by]) => {
      const one = step(no);
      return one?.store === store ? [{ ...one, by }] : [];
    });
    const told = { answered: 0, inVain: 0 };
    await this.readBack(steps, { principal: READER, why: NO_ANSWER, told, isTry: false });
  }

  private fate(no: number): StepFate {
    return this.deps.leftOut.has(no) ? 'never' : fateOf(this.deps.book.stateOf(no));
  }

  /** Reads on until there is enough for a batch. */
  private fill(batchMax: number): void {
    const { book, isWanted, leftOut, page } = this.deps;
    this.queue = this.queue.filter(({ no }) => book.stateOf(no) === 'planned');
    while (!this.isRead && this.queue.length < batchMax) {
      const steps = page(this.readUpTo, PAGE_STEPS);
      this.isRead = steps.length < PAGE_STEPS;
      this.readUpTo = steps.at(-1)?.no ?? this.readUpTo;
      const open = steps.filter(({ no }) => book.stateOf(no) === 'planned');
      const known = leftOut.size;
      for (const step of open) if (!isWanted(step)) leftOut.add(step.no);
      if (leftOut.size > known) this.deps.wake();
      this.queue = [...this.queue, ...open.filter(isWanted)];
    }
  }

  private async batch(executor: Executor, steps: readonly PlanStep[]): Promise<void> {
    const { limiter, signal, leaving, clock } = this.deps;
    const permit = await limiter.acquire(signal).catch(() => undefined);
    if (!permit) return;
    const told = { answered: 0, inVain: 0 };
    try {
      const principal = this.deps.allow(steps);
      if (principal) await this.send(executor, steps, { principal, told });
    } finally {
      permit.release();
    }
    // A store in this process answers at once; everybody else has a turn between two batches.
    await nextTurn();
    if (signal.aborted || leaving.aborted) return;
    const waitMs = this.weigh(steps, told);
    if (waitMs > 0) await delay(clock, waitMs, signal).catch(() => undefined);
  }

  private async send(
    executor: Executor,
    steps: readonly PlanStep[],
    { principal, told }: { readonly principal: Principal; readonly told: Told },
  ): Promise<void> {
    const { book, signal, leaving, log, store, facts } = this.deps;
    const journal = new BatchJournal(book, numbers(steps), { told, signal, isTry: true });
    let why = NO_ANSWER;
    try {
      await executor.apply(steps, { ...facts, journal, principal, signal });
    } catch (error) {
      why = WaysideError.from(error);
      if (!signal.aborted) log.warn('plan.batch-broke', { job: facts.job, store, error });
    }
    if (journal.broken !== undefined) throw journal.broken;
    if (leaving.aborted) return;
    const open = book.sent();
    const sent = steps.flatMap((step): readonly SentStep[] => {
      const by = open.get(step.no);
      return by === undefined ? [] : [{ ...step, by }];
    });
    await this.readBack(sent, { principal, why, told, isTry: true });
    if (told.answered + told.inVain === 0 && !signal.aborted && !leaving.aborted)
      this.untouched(steps, { why, told });
  }

  /** Nobody said a word of any of them: that counts as a try, so that it ends. */
  private untouched(steps: readonly PlanStep[], { why, told }: { why: WaysideError; told: Told }): void {
    const { book, signal } = this.deps;
    const error = failureOf(why === NO_ANSWER ? new WaysideError('NOTHING_SENT', 'nothing was sent') : why);
    const left = numbers(steps).filter((no) => book.stateOf(no) === 'planned');
    const journal = new BatchJournal(book, left, { told, signal, isTry: true });
    journal.settle(left.map((no) => ({ no, state: 'failed', error, token: '' })));
  }

  /** Of what no outcome comes, nothing was sent. What nobody can say, is said so for good. */
  private async readBack(
    steps: readonly SentStep[],
    { principal, why, told, isTry }: ReadBack,
  ): Promise<void> {
    const { book, clock, leaving, log, facts, store } = this.deps;
    let open = steps;
    let last = why;
    for (let tried = 1; open.length > 0 && !leaving.aborted; tried += 1) {
      const journal = new BatchJournal(book, numbers(open), { told, signal: leaving, isTry });
      const error = await this.ask(open, journal, principal);
      if (journal.broken !== undefined) throw journal.broken;
      if (leaving.aborted) return;
      open = open.filter(({ no }) => book.stateOf(no) === 'sent');
      if (!error) {
        const unsent = open.map(({ no }): StepEntry => ({ no, state: 'planned', tries: book.triesOf(no) }));
        return book.save(unsent);
      }
      last = error;
      log.warn('plan.not-read-back', { job: facts.job, store, tried, error });
      if (tried === READ_BACK_TRIES_MAX)
        return book.save(open.map(({ no }): StepEntry => ({ no, state: 'unknown', error: unknownBy(last) })));
      await delay(clock, this.budget.waitMs(tried), leaving).catch(() => undefined);
    }
  }

  private async ask(
    steps: readonly SentStep[],
    journal: BatchJournal,
    principal: Principal,
  ): Promise<WaysideError | undefined> {
    const { executor, facts, signal, store } = this.deps;
    try {
      if (!executor) throw unserved(store);
      await executor.recover(steps, { ...facts, journal, principal, signal });
      return undefined;
    } catch (error) {
      return WaysideError.from(error);
    }
  }

  /** How long to wait before the next batch. At the end of its budget the store is left, with what is left of its steps. */
  private weigh(steps: readonly PlanStep[], { answered, inVain }: Told): number {
    const { book, store, log, facts } = this.deps;
    if (answered > 0) this.budget.worked();
    else if (inVain > 0 && !this.budget.failed()) {
      log.warn('plan.store-left', { job: facts.job, store });
      const error: Failure = {
        code: 'UNAVAILABLE',
        message: `${store} was left: nothing could be done there for a while`,
        hint: 'What is left goes by a new plan, once it is reachable again.',
      };
      this.instead = (no) => ({ no, state: 'skipped', error });
      return 0;
    }
    const tries = numbers(steps).map((no) => (book.stateOf(no) === 'planned' ? book.triesOf(no) : 0));
    const most = Math.max(0, ...tries);
    return most > 0 ? this.budget.waitMs(most) : 0;
  }
}

function numbers(steps: readonly { readonly no: number }[]): readonly number[] {
  return steps.map(({ no }) => no);
}

function waits({ no, need }: { readonly no: number; readonly need: number }): StepEntry {
  const message = `it needs step ${need}, which was not done`;
  return { no, state: 'waiting', error: { code: 'NOTHING_SENT', message, hint: undefined } };
}

function unserved(store: string): WaysideError {
  return new WaysideError('UNSUPPORTED', `nothing here changes anything in ${store}`);
}

function unknownBy({ message }: WaysideError): Failure {
  return {
    code: 'OUTCOME_UNKNOWN',
    message: `it was sent, and reading back failed: ${message}`,
    hint: 'Look at the store before it is sent again.',
  };
}
