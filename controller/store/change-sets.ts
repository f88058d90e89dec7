/**
 * Change sets, and what direct writes changed item by item. The items of a plan's change set are its steps and how far
 * its run came with them, which stand with the plan: they are not kept twice.
 */
import type { ChangeItem, ChangeSetCounts, ChangeSetState, ChangeSetView } from '../../shared/model/index.ts';
import type { Db } from './db.ts';

/**
 * `no` is the order in which they began. Times are epoch milliseconds. A row of `change_items` holds some items, up to the
 * number `last_no`: one by one they would make a large write half as slow again.
 */
export const changeSetSchema: string = `
CREATE TABLE change_sets (
  no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, ended_at INTEGER, by TEXT NOT NULL, why TEXT NOT NULL,
  origin TEXT NOT NULL, plan TEXT NOT NULL, title TEXT NOT NULL, state TEXT NOT NULL, counts TEXT NOT NULL, sites TEXT NOT NULL,
  undoes TEXT NOT NULL
) STRICT;
CREATE INDEX change_sets_undoes ON change_sets (undoes, no) WHERE undoes <> '';
CREATE TABLE change_items (
  set_no INTEGER NOT NULL, last_no INTEGER NOT NULL, items TEXT NOT NULL, PRIMARY KEY (set_no, last_no)
) STRICT, WITHOUT ROWID;
`;

export const NO_CHANGES: ChangeSetCounts = {
  ...{ create: 0, update: 0, delete: 0, link: 0, unlink: 0, adopt: 0 },
  ...{ failed: 0, stale: 0, unknown: 0, skipped: 0 },
};

/** Without what the later ones say of it. */
export type NewChangeSet = Omit<ChangeSetView, 'undoneBy'>;

export interface ChangeSetRow extends NewChangeSet {
  /** Its place among all, by when it began. */
  readonly no: number;
}

/** Of a direct write: what is kept was done. */
export type NewChangeItem = Omit<ChangeItem, 'state'>;

interface SetColumns {
  readonly no: number;
  readonly id: string;
  readonly at: number;
  readonly endedAt: number | null;
  readonly by: string;
  readonly why: string;
  readonly origin: ChangeSetView['origin'];
  readonly plan: string;
  readonly title: string;
  readonly state: ChangeSetState;
  readonly counts: string;
  readonly sites: string;
  readonly undoes: string;
}

interface ItemColumns {
  /** JSON list of NewChangeItem. */
  readonly items: string;
}

/** Items of one row. */
const ITEMS_PER_ROW = 100;

const SET = 'no, id, at, ended_at AS endedAt, by, why, origin, plan, title, state, counts, sites, undoes';

type ChangeSetQuery = 'byId' | 'page' | 'undoneBy' | 'items' | 'oldest' | 'remove' | 'removeItems';

/** Statements that can pass many rows; the query-plan test holds each of them to its index. */
export const changeSetQueries: Readonly<Record<ChangeSetQuery, string>> = {
  byId: `SELECT ${SET} FROM change_sets WHERE id = ?`,
  page: `SELECT ${SET} FROM change_sets WHERE no < ? ORDER BY no DESC LIMIT ?`,
  undoneBy: "SELECT id FROM change_sets WHERE undoes = ? AND undoes <> '' ORDER BY no LIMIT ?",
  items: 'SELECT items FROM change_items WHERE set_no = ? AND last_no > ? ORDER BY last_no LIMIT ?',
  oldest: `SELECT ${SET} FROM change_sets WHERE no > ? ORDER BY no LIMIT ?`,
  remove: 'DELETE FROM change_sets WHERE no = ?',
  removeItems:
    'DELETE FROM change_items WHERE set_no = @set AND last_no IN (SELECT last_no FROM change_items WHERE set_no = @set ORDER BY last_no LIMIT @limit)',
};

/** Change sets named as those that undid one. */
const UNDONE_BY_MAX = 100;

export class ChangeSetStore {
  private readonly statements;

  constructor(db: Db) {
    this.statements = {
      add: db.prepare(`INSERT INTO change_sets (id, at, ended_at, by, why, origin, plan, title, state, counts, sites, undoes)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`),
      end: db.prepare('UPDATE change_sets SET state = ?, counts = ?, ended_at = ? WHERE id = ?'),
      addItems: db.prepare('INSERT INTO change_items (set_no, last_no, items) VALUES (?, ?, ?)'),
      byId: db.prepare<[string], SetColumns>(changeSetQueries.byId),
      page: db.prepare<[number, number], SetColumns>(changeSetQueries.page),
      undoneBy: db.prepare<[string, number], string>(changeSetQueries.undoneBy).pluck(),
      items: db.prepare<[number, number, number], ItemColumns>(changeSetQueries.items),
      count: db.prepare('SELECT count(*) FROM change_sets').pluck(),
      oldest: db.prepare<[number, number], SetColumns>(changeSetQueries.oldest),
      remove: db.prepare(changeSetQueries.remove),
      removeItems: db.prepare<[{ set: number; limit: number }]>(changeSetQueries.removeItems),
    };
  }

  /** Returns its number, for its items. */
  begin(row: NewChangeSet): number {
    const { lastInsertRowid } = this.statements.add.run(
      row.id,
      row.at,
      row.endedAt ?? null,
      row.by,
      row.why,
      row.origin,
      row.plan,
      row.title,
      row.state,
      JSON.stringify(row.counts),
      JSON.stringify(row.sites),
      row.undoes,
    );
    return Number(lastInsertRowid);
  }

  end(
    id: string,
    ended: { readonly state: ChangeSetState; readonly counts: ChangeSetCounts; readonly endedAt: number },
  ): void {
    this.statements.end.run(ended.state, JSON.stringify(ended.counts), ended.endedAt, id);
  }

  /** All items of a direct write, numbered from 1. */
  addItems(setNo: number, items: readonly NewChangeItem[]): void {
    for (let at = 0; at < items.length; at += ITEMS_PER_ROW) {
      const some = items.slice(at, at + ITEMS_PER_ROW);
      this.statements.addItems.run(setNo, at + some.length, JSON.stringify(some));
    }
  }

  get(id: string): ChangeSetRow | undefined {
    const row = this.statements.byId.get(id);
    return row && toRow(row);
  }

  /** Newest first, of those that began before the number. */
  page(beforeNo: number, limit: number): readonly ChangeSetRow[] {
    return this.statements.page.all(beforeNo, limit).map(toRow);
  }

  /** Change sets that undid it or a part of it, in order; a bounded number. */
  undoneBy(id: string): readonly string[] {
    return this.statements.undoneBy.all(id, UNDONE_BY_MAX);
  }

  /** Of a direct write, by number. */
  items(setNo: number, afterNo: number, limit: number): readonly ChangeItem[] {
    // The first row may begin before, and the last one end behind.
    const rows = this.statements.items.all(setNo, afterNo, Math.ceil(limit / ITEMS_PER_ROW) + 1);
    return rows
      .flatMap(({ items }) => JSON.parse(items) as NewChangeItem[])
      .filter(({ no }) => no > afterNo)
      .slice(0, limit)
      .map((item) => ({ ...item, state: 'acknowledged' }));
  }

  count(): number {
    return Number(this.statements.count.get());
  }

  /** The oldest first, of those that began after the number. */
  oldest(afterNo: number, limit: number): readonly ChangeSetRow[] {
    return this.statements.oldest.all(afterNo, limit).map(toRow);
  }

  /** Deletes up to `limit` rows of its items, and when none is left the set itself; how many rows went. */
  remove(setNo: number, limit: number): number {
    const items = this.statements.removeItems.run({ set: setNo, limit }).changes;
    return items < limit ? items + this.statements.remove.run(setNo).changes : items;
  }
}

function toRow({ endedAt, counts, sites, ...row }: SetColumns): ChangeSetRow {
  return {
    ...row,
    endedAt: endedAt ?? undefined,
    counts: JSON.parse(counts) as ChangeSetCounts,
    sites: JSON.parse(sites) as string[],
  };
}
