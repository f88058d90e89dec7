/**
 * What change sets are made of. A direct write keeps its items; those of a plan are its steps, and how far its run came with each.
 * What is not kept any more is `undefined`.
 */
import { WaysideError } from '../../../shared/errors.ts';
import { type ChangeItem, type PlanStep, RECORDS_STORE, type RunStep } from '../../../shared/model/index.ts';
import { nextTurn } from '../../../shared/runtime/index.ts';
import type { ChangeSetRow, Store } from '../../store/index.ts';
import type { UndoneItem } from '../planners/undo-objects.ts';
import type { PlanRepository } from '../repository.ts';
import { runStep } from '../run/book.ts';

/** Items read at once. */
export const ITEMS_READ_MAX = 1000;
/** One undo holds so many in memory. */
export const UNDO_ITEMS_MAX = 100_000;

export class ChangeItems {
  private readonly store: Store;
  private readonly repository: PlanRepository;

  constructor(store: Store, repository: PlanRepository) {
    this.store = store;
    this.repository = repository;
  }

  /** After that number, at most `limit`; fewer only at the end. */
  page(set: ChangeSetRow, after: number, limit: number): readonly UndoneItem[] | undefined {
    if (set.origin === 'write')
      return this.store.changeSets.items(set.no, after, limit).map((item) => ({ ...item, needs: [] }));
    const plan = this.repository.find(set.plan);
    const run = this.store.runs.byId(set.id);
    if (!plan || !run) return undefined;
    const steps = this.repository.steps(plan, { after, limit });
    const results = new Map(this.store.runs.steps(run.no, after, limit).map((row) => [row.no, runStep(row)]));
    return steps.map((step) => itemOf(step, results.get(step.no), set));
  }

  /** Error: HISTORY_GONE. */
  require(set: ChangeSetRow, after: number, limit: number): readonly UndoneItem[] {
    const page = this.page(set, after, limit);
    if (page) return page;
    throw gone(set, 'its plan and run were forgotten');
  }

  /**
   * All that was done, in order; with numbers, these and what else was done to the same things.
   * Errors: HISTORY_GONE, INVALID_INPUT (a number that was not done, one half of a change without the other, too many).
   */
  async done(set: ChangeSetRow, only: ReadonlySet<number>): Promise<readonly UndoneItem[]> {
    const wanted = only.size === 0 ? undefined : new Set<string>();
    const missing = new Set(only);
    if (wanted)
      for await (const item of this.each(set)) {
        if (!only.has(item.no)) continue;
        wanted.add(thingOf(item));
        if (wasDone(item)) missing.delete(item.no);
      }
    if (missing.size > 0) throw notDone(missing);
    const found: UndoneItem[] = [];
    for await (const item of this.each(set)) {
      if (!wasDone(item) || (wanted && !wanted.has(thingOf(item)))) continue;
      if (item.otherHalf && only.has(item.otherHalf) && !only.has(item.no)) throw halfOnly(item);
      if (found.push(item) > UNDO_ITEMS_MAX) throw tooMany();
    }
    // A write is forgotten piece by piece.
    if (set.origin === 'write' && !wanted && found.length < madeBy(set))
      throw gone(set, 'a part of its items was forgotten');
    return found;
  }

  private async *each(set: ChangeSetRow): AsyncGenerator<UndoneItem> {
    let after = 0;
    for (;;) {
      const page = this.require(set, after, ITEMS_READ_MAX);
      yield* page;
      const last = page.at(-1);
      if (!last || page.length < ITEMS_READ_MAX) return;
      after = last.no;
      await nextTurn();
    }
  }
}

function itemOf(step: PlanStep, run: RunStep | undefined, { state }: ChangeSetRow): UndoneItem {
  const { no, action, store, kind, key, name, site, before, after, needs, noUndo, otherHalf } = step;
  const untold = state === 'running' && step.standing === 'ready' ? 'planned' : 'skipped';
  return {
    ...{ no, action, store, kind, key, name, site, before, after, needs, noUndo },
    ...(otherHalf !== undefined && { otherHalf }),
    token: run?.token ?? '',
    state: run?.state ?? untold,
  };
}

/** Of other stores nobody may know; the precondition of the undo finds out. */
function wasDone({ state, store }: ChangeItem): boolean {
  return state === 'verified' || state === 'acknowledged' || (state === 'unknown' && store !== RECORDS_STORE);
}

function thingOf({ store, kind, key }: ChangeItem): string {
  return JSON.stringify([store, kind, key]);
}

function madeBy({ counts }: ChangeSetRow): number {
  const { create, update, delete: deleted, link, unlink, adopt } = counts;
  return create + update + deleted + link + unlink + adopt;
}

function gone(set: ChangeSetRow, why: string): WaysideError {
  return new WaysideError('HISTORY_GONE', `what change set ${set.id} did is not kept any more: ${why}`, {
    hint: 'What records were before may still stand in their own history: wayside history ls KIND NAME',
  });
}

function notDone(numbers: ReadonlySet<number>): WaysideError {
  const [first] = numbers;
  const message = `item ${first} was not done`;
  return new WaysideError('INVALID_INPUT', message, { violations: [{ field: 'only', message }] });
}

/** Without the one, the other would bring back what was there for a while only. */
function halfOnly({ no, otherHalf, name }: UndoneItem): WaysideError {
  const message = `${otherHalf} is one half of what was done to ${name}, and ${no} the other: name both, or neither`;
  return new WaysideError('INVALID_INPUT', message, { violations: [{ field: 'only', message }] });
}

function tooMany(): WaysideError {
  return new WaysideError('INVALID_INPUT', `one undo takes at most ${UNDO_ITEMS_MAX} items`, {
    hint: 'Undo it in parts, the last ones first, by their numbers.',
  });
}
