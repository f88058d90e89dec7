/**
 * What a run leaves to be planned again: steps that were stale, and those that were not done because of them alone. Of a step in
 * two halves it is the whole that is left, whichever half was stale.
 */
import type { PlanStep } from '../../../shared/model/index.ts';
import { nextTurn } from '../../../shared/runtime/index.ts';
import type { RunRow } from '../../store/index.ts';
import type { Current } from '../executor.ts';
import { AGAIN_STEPS_MAX, type OpenThing } from '../planners/again.ts';
import type { StoredPlan } from '../port.ts';
import { foundOf, type RunBook } from './book.ts';
import type { RunDeps } from './deps.ts';
import { fateOf } from './eligible.ts';
import { isOwnStore } from './retries.ts';
import type { Wanted } from './wanted.ts';

/** Steps that are read before others have their turn. */
const STEPS_PER_TURN = 250;

export interface OpenFacts {
  readonly plan: StoredPlan;
  readonly row: RunRow;
  readonly book: RunBook;
  readonly isWanted: Wanted;
}

/** In the order of their steps. A stale thing that its store does not tell of is left out. Throws what our own store threw. */
export async function readOpen(deps: RunDeps, facts: OpenFacts): Promise<readonly OpenThing[]> {
  const { book, row } = facts;
  const things = thingsOf(await openSteps(deps, facts)).map((steps) => {
    const stale = steps.filter(({ no }) => book.stateOf(no) === 'stale');
    const rows = stale.map(({ no }) => deps.store.runs.step(row.no, no));
    return { ...asOne(steps), stale: stale.length, found: rows.map((one) => one && foundOf(one))[0] };
  });
  const unread = things.filter(({ found }) => !found);
  const now = await readNow(
    deps,
    unread.map(({ step }) => step),
  );
  return things.flatMap((thing) => {
    // Of what nobody touched, what was known is as good: it is judged once more before anything is sent.
    const known = thing.stale === 0 ? { fields: thing.step.before, token: thing.step.token } : undefined;
    const found = thing.found ?? now.get(thing.step.no) ?? known;
    return found ? [{ ...thing, found }] : [];
  });
}

async function openSteps(
  { repository }: RunDeps,
  { plan, book, isWanted }: OpenFacts,
): Promise<ReadonlyMap<number, PlanStep>> {
  const found = new Map<number, PlanStep>();
  const add = (no: number, isOpen: (step: PlanStep) => boolean): void => {
    const step = repository.step(plan, no);
    if (step && isOpen(step)) found.set(no, step);
  };
  const isLeft = (step: PlanStep): boolean =>
    isWanted(step) &&
    step.needs.some((no) => found.has(no)) &&
    step.needs.every((no) => found.has(no) || fateOf(book.stateOf(no)) === 'done');
  const stale = book.next('stale', 0, AGAIN_STEPS_MAX);
  const left = ['waiting', 'skipped'] as const;
  const others = left.flatMap((state) => (stale.length > 0 ? book.next(state, 0, AGAIN_STEPS_MAX) : []));
  for (const [i, no] of stale.entries()) {
    add(no, () => true);
    if (i % STEPS_PER_TURN === 0) await nextTurn();
  }
  for (const [i, no] of others.toSorted((a, b) => a - b).entries()) {
    if (found.size < AGAIN_STEPS_MAX) add(no, isLeft);
    if (i % STEPS_PER_TURN === 0) await nextTurn();
  }
  // Whatever else the second half waited for, the first one alone is nothing that anybody wants.
  for (const { no, otherHalf = 0 } of [...found.values()])
    if (otherHalf > no && !found.has(otherHalf)) add(otherHalf, () => true);
  return found;
}

/** What is left of each thing, in the order of its halves. */
function thingsOf(steps: ReadonlyMap<number, PlanStep>): readonly (readonly [PlanStep, ...PlanStep[]])[] {
  const things = new Map<number, [PlanStep, ...PlanStep[]]>();
  for (const step of [...steps.values()].sort((a, b) => a.no - b.no)) {
    const thing = things.get(step.otherHalf ?? step.no);
    if (thing) thing.push(step);
    else things.set(step.no, [step]);
  }
  return [...things.values()];
}

function asOne(steps: readonly [PlanStep, ...PlanStep[]]): Pick<OpenThing, 'step' | 'nos'> {
  const [first] = steps;
  const { otherHalf: _, ...step } = { ...first, after: (steps.at(-1) ?? first).after };
  const needs = [...new Set(steps.flatMap((one) => one.needs))];
  return { step: { ...step, needs }, nos: steps.map(({ no }) => no) };
}

/** By number. */
async function readNow(
  { executors }: RunDeps,
  steps: readonly PlanStep[],
): Promise<ReadonlyMap<number, Current>> {
  const found = new Map<number, Current>();
  for (const executor of executors) {
    const its = steps.filter(({ store }) => executors.find((one) => one.serves(store)) === executor);
    if (its.length === 0) continue;
    try {
      const now = await executor.current(its);
      for (const [i, one] of (now ?? []).entries()) {
        const step = its[i];
        if (step) found.set(step.no, one);
      }
    } catch (error) {
      if (isOwnStore(error)) throw error;
    }
  }
  return found;
}
