/** Change sets: what was changed together, as each principal sees it, and the plan that takes it back. */
import { WaysideError } from '../../../shared/errors.ts';
import {
  type ChangeItem,
  type ChangeSetView,
  type PlanView,
  type Principal,
  principalName,
  RECORDS_STORE,
} from '../../../shared/model/index.ts';
import { nextTurn } from '../../../shared/runtime/index.ts';
import type { Inventory } from '../../inventory/index.ts';
import type { ChangeSetRow, Store } from '../../store/index.ts';
import type { MakeAsk } from '../ask.ts';
import type { Draft } from '../draft.ts';
import type { Current, Executor } from '../executor.ts';
import { basesOf } from '../planners/record-bases.ts';
import { draftRevert } from '../planners/revert.ts';
import type { Plans } from '../plans.ts';
import { liveFields, placeOf } from '../step-view.ts';
import { ItemSight } from './item-sight.ts';
import { type ChangeItems, ITEMS_READ_MAX } from './items.ts';

export interface ChangesDeps {
  readonly store: Store;
  readonly inventory: Inventory;
  readonly plans: Pick<Plans, 'make'>;
  readonly executors: readonly Executor[];
  readonly items: ChangeItems;
}

export interface RevertAsk extends Omit<MakeAsk, 'principal'> {
  readonly id: string;
  /** Numbers of the items to undo; empty: all. */
  readonly only: readonly number[];
}

/** Change sets read at once when they are looked at one by one. */
const SETS_READ_MAX = 200;

export class Changes {
  private readonly deps: ChangesDeps;

  constructor(deps: ChangesDeps) {
    this.deps = deps;
  }

  as(principal: Principal): ChangeDesk {
    return new ChangeDesk(this.deps, principal);
  }
}

/** What of change sets one principal sees, and may undo. */
export class ChangeDesk {
  private readonly deps: ChangesDeps;
  private readonly principal: Principal;
  private readonly sight;

  constructor(deps: ChangesDeps, principal: Principal) {
    this.deps = deps;
    this.principal = principal;
    this.sight = deps.inventory.sight(principal);
  }

  /** Newest first, each as it is looked at; `undefined` for one that is out of view. */
  *rows(beforeNo: number = Number.MAX_SAFE_INTEGER): Generator<{
    readonly no: number;
    readonly set: ChangeSetView | undefined;
  }> {
    let before = beforeNo;
    for (;;) {
      const page = this.deps.store.changeSets.page(before, SETS_READ_MAX);
      for (const row of page) yield { no: row.no, set: this.isSeen(row) ? this.viewOf(row) : undefined };
      const last = page.at(-1);
      if (!last || page.length < SETS_READ_MAX) return;
      before = last.no;
    }
  }

  /** Error: NOT_FOUND. */
  get(id: string): ChangeSetView {
    return this.viewOf(this.row(id));
  }

  /**
   * In order, those that are in view, after that number; `after` is where the next page begins, `undefined` at the end.
   * Errors: NOT_FOUND, HISTORY_GONE.
   */
  items(
    id: string,
    page: { readonly after: number; readonly limit: number },
  ): { readonly items: readonly ChangeItem[]; readonly after: number | undefined } {
    const row = this.row(id);
    const sight = new ItemSight(this.sight, liveFields(this.deps.inventory));
    const limit = Math.min(page.limit, ITEMS_READ_MAX);
    const read = this.deps.items.require(row, page.after, limit);
    const items = read.flatMap((item) => sight.see(item) ?? []);
    return { items, after: read.length < limit ? undefined : read.at(-1)?.no };
  }

  /** Makes the plan that takes it back. Errors: NOT_FOUND, HISTORY_GONE, IN_USE, INVALID_INPUT, FORBIDDEN, and those of a plan. */
  async revert({ id, only, ...ask }: RevertAsk): Promise<PlanView> {
    const row = this.row(id);
    const { principal } = this;
    return await this.deps.plans.make(() => this.draft(row, new Set(only)), { ...ask, principal });
  }

  private async draft(row: ChangeSetRow, only: ReadonlySet<number>): Promise<Draft> {
    if (row.state === 'running')
      throw new WaysideError('IN_USE', `change set ${row.id} is not finished`, {
        hint: 'Wait for its job, or cancel it: wayside job ls',
      });
    const items = await this.deps.items.done(row, only);
    const sight = new ItemSight(this.sight, liveFields(this.deps.inventory));
    const isWanted = (item: ChangeItem): boolean => only.size === 0 || only.has(item.no);
    if (!items.filter(isWanted).every((item) => sight.mayUndo(item)))
      throw new WaysideError(
        'FORBIDDEN',
        `${principalName(this.principal)} may not undo all of this change set`,
        {
          hint: 'It needs the level operator wherever something was changed; undo a part of it by its numbers.',
        },
      );
    await nextTurn();
    const current = await this.current(items.filter(isWanted));
    const { planned } = this.deps.inventory;
    return draftRevert({
      changeSet: row,
      ...{ items, only },
      owned: (ref) => planned.owned([ref])[0] ?? NOTHING_OWNED,
      writerOf: (ref, token) => planned.writerOf(ref, token),
      currentOf: ({ no }) => current.get(no),
      preview: (operations) => void planned.preview(operations, this.principal),
      basesOf: (refs) => basesOf(this.deps.inventory, refs),
    });
  }

  /** What is there now in other stores than the records, where it can be read from here. */
  private async current(items: readonly ChangeItem[]): Promise<ReadonlyMap<number, Current>> {
    const found = new Map<number, Current>();
    const byStore = new Map<string, ChangeItem[]>();
    for (const item of items) {
      if (item.store === RECORDS_STORE) continue;
      const own = byStore.get(item.store);
      if (own) own.push(item);
      else byStore.set(item.store, [item]);
    }
    for (const [store, own] of byStore) {
      const executor = this.deps.executors.find((one) => one.serves(store));
      const read = await executor?.current(own);
      for (const [i, one] of (read ?? []).entries()) {
        const item = own[i];
        if (item) found.set(item.no, one);
      }
    }
    return found;
  }

  private row(id: string): ChangeSetRow {
    const row = this.deps.store.changeSets.get(id);
    if (row && this.isSeen(row)) return row;
    throw new WaysideError('NOT_FOUND', `there is no change set "${id.slice(0, 80)}"`, {
      hint: 'wayside history ls lists them; old ones are forgotten.',
    });
  }

  /** In view for who made it, and for who may see all of its sites. */
  private isSeen({ by, sites }: ChangeSetRow): boolean {
    if (this.sight.everything || by === principalName(this.principal)) return true;
    return sites.length > 0 && sites.every((site) => this.sight.seesSite(placeOf(site).site));
  }

  private viewOf({ no: _, ...row }: ChangeSetRow): ChangeSetView {
    return { ...row, undoneBy: this.deps.store.changeSets.undoneBy(row.id) };
  }
}

const NOTHING_OWNED = { there: false, fields: {}, etag: '', owners: new Map(), life: undefined } as const;
