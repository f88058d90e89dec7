import type { RunStepState } from '../../../shared/model/index.ts';
import { nextTurn } from '../../../shared/runtime/index.ts';
import type { RunRow, RunTally } from '../../store/index.ts';
import { isSettled, planAgain } from '../planners/again.ts';
import type { StoredPlan } from '../port.ts';
import { type RunBook, runStep, type StepEntry } from './book.ts';
import type { RunDeps } from './deps.ts';
import {
  changeSetCounts,
  changeSetState,
  type EndFacts,
  type Halt,
  judgeRun,
  type RunResult,
  type RunState,
} from './end.ts';
import { readOpen } from './open.ts';
import { isOwnStore } from './retries.ts';
import type { Wanted } from './wanted.ts';

/** Steps that are read, written or counted at once. */
const PAGE_STEPS = 1000;
const TALLY_STEPS = 10_000;

export interface RunFacts {
  readonly plan: StoredPlan;
  readonly row: RunRow;
  readonly book: RunBook;
  /** Steps that were to be done. */
  readonly total: number;
  readonly isWanted: Wanted;
  readonly halted: Halt | undefined;
  /** Aborted when this process stops: the next one closes the run. */
  readonly leaving: AbortSignal;
}

/** Throws what our own store threw. */
export async function closeRun(deps: RunDeps, facts: RunFacts): Promise<void> {
  const { book, plan, row, leaving, total: wanted, halted: halt } = facts;
  await leaveOut(deps, facts);
  const { settled, again } = await planStale(deps, facts);
  const tallies = await tally(deps, facts);
  if (leaving.aborted) return;
  const counts = book.counts();
  const first = firstLeft(deps, facts);
  const end = judgeRun({ wanted, counts, settled, halt, first, again });
  const { clock, store, repository, jobs, log } = deps;
  const endedAt = clock.now();
  const result: RunResult = { counts, settled, again, ...(end.error && { error: end.error }) };
  store.write(() => {
    store.runs.end(row.no, { state: end.state, endedAt, result: JSON.stringify(result) });
    repository.setState(plan.id, end.state);
    const state = changeSetState(end.state, counts);
    store.changeSets.end(row.id, { state, counts: changeSetCounts(tallies, counts), endedAt });
  });
  log.info('plan.ended', { plan: plan.id, job: row.job, state: end.state, code: end.error?.code });
  jobs.endOwn(row.job, eventOf(end.state), end.error);
}

export function eventOf(state: RunState): 'succeed' | 'partly' | 'fail' | 'cancelled' {
  const events = { applied: 'succeed', partly: 'partly', failed: 'fail', cancelled: 'cancelled' } as const;
  return events[state];
}

/** What is still `planned`: not asked for, not ready, or the run ended before it. */
async function leaveOut({ repository }: RunDeps, facts: RunFacts): Promise<void> {
  const { book, plan, isWanted, halted, leaving } = facts;
  let after = (book.next('planned', 0, 1)[0] ?? plan.steps + 1) - 1;
  while (after < plan.steps && !leaving.aborted) {
    const steps = repository.steps(plan, { after, limit: PAGE_STEPS });
    const open = steps.filter(({ no }) => book.stateOf(no) === 'planned');
    book.save(
      open.map((step): StepEntry => {
        const error = isWanted(step) ? halted?.error : undefined;
        return { no: step.no, state: 'skipped', ...(error && { error }) };
      }),
    );
    after = steps.at(-1)?.no ?? plan.steps;
    await nextTurn();
  }
}

/** Makes the plan of what was stale. Of an undo it says what stays as it is. */
async function planStale(
  deps: RunDeps,
  facts: RunFacts,
): Promise<{ readonly settled: number; readonly again: string }> {
  const { plan, row, book, halted, leaving } = facts;
  const open = await readOpen(deps, facts);
  const settled = open.filter(isSettled).reduce((sum, { stale }) => sum + stale, 0);
  const known = againOf(deps, row);
  const draft = known === '' && halted?.reason !== 'refused' ? planAgain(plan, open) : undefined;
  if (!draft || leaving.aborted) return { settled, again: known };
  // By one commit: a process that ends between the two would make it twice.
  const within = (again: string): void => deps.store.runs.setResult(row.no, JSON.stringify({ again }));
  try {
    return { settled, again: await deps.judge.again(draft, plan, { by: row.by, within }) };
  } catch (error) {
    if (isOwnStore(error)) throw error;
    deps.log.warn('plan.not-made-again', { plan: plan.id, stale: book.counts().stale, error });
    return { settled, again: '' };
  }
}

/** It was made before this process began. */
function againOf({ store }: RunDeps, row: RunRow): string {
  const text = store.runs.byId(row.id)?.result ?? '';
  return text === '' ? '' : ((JSON.parse(text) as Partial<RunResult>).again ?? '');
}

async function tally({ store }: RunDeps, { plan, row, leaving }: RunFacts): Promise<readonly RunTally[]> {
  const found: RunTally[] = [];
  for (let after = 0; after < plan.steps && !leaving.aborted; after += TALLY_STEPS) {
    found.push(...store.runs.tally({ run: row.no, plan: plan.no, after, until: after + TALLY_STEPS }));
    await nextTurn();
  }
  return found;
}

/** By what weighs most. */
const LEFT: readonly RunStepState[] = ['unknown', 'failed', 'stale', 'waiting', 'skipped'];

function firstLeft({ store, repository }: RunDeps, { book, plan, row }: RunFacts): EndFacts['first'] {
  for (const state of LEFT) {
    const [no] = book.next(state, 0, 1);
    const one = no === undefined ? undefined : store.runs.step(row.no, no);
    const step = no === undefined ? undefined : repository.step(plan, no);
    const error = one && runStep(one).error;
    if (step && error) return { no: step.no, name: step.name, error };
  }
  return undefined;
}
