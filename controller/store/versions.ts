/**
 * Rows of the feed and of the history. All words are numbers here; `inventory` speaks words. Held rows are kept and
 * given out by `laneSince` for forwarding; no other reader sees them.
 */
import type { ChangeOp } from '../../shared/model/index.ts';
import type { Db } from './db.ts';

export interface VersionRow {
  readonly pos: number;
  readonly lane: number;
  readonly kind: number;
  readonly id: string;
  readonly section: number;
  readonly origin: number;
  readonly seq: number;
  readonly held: number;
  readonly op: ChangeOp;
  readonly hlc: number;
  readonly epoch: number;
  readonly ctx: string | null;
  readonly field_dots: string | null;
  readonly body: string;
  readonly writer: number;
  readonly hash: Uint8Array;
  readonly extra: string | null;
}

/** As much of a row as the next write needs to know. */
export type CurrentRow = Pick<VersionRow, 'pos' | 'section' | 'op' | 'body'>;

export interface RecordKey {
  readonly lane: number;
  readonly kind: number;
  readonly id: string;
}

/** Records of one kind in one lane, by id: after the first, below the second. */
export interface IdRange {
  readonly lane: number;
  readonly kind: number;
  readonly afterId: string;
  readonly belowId: string;
}

/** Above every id: ids are lower-case letters, digits, dots, dashes and underscores. */
export const ID_ABOVE_ALL = '{';

const COLUMNS =
  'pos, lane, kind, id, section, origin, seq, held, op, hlc, epoch, ctx, field_dots, body, writer, hash, extra';

/** Statements that can pass many rows; the query-plan test holds each of them to its index. */
type VersionQuery =
  | 'current'
  | 'section'
  | 'record'
  | 'list'
  | 'since'
  | 'laneSince'
  | 'history'
  | 'historyCount'
  | 'pruneHistoryBefore'
  | 'pruneHistoryOldest';

export const versionQueries: Readonly<Record<VersionQuery, string>> = {
  current: 'SELECT pos, section, op, body FROM versions WHERE lane = ? AND kind = ? AND id = ? AND held = 0',
  section: `SELECT ${COLUMNS} FROM versions WHERE lane = ? AND kind = ? AND id = ? AND section = ? AND held = 0`,
  record: `SELECT ${COLUMNS} FROM versions WHERE lane = ? AND kind = ? AND id = ? AND held = 0 ORDER BY section`,
  list: `SELECT ${COLUMNS} FROM versions WHERE lane = ? AND kind = ? AND id > ? AND id < ? AND held = 0 ORDER BY id, section LIMIT ?`,
  since: `SELECT ${COLUMNS} FROM versions WHERE pos > ? AND held = 0 ORDER BY pos LIMIT ?`,
  laneSince: `SELECT ${COLUMNS} FROM versions WHERE lane = ? AND origin = ? AND seq > ? ORDER BY seq LIMIT ?`,
  history: `SELECT ${COLUMNS} FROM history WHERE lane = ? AND kind = ? AND id = ? AND pos < ? AND held = 0 ORDER BY pos DESC LIMIT ?`,
  historyCount: 'SELECT count(*) FROM history WHERE kind = ?',
  pruneHistoryBefore:
    'DELETE FROM history WHERE pos IN (SELECT pos FROM history WHERE kind = ? AND ended_at < ? ORDER BY ended_at LIMIT ?) RETURNING writer',
  pruneHistoryOldest:
    'DELETE FROM history WHERE pos IN (SELECT pos FROM history WHERE kind = ? ORDER BY ended_at LIMIT ?) RETURNING writer',
};

export class VersionStore {
  private readonly statements;

  constructor(db: Db) {
    this.statements = prepare(db);
  }

  /** The rows of one record that count. */
  current(key: RecordKey): CurrentRow[] {
    return this.statements.current.all(key.lane, key.kind, key.id) as CurrentRow[];
  }

  section(key: RecordKey, section: number): VersionRow[] {
    return this.statements.section.all(key.lane, key.kind, key.id, section) as VersionRow[];
  }

  record(key: RecordKey): VersionRow[] {
    return this.statements.record.all(key.lane, key.kind, key.id) as VersionRow[];
  }

  /** Rows of the records of a range; the last record may be cut, so the caller reads one row more than it needs. */
  list(range: IdRange, limit: number): VersionRow[] {
    const { lane, kind, afterId, belowId } = range;
    return this.statements.list.all(lane, kind, afterId, belowId, limit) as VersionRow[];
  }

  /** The feed by arrival. */
  since(pos: number, limit: number): VersionRow[] {
    return this.statements.since.all(pos, limit) as VersionRow[];
  }

  /** The feed of one lane and origin, for forwarding: held versions too. */
  laneSince(place: { lane: number; origin: number; seq: number }, limit: number): VersionRow[] {
    return this.statements.laneSince.all(place.lane, place.origin, place.seq, limit) as VersionRow[];
  }

  history(key: RecordKey, beforePos: number, limit: number): VersionRow[] {
    return this.statements.history.all(key.lane, key.kind, key.id, beforePos, limit) as VersionRow[];
  }

  insert(row: VersionRow): void {
    this.statements.insert.run(
      row.pos,
      row.lane,
      row.kind,
      row.id,
      row.section,
      row.origin,
      row.seq,
      row.held,
      row.op,
      row.hlc,
      row.epoch,
      row.ctx,
      row.field_dots,
      row.body,
      row.writer,
      row.hash,
      row.extra,
    );
  }

  /** Moves a superseded version out of the feed into the history. */
  archive(pos: number, endedAtMs: number): void {
    this.statements.archive.run(endedAtMs, pos);
    this.statements.remove.run(pos);
  }

  historyCount(kind: number): number {
    return Number(this.statements.historyCount.get(kind));
  }

  /** Deletes up to `limit` versions of the kind that were superseded before the time; their writers, one per row. */
  pruneHistoryBefore(kind: number, endedBeforeMs: number, limit: number): number[] {
    return this.statements.pruneHistoryBefore.all(kind, endedBeforeMs, limit) as number[];
  }

  /** Deletes the `limit` versions of the kind that were superseded first; their writers, one per row. */
  pruneHistoryOldest(kind: number, limit: number): number[] {
    return this.statements.pruneHistoryOldest.all(kind, limit) as number[];
  }
}

function prepare(db: Db) {
  return {
    current: db.prepare(versionQueries.current),
    section: db.prepare(versionQueries.section),
    record: db.prepare(versionQueries.record),
    list: db.prepare(versionQueries.list),
    since: db.prepare(versionQueries.since),
    laneSince: db.prepare(versionQueries.laneSince),
    history: db.prepare(versionQueries.history),
    historyCount: db.prepare(versionQueries.historyCount).pluck(),
    pruneHistoryBefore: db.prepare(versionQueries.pruneHistoryBefore).pluck(),
    pruneHistoryOldest: db.prepare(versionQueries.pruneHistoryOldest).pluck(),
    insert: db.prepare(`INSERT INTO versions (${COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`),
    archive: db.prepare(
      `INSERT INTO history (${COLUMNS}, ended_at) SELECT ${COLUMNS}, ? FROM versions WHERE pos = ?`,
    ),
    remove: db.prepare('DELETE FROM versions WHERE pos = ?'),
  };
}
