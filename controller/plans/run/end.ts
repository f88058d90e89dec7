/** How a run ended, from how its steps did. Pure. */
import type {
  ChangeSetCounts,
  ChangeSetState,
  Failure,
  PlanState,
  RunCounts,
} from '../../../shared/model/index.ts';
import { NO_CHANGES, type RunTally } from '../../store/index.ts';

/** Why a run is to end before its last step. */
export interface Halt {
  readonly reason: 'cancelled' | 'fail-fast' | 'refused';
  readonly error: Failure;
}

export interface EndFacts {
  /** Steps that were asked for and ready. */
  readonly wanted: number;
  readonly counts: RunCounts;
  /** Stale ones that are as the plan wants them already. */
  readonly settled: number;
  readonly halt: Halt | undefined;
  /** The first step that was not done, and why. */
  readonly first: { readonly no: number; readonly name: string; readonly error: Failure } | undefined;
  /** The plan of what was stale; empty: there is none. */
  readonly again: string;
}

export type RunState = Extract<PlanState, 'applied' | 'partly' | 'failed' | 'cancelled'>;

export interface RunEnd {
  readonly state: RunState;
  /** Absent when all is done. */
  readonly error: Failure | undefined;
}

/** What stands in the row of a run that has ended. */
export interface RunResult {
  readonly counts: RunCounts;
  readonly settled: number;
  readonly again: string;
  readonly error?: Failure;
}

export function judgeRun(facts: EndFacts): RunEnd {
  const { counts, wanted, settled, halt } = facts;
  const done = counts.verified + counts.acknowledged;
  if (done + settled >= wanted) return { state: 'applied', error: undefined };
  const error = errorOf(facts);
  if (halt?.reason === 'cancelled') return { state: 'cancelled', error };
  return { state: done > 0 ? 'partly' : 'failed', error };
}

/** What happened is in the message; the code is of what weighs most. */
function errorOf({ counts, wanted, settled, halt, first, again }: EndFacts): Failure {
  const stale = counts.stale - settled;
  const done = counts.verified + counts.acknowledged + settled;
  const left = wanted - done - counts.failed - counts.unknown - stale - counts.waiting;
  const parts = [
    [counts.failed, 'failed'],
    [counts.unknown, 'nobody can say of'],
    [stale, 'stale'],
    [counts.waiting, 'waiting for those'],
    [Math.max(0, left), 'not begun'],
  ] as const;
  const told = parts.flatMap(([count, what]) => (count > 0 ? [`${count} ${what}`] : []));
  const why = [halt?.error.message, first && `step ${first.no}, ${first.name}: ${first.error.message}`];
  const message = [`${done} of ${wanted} steps done, ${told.join(', ')}`, ...why.filter(Boolean)].join('; ');
  return { code: codeOf(counts, stale, { halt, first }), message: cut(message), hint: hintOf(counts, again) };
}

function codeOf(
  counts: RunCounts,
  stale: number,
  { halt, first }: Pick<EndFacts, 'halt' | 'first'>,
): Failure['code'] {
  // Of one that is in force and not saved it is known; it stands among these since it is not as it shall be either.
  if (counts.unknown > 0)
    return counts.unknown === 1 && first?.error.code === 'NOT_SAVED' ? 'NOT_SAVED' : 'OUTCOME_UNKNOWN';
  if (halt && halt.reason !== 'fail-fast') return halt.error.code;
  if (counts.failed === 0 && stale > 0) return 'PLAN_STALE';
  return halt?.error.code ?? first?.error.code ?? 'NOTHING_SENT';
}

function hintOf({ unknown }: RunCounts, again: string): string | undefined {
  if (unknown > 0) return 'Look at the things themselves before anything is sent again.';
  if (again === '') return undefined;
  return `What would be done now with those that are stale: wayside plan show ${again.slice(0, 12)}`;
}

const MESSAGE_CHARS_MAX = 600;

function cut(message: string): string {
  return message.length <= MESSAGE_CHARS_MAX ? message : `${message.slice(0, MESSAGE_CHARS_MAX - 1)}…`;
}

export function changeSetState(state: RunState, { verified, acknowledged }: RunCounts): ChangeSetState {
  if (state === 'applied') return 'done';
  if (state === 'cancelled' && verified + acknowledged > 0) return 'partly';
  return state;
}

/** What was done, by action; what was not, by why. */
export function changeSetCounts(tallies: readonly RunTally[], counts: RunCounts): ChangeSetCounts {
  const { failed, stale, unknown, skipped, waiting } = counts;
  const done: Record<keyof ChangeSetCounts, number> = { ...NO_CHANGES };
  for (const { action, state, count } of tallies)
    if (state === 'verified' || state === 'acknowledged') done[action as keyof ChangeSetCounts] += count;
  return { ...done, failed, stale, unknown, skipped: skipped + waiting };
}
