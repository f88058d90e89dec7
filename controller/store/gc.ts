/** What the forgetting of deleted records needs: heads and held versions of a lane, its line and the next one, its tombstones. */
import type { Db } from './db.ts';
import type { RecordKey } from './versions.ts';

export const gcSchema = `
CREATE TABLE gc_lines (
  lane INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (lane, origin)
) STRICT, WITHOUT ROWID;
CREATE TABLE gc_drafts (
  lane INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL, head INTEGER NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (lane, origin)
) STRICT, WITHOUT ROWID;
CREATE INDEX versions_deleted ON versions (lane) WHERE op = 'delete';
CREATE INDEX versions_held ON versions (lane, origin, seq) WHERE held = 1;
`;

export const gcQueries = {
  heads: 'SELECT origin, seq FROM heads WHERE lane = ?',
  held: 'SELECT origin, min(seq) AS seq FROM versions INDEXED BY versions_held WHERE lane = ? AND held = 1 GROUP BY origin',
  tombstones: `SELECT pos, lane, kind, id FROM versions INDEXED BY versions_deleted
    WHERE lane = ? AND op = 'delete' AND held = 0 AND rowid > ? ORDER BY rowid LIMIT ?`,
} as const;

/** How far an origin is known, by the number of the origin. */
export interface OriginSeq {
  readonly origin: number;
  readonly seq: number;
}

export interface DraftRow extends OriginSeq {
  readonly head: number;
  readonly at: number;
}

export interface TombstoneRow extends RecordKey {
  readonly pos: number;
}

export class GcStore {
  private readonly statements;

  constructor(db: Db) {
    this.statements = {
      lanes: db.prepare('SELECT no, site FROM lanes ORDER BY no'),
      heads: db.prepare(gcQueries.heads),
      held: db.prepare(gcQueries.held),
      tombstones: db.prepare(gcQueries.tombstones),
      isHeld: db.prepare(
        'SELECT 1 FROM versions WHERE lane = ? AND kind = ? AND id = ? AND held = 1 LIMIT 1',
      ),
      line: db.prepare('SELECT origin, seq FROM gc_lines WHERE lane = ?'),
      setLine: db.prepare(
        `INSERT INTO gc_lines (lane, origin, seq) VALUES (?, ?, ?)
          ON CONFLICT (lane, origin) DO UPDATE SET seq = max(seq, excluded.seq)`,
      ),
      draft: db.prepare('SELECT origin, seq, head, at FROM gc_drafts WHERE lane = ?'),
      oldDrafts: db.prepare('SELECT lane, min(at) AS at FROM gc_drafts GROUP BY lane HAVING min(at) < ?'),
      clearDraft: db.prepare('DELETE FROM gc_drafts WHERE lane = ?'),
      addDraft: db.prepare('INSERT INTO gc_drafts (lane, origin, seq, head, at) VALUES (?, ?, ?, ?, ?)'),
    };
  }

  lanes(): { readonly no: number; readonly site: string }[] {
    return this.statements.lanes.all() as { no: number; site: string }[];
  }

  /** Up to where each origin's versions of the lane are here. */
  heads(lane: number): OriginSeq[] {
    return this.statements.heads.all(lane) as OriginSeq[];
  }

  /** The first version of each origin that is held here. */
  held(lane: number): OriginSeq[] {
    return this.statements.held.all(lane) as OriginSeq[];
  }

  line(lane: number): OriginSeq[] {
    return this.statements.line.all(lane) as OriginSeq[];
  }

  /** A line never goes back. */
  setLine(lane: number, line: readonly OriginSeq[]): void {
    for (const { origin, seq } of line) this.statements.setLine.run(lane, origin, seq);
  }

  draft(lane: number): DraftRow[] {
    return this.statements.draft.all(lane) as DraftRow[];
  }

  /** Lanes whose draft is older than that, with its time. */
  oldDrafts(beforeMs: number): { readonly lane: number; readonly at: number }[] {
    return this.statements.oldDrafts.all(beforeMs) as { lane: number; at: number }[];
  }

  setDraft(lane: number, draft: readonly DraftRow[]): void {
    this.statements.clearDraft.run(lane);
    for (const { origin, seq, head, at } of draft) this.statements.addDraft.run(lane, origin, seq, head, at);
  }

  /** Deletes by people that count, in the order they came. */
  tombstones(lane: number, afterPos: number, limit: number): TombstoneRow[] {
    return this.statements.tombstones.all(lane, afterPos, limit) as TombstoneRow[];
  }

  isHeld({ lane, kind, id }: RecordKey): boolean {
    return this.statements.isHeld.get(lane, kind, id) !== undefined;
  }
}
