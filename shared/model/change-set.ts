/** What one apply, job or person changed together: the unit of undo. Times are epoch milliseconds. */
import type { JsonObject } from './json.ts';
import type { PlanAction, RunStepState } from './plan.ts';

export const changeSetStates = ['running', 'done', 'partly', 'failed', 'cancelled'] as const;
export type ChangeSetState = (typeof changeSetStates)[number];

export interface ChangeSetCounts {
  readonly create: number;
  readonly update: number;
  readonly delete: number;
  readonly link: number;
  readonly unlink: number;
  readonly adopt: number;
  /** Steps of its plan that were tried and not done. */
  readonly failed: number;
  readonly stale: number;
  readonly unknown: number;
  /** Not done because of another step, not asked for, or not come to. */
  readonly skipped: number;
}

export interface ChangeSetView {
  readonly id: string;
  readonly at: number;
  readonly endedAt: number | undefined;
  readonly by: string;
  readonly why: string;
  /** `write`: at once, without a plan. */
  readonly origin: 'write' | 'plan';
  /** Id of the plan; empty of `write`. */
  readonly plan: string;
  readonly title: string;
  readonly state: ChangeSetState;
  readonly counts: ChangeSetCounts;
  readonly sites: readonly string[];
  /** The change set that it undid; empty: none. */
  readonly undoes: string;
  /** Change sets that undid (a part of) it, in order. */
  readonly undoneBy: readonly string[];
}

/** One change of one thing. */
export interface ChangeItem {
  /** From 1, in the order in which they were made; of a plan the number of the step. */
  readonly no: number;
  readonly action: PlanAction;
  readonly store: string;
  readonly kind: string;
  readonly key: string;
  readonly name: string;
  readonly site: string;
  readonly before: JsonObject | null;
  readonly after: JsonObject | null;
  /** Token of what was there after it; of a record the dot of the write, `ORIGIN:SEQ`. */
  readonly token: string;
  /** `verified` and `acknowledged` were done. */
  readonly state: RunStepState;
  /** Empty: can be undone. Otherwise why not. */
  readonly noUndo: string;
}
