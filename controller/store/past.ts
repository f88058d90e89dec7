/** What the history still holds of a record, in the order of arrival, and how far back it goes for each kind. */
import type { Db } from './db.ts';
import type { IdRange, RecordKey, VersionRow } from './versions.ts';

/**
 * `at`: versions of the kind that were superseded at that time or later are all kept. Of a store that was pruned before
 * this was written down, nothing earlier than what it holds is claimed.
 */
export const memorySchema: string = `
CREATE TABLE history_horizons (kind INTEGER PRIMARY KEY, at INTEGER NOT NULL) STRICT;
INSERT INTO history_horizons (kind, at) SELECT kind, min(ended_at) FROM history GROUP BY kind;
`;

const COLUMNS =
  'pos, lane, kind, id, section, origin, seq, held, op, hlc, epoch, ctx, field_dots, body, writer, hash, extra';

type PastQuery =
  | 'ofRecord'
  | 'row'
  | 'currentRow'
  | 'currentIds'
  | 'formerIds'
  | 'oldest'
  | 'countSince'
  | 'newestSizes';

export const pastQueries: Readonly<Record<PastQuery, string>> = {
  ofRecord:
    'SELECT pos, section, origin, hlc, ended_at AS endedAt FROM history WHERE lane = ? AND kind = ? AND id = ? AND held = 0 ORDER BY pos',
  row: `SELECT ${COLUMNS} FROM history WHERE pos = ?`,
  currentRow: `SELECT ${COLUMNS} FROM versions WHERE pos = ?`,
  currentIds:
    'SELECT DISTINCT id FROM versions WHERE lane = ? AND kind = ? AND id > ? AND id < ? ORDER BY id LIMIT ?',
  formerIds:
    'SELECT DISTINCT id FROM history WHERE lane = ? AND kind = ? AND id > ? AND id < ? ORDER BY id LIMIT ?',
  oldest: 'SELECT ended_at FROM history WHERE kind = ? ORDER BY ended_at LIMIT 1',
  countSince: 'SELECT count(*) FROM history WHERE kind = ? AND ended_at > ?',
  newestSizes: `SELECT length(body) + coalesce(length(ctx), 0) + coalesce(length(field_dots), 0) + coalesce(length(extra), 0) + length(id)
    FROM history WHERE kind = ? ORDER BY ended_at DESC LIMIT ?`,
};

/** A superseded version without what it says. */
export interface PastRow {
  readonly pos: number;
  readonly section: number;
  readonly origin: number;
  readonly hlc: number;
  readonly endedAt: number;
}

export class PastStore {
  private readonly statements;

  constructor(db: Db) {
    this.statements = {
      ofRecord: db.prepare<[number, number, string], PastRow>(pastQueries.ofRecord),
      row: db.prepare<[number], VersionRow>(pastQueries.row),
      currentRow: db.prepare<[number], VersionRow>(pastQueries.currentRow),
      currentIds: db.prepare(pastQueries.currentIds).pluck(),
      formerIds: db.prepare(pastQueries.formerIds).pluck(),
      oldest: db.prepare(pastQueries.oldest).pluck(),
      countSince: db.prepare(pastQueries.countSince).pluck(),
      newestSizes: db.prepare(pastQueries.newestSizes).pluck(),
      horizon: db.prepare('SELECT at FROM history_horizons WHERE kind = ?').pluck(),
      raise: db.prepare(
        'INSERT INTO history_horizons (kind, at) VALUES (?, ?) ON CONFLICT (kind) DO UPDATE SET at = max(at, excluded.at)',
      ),
    };
  }

  /** Superseded versions of one record by arrival; one at a time, for there may be many. */
  ofRecord(key: RecordKey): IterableIterator<PastRow> {
    return this.statements.ofRecord.iterate(key.lane, key.kind, key.id);
  }

  /** The superseded version that arrived at that position. */
  row(pos: number): VersionRow | undefined {
    return this.statements.row.get(pos);
  }

  /** The same of those that still count; held ones too. */
  currentRow(pos: number): VersionRow | undefined {
    return this.statements.currentRow.get(pos);
  }

  /** Ids of records that are there or once were, in order; fewer than the limit: there are no more. */
  ids({ lane, kind, afterId, belowId }: IdRange, limit: number): string[] {
    const current = this.statements.currentIds.all(lane, kind, afterId, belowId, limit) as string[];
    const former = this.statements.formerIds.all(lane, kind, afterId, belowId, limit) as string[];
    return [...new Set([...current, ...former])].sort(byCode).slice(0, limit);
  }

  /** When the superseded version that is kept longest was superseded. */
  oldest(kind: number): number | undefined {
    return this.statements.oldest.get(kind) as number | undefined;
  }

  countSince(kind: number, ms: number): number {
    return Number(this.statements.countSince.get(kind, ms));
  }

  /** Bytes of the texts of the newest superseded versions. */
  newestSizes(kind: number, limit: number): number[] {
    return this.statements.newestSizes.all(kind, limit) as number[];
  }

  /** From when on all superseded versions of the kind are kept; `undefined`: none was ever forgotten. */
  horizon(kind: number): number | undefined {
    return this.statements.horizon.get(kind) as number | undefined;
  }

  raiseHorizon(kind: number, ms: number): void {
    this.statements.raise.run(kind, ms);
  }
}

/** As SQLite orders texts. */
function byCode(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
