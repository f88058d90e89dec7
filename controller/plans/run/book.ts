/**
 * How far a run came with each step. Memory has one byte for each and follows the disk: a step is in a state once that is
 * written, and what cannot be written has not happened.
 */
import {
  type Failure,
  type RunCounts,
  type RunStep,
  type RunStepState,
  runStepStates,
} from '../../../shared/model/index.ts';
import type { Clock } from '../../../shared/runtime/index.ts';
import type { RunStepRow, Store } from '../../store/index.ts';
import type { StepOutcome } from '../executor.ts';
import { isTransient, STEP_TRIES_MAX } from './retries.ts';

/** What stands in the row of a step, beside its state. */
interface StepText {
  readonly error?: Failure;
  readonly token?: string;
  readonly found?: StepOutcome['found'];
  /** Of one that is to be tried again: how often it was. */
  readonly tries?: number;
}

export interface StepEntry extends StepText {
  readonly no: number;
  readonly state: RunStepState;
}

/** Rows read or written at once. */
export const BOOK_ROWS = 1000;

const CODE = Object.fromEntries(runStepStates.map((state, code) => [state, code])) as Record<
  RunStepState,
  number
>;

export interface BookDeps {
  readonly store: Pick<Store, 'write' | 'runs'>;
  readonly clock: Clock;
  /** After each change, and before whoever asked for it goes on. */
  readonly changed: (entries: readonly StepEntry[]) => void;
}

export class RunBook {
  private readonly deps: BookDeps;
  private readonly run: number;
  /** By number; 0 is `planned`. */
  private readonly codes: Uint8Array;
  private readonly tally: number[] = runStepStates.map(() => 0);
  private readonly triedOf = new Map<number, number>();
  /** Of steps that stand as `sent`: what to ask. */
  private readonly sentBy = new Map<number, string>();

  /** Reads what is there. */
  constructor(deps: BookDeps, run: number, steps: number) {
    this.deps = deps;
    this.run = run;
    this.codes = new Uint8Array(steps + 1);
    this.tally[CODE.planned] = steps;
    for (let after = 0, last: number | undefined = 0; last !== undefined; after = last ?? 0) {
      const rows = deps.store.runs.steps(run, after, BOOK_ROWS);
      for (const { no, state, sentBy, result } of rows) {
        this.set(no, state);
        if (state === 'sent') this.sentBy.set(no, sentBy);
        const tries = textOf(result).tries ?? 0;
        if (tries > 0) this.triedOf.set(no, tries);
      }
      last = rows.length < BOOK_ROWS ? undefined : rows.at(-1)?.no;
    }
  }

  get steps(): number {
    return this.codes.length - 1;
  }

  stateOf(no: number): RunStepState {
    return runStepStates[this.codes[no] ?? 0] ?? 'planned';
  }

  triesOf(no: number): number {
    return this.triedOf.get(no) ?? 0;
  }

  counts(): RunCounts {
    const counts = runStepStates.map((state) => [state, this.tally[CODE[state]] ?? 0]);
    return Object.fromEntries(counts) as RunCounts;
  }

  /** Numbers of the steps of that state after that one, at most so many. */
  next(state: RunStepState, after: number, limit: number): readonly number[] {
    const found: number[] = [];
    for (let no = after + 1; no < this.codes.length && found.length < limit; no += 1)
      if (this.codes[no] === CODE[state]) found.push(no);
    return found;
  }

  /** Steps that stand as `sent`, with what to ask. */
  sent(): ReadonlyMap<number, string> {
    return new Map(this.sentBy);
  }

  /** `before`: what became of others meanwhile, by the same commit. */
  markSent(nos: readonly number[], by: string, before: readonly StepOutcome[]): void {
    const settled = before.map((outcome) => this.entryOf(outcome, true));
    const sent = nos.map((no): StepEntry => ({ no, state: 'sent', tries: this.triesOf(no) }));
    this.deps.store.write(() => {
      this.write(settled, '');
      this.write(sent, by);
    });
    this.written(settled, '');
    this.written(sent, by);
  }

  /** Failures that may pass are `planned` again while tries are left. */
  settle(outcomes: readonly StepOutcome[], isTry: boolean): void {
    this.save(outcomes.map((outcome) => this.entryOf(outcome, isTry)));
  }

  /** What `work` writes and what came of it, by one commit. */
  together(work: () => readonly StepOutcome[]): void {
    let entries: readonly StepEntry[] = [];
    this.deps.store.write(() => {
      entries = work().map((outcome) => this.entryOf(outcome, true));
      this.write(entries, '');
    });
    this.written(entries, '');
  }

  save(entries: readonly StepEntry[]): void {
    if (entries.length === 0) return;
    this.deps.store.write(() => this.write(entries, ''));
    this.written(entries, '');
  }

  private entryOf({ no, state, error, token, found }: StepOutcome, isTry: boolean): StepEntry {
    const tries = this.triesOf(no) + (isTry ? 1 : 0);
    const text = { no, ...(error && { error }), ...(token !== '' && { token }), ...(found && { found }) };
    const isAgain = state === 'failed' && error !== undefined && isTransient(error) && tries < STEP_TRIES_MAX;
    return isAgain ? { ...text, state: 'planned', tries } : { ...text, state };
  }

  private write(entries: readonly StepEntry[], sentBy: string): void {
    const at = this.deps.clock.now();
    for (const { no, state, ...text } of entries) {
      const isPlain = !text.error && !text.token && !text.found && !text.tries;
      const result = isPlain ? '' : JSON.stringify(text);
      this.deps.store.runs.setStep({ run: this.run, no, state, at, sentBy, result });
    }
  }

  private written(entries: readonly StepEntry[], by: string): void {
    for (const { no, state, tries } of entries) {
      this.set(no, state);
      if (state === 'sent') this.sentBy.set(no, by);
      else this.sentBy.delete(no);
      if (tries) this.triedOf.set(no, tries);
      else if (state !== 'sent') this.triedOf.delete(no);
    }
    this.deps.changed(entries);
  }

  private set(no: number, state: RunStepState): void {
    const before = this.codes[no] ?? 0;
    this.tally[before] = (this.tally[before] ?? 0) - 1;
    this.tally[CODE[state]] = (this.tally[CODE[state]] ?? 0) + 1;
    this.codes[no] = CODE[state];
  }
}

function textOf(result: string): StepText {
  return result === '' ? {} : (JSON.parse(result) as StepText);
}

/** A row as others see it. */
export function runStep({ no, state, at, result }: RunStepRow): RunStep {
  const { error, token = '' } = textOf(result);
  return { no, state, error, token, at };
}

/** Of a stale step: what was there. */
export function foundOf({ result }: RunStepRow): StepOutcome['found'] {
  return textOf(result).found;
}
