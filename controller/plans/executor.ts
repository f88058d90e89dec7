/**
 * How steps are carried out, store by store: the typed table of the apply. An executor gets steps whose needs are done (by an
 * earlier batch, or before them in the same one), whose plan is approved, and that nobody cancelled. It tells the journal
 * what it is about to send and what became of it; each word is on disk when the call returns.
 */
import type { JsonObject, PlanHeader, PlanStep, Principal, RunStep } from '../../shared/model/index.ts';
import type { Writers } from '../jobs/index.ts';
import type { DraftStep } from './draft.ts';

export interface StepOutcome extends Omit<RunStep, 'at' | 'state'> {
  readonly state: 'acknowledged' | 'verified' | 'failed' | 'stale' | 'unknown';
  /** Of `stale`: what is there in the place of `before`; `null`: nothing is. Absent: not read. */
  readonly found?: { readonly fields: JsonObject | null; readonly token: string };
}

export interface RunJournal {
  /**
   * Before anything of the steps is sent. `by`: what to ask after a restart, such as the id of a job. `before`: what became of
   * steps that were sent earlier, by the same commit.
   */
  sent(nos: readonly number[], by: string, before?: readonly StepOutcome[]): void;
  settle(outcomes: readonly StepOutcome[]): void;
  /** What is written to the store of the controller, and what became of the steps, by one commit: `sent` is not needed then. */
  together(work: () => readonly StepOutcome[]): void;
}

export interface RunContext {
  readonly plan: PlanHeader & { readonly id: string };
  readonly changeSet: string;
  /** Job of the run; jobs that do its parts stand below it. */
  readonly job: string;
  /** Who applies it, as they are allowed now. */
  readonly principal: Principal;
  readonly journal: RunJournal;
  /** Aborted on cancel, when an approval is taken back, and when the controller stops: nothing more is begun then. */
  readonly signal: AbortSignal;
  /** One line of progress for people. */
  progress(name: string, status: string): void;
}

export interface Executor {
  serves(store: string): boolean;
  /** At the time of planning: why the store cannot do it; `undefined`: it can. */
  cannot(step: DraftStep): string | undefined;
  /**
   * Agents that carry out steps of the store now; absent: the controller does it itself. Error: NO_CAPABLE_AGENT.
   */
  writers?(store: string): Writers;
  /** Steps that one call takes. */
  readonly batchMax: number;
  /**
   * Carries the steps out, in their order, each at most once. A step whose need in the same batch was not done is left alone: it
   * gets no outcome. Returns when nothing of them is under way any more.
   */
  apply(steps: readonly PlanStep[], context: RunContext): Promise<void>;
  /** After a restart, of steps that stand as `sent`: finds out what became of them, sends nothing. */
  recover(steps: readonly (PlanStep & { readonly by: string })[], context: RunContext): Promise<void>;
  /** What is there now, for undo and for planning again; `undefined`: it cannot be read from here. */
  current(
    steps: readonly Pick<PlanStep, 'store' | 'kind' | 'key'>[],
  ): Promise<readonly Current[] | undefined>;
}

export interface Current {
  /** `null`: not there. */
  readonly fields: JsonObject | null;
  readonly token: string;
}
