/** What an executor writes down of one batch. It cannot say anything of other steps, nor send what was stopped or is sent already. */
import { WaysideError } from '../../../shared/errors.ts';
import type { RunStepState } from '../../../shared/model/index.ts';
import type { RunJournal, StepOutcome } from '../executor.ts';
import type { RunBook } from './book.ts';
import { isOwnStore, isTransient } from './retries.ts';

/** What came of a batch. */
export interface Told {
  /** Steps that were done, or refused for good. */
  answered: number;
  /** Steps that failed in a way that may pass. */
  inVain: number;
}

interface BatchFacts {
  readonly told: Told;
  /** Once it is aborted nothing more is sent. */
  readonly signal: AbortSignal;
  /** What fails counts as a try of its step. */
  readonly isTry: boolean;
}

export class BatchJournal implements RunJournal {
  /** Why our own store did not take it; then nothing more of the run is begun. */
  broken: unknown;
  private readonly book: RunBook;
  private readonly nos: ReadonlySet<number>;
  private readonly told: Told;
  private readonly signal: AbortSignal;
  private readonly isTry: boolean;

  constructor(book: RunBook, nos: readonly number[], { told, signal, isTry }: BatchFacts) {
    this.book = book;
    this.nos = new Set(nos);
    this.told = told;
    this.signal = signal;
    this.isTry = isTry;
  }

  sent(nos: readonly number[], by: string, before: readonly StepOutcome[] = []): void {
    this.signal.throwIfAborted();
    this.expect(nos, ['planned']);
    this.expect(numbers(before), ['planned', 'sent']);
    this.minding(() => this.book.markSent(nos, by, before));
    this.count(before);
  }

  settle(outcomes: readonly StepOutcome[]): void {
    this.expect(numbers(outcomes), ['planned', 'sent']);
    this.minding(() => this.book.settle(outcomes, this.isTry));
    this.count(outcomes);
  }

  together(work: () => readonly StepOutcome[]): void {
    this.signal.throwIfAborted();
    let outcomes: readonly StepOutcome[] = [];
    this.minding(() =>
      this.book.together(() => {
        outcomes = work();
        this.expect(numbers(outcomes), ['planned']);
        return outcomes;
      }),
    );
    this.count(outcomes);
  }

  private expect(nos: readonly number[], states: readonly RunStepState[]): void {
    const wrong = nos.find((no) => !this.nos.has(no) || !states.includes(this.book.stateOf(no)));
    if (wrong !== undefined)
      throw new WaysideError('INTERNAL', `step ${wrong} is ${this.book.stateOf(wrong)}, or of another batch`);
    if (new Set(nos).size < nos.length)
      throw new WaysideError('INTERNAL', `a step stands twice among ${nos.join(', ')}`);
  }

  private minding(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (isOwnStore(error)) this.broken = error;
      throw error;
    }
  }

  private count(outcomes: readonly StepOutcome[]): void {
    for (const { state, error } of outcomes) {
      if (state === 'failed' && error && isTransient(error)) this.told.inVain += 1;
      else this.told.answered += 1;
    }
  }
}

function numbers(outcomes: readonly StepOutcome[]): readonly number[] {
  return outcomes.map(({ no }) => no);
}
