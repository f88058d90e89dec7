/**
 * Where conflicts can be, and those that were settled. `contested` names the sections of which more than one version counts:
 * what they disagree about is computed from them. It is kept true by `VersionStore`, in the same transaction. `settled_conflicts`
 * remembers the last ones that a write put an end to, so that who comes later is told so.
 */
import type { Db } from './db.ts';

export const conflictSchema: string = `
CREATE TABLE contested (
  lane INTEGER NOT NULL, kind INTEGER NOT NULL, id TEXT NOT NULL, section INTEGER NOT NULL,
  PRIMARY KEY (lane, kind, id, section)
) STRICT, WITHOUT ROWID;
INSERT INTO contested SELECT lane, kind, id, section FROM versions WHERE held = 0
  GROUP BY lane, kind, id, section HAVING count(*) > 1;
CREATE TABLE settled_conflicts (
  no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, site TEXT NOT NULL, kind TEXT NOT NULL, record TEXT NOT NULL,
  field TEXT NOT NULL, at INTEGER NOT NULL, by TEXT NOT NULL, change_set TEXT NOT NULL
) STRICT;
`;

/** Settled conflicts that are remembered; the oldest go first. */
export const SETTLED_KEPT_MAX = 10_000;

/** Statements that can pass many rows; the query-plan test holds each of them to its index. */
export const conflictQueries = {
  nextPlace: 'SELECT lane, kind FROM contested WHERE (lane, kind) > (?, ?) ORDER BY lane, kind LIMIT 1',
  idsAfter: 'SELECT DISTINCT id FROM contested WHERE lane = ? AND kind = ? AND id > ? ORDER BY id LIMIT ?',
  settled:
    'SELECT id, site, kind, record, field, at, by, change_set AS changeSet FROM settled_conflicts WHERE id >= ? AND id < ? ORDER BY id LIMIT 1',
  forgetSettled: 'DELETE FROM settled_conflicts WHERE no <= (SELECT max(no) FROM settled_conflicts) - ?',
} as const;

export interface ContestedPlace {
  readonly lane: number;
  readonly kind: number;
}

/** `at`: when it was settled, epoch milliseconds. */
export interface SettledConflict {
  readonly id: string;
  readonly site: string;
  readonly kind: string;
  readonly record: string;
  readonly field: string;
  readonly at: number;
  readonly by: string;
  readonly changeSet: string;
}

export class ConflictStore {
  private readonly statements;

  constructor(db: Db) {
    this.statements = {
      nextPlace: db.prepare<[number, number], ContestedPlace>(conflictQueries.nextPlace),
      idsAfter: db.prepare<[number, number, string, number], string>(conflictQueries.idsAfter).pluck(),
      count: db.prepare('SELECT count(*) FROM contested').pluck(),
      settle: db.prepare(
        `INSERT OR REPLACE INTO settled_conflicts (id, site, kind, record, field, at, by, change_set) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      ),
      settled: db.prepare<[string, string], SettledConflict>(conflictQueries.settled),
      forgetSettled: db.prepare(conflictQueries.forgetSettled),
    };
  }

  /** Each lane and kind that has a contested section. */
  *places(): Generator<ContestedPlace> {
    let place = this.statements.nextPlace.get(-1, -1);
    while (place) {
      yield place;
      place = this.statements.nextPlace.get(place.lane, place.kind);
    }
  }

  /** Ids of records with a contested section, in their order. */
  idsAfter({ lane, kind }: ContestedPlace, afterId: string, limit: number): string[] {
    return this.statements.idsAfter.all(lane, kind, afterId, limit);
  }

  /** Contested sections of all records. */
  count(): number {
    return Number(this.statements.count.get());
  }

  settle(one: SettledConflict): void {
    const { id, site, kind, record, field, at, by, changeSet } = one;
    this.statements.settle.run(id, site, kind, record, field, at, by, changeSet);
    this.statements.forgetSettled.run(SETTLED_KEPT_MAX);
  }

  /** By its id, or the beginning of one. */
  settled(prefix: string): SettledConflict | undefined {
    return this.statements.settled.get(prefix, `${prefix}{`);
  }
}
