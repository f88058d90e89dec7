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

/** As much of a row as a reader of records needs. */
export type ReadRow = Omit<VersionRow, 'held' | 'op' | 'hash' | 'extra'>;

/** A row of a record that one row of the feed, at that position, is of. */
export interface ChangedRow extends ReadRow {
  readonly at: number;
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

const READ_COLUMNS =
  'r.pos, r.lane, r.kind, r.id, r.section, r.origin, r.seq, r.hlc, r.epoch, r.ctx, r.field_dots, r.body, r.writer';

/** Statements that can pass many rows; the query-plan test holds each of them to its index. */
type VersionQuery =
  | 'current'
  | 'record'
  | 'list'
  | 'since'
  | 'changed'
  | 'laneSince'
  | 'history'
  | 'historyCount'
  | 'pruneHistoryBefore'
  | 'pruneHistoryOldest'
  | 'contest'
  | 'uncontest';

export const versionQueries: Readonly<Record<VersionQuery, string>> = {
  current: 'SELECT pos, section, op, body FROM versions WHERE lane = ? AND kind = ? AND id = ? AND held = 0',
  record: `SELECT ${COLUMNS} FROM versions WHERE lane = ? AND kind = ? AND id = ? AND held = 0 ORDER BY section`,
  list: `SELECT ${READ_COLUMNS} FROM versions r WHERE lane = ? AND kind = ? AND id > ? AND id < ? AND held = 0 ORDER BY id, section LIMIT ?`,
  since: `SELECT ${COLUMNS} FROM versions WHERE pos > ? AND held = 0 ORDER BY pos LIMIT ?`,
  // CROSS keeps the feed the outer loop; the index then gives the rows of a record in order of their sections.
  changed: `SELECT v.pos AS at, ${READ_COLUMNS} FROM versions v CROSS JOIN versions r
    ON r.lane = v.lane AND r.kind = v.kind AND r.id = v.id
    WHERE v.pos > ? AND v.held = 0 AND r.held = 0 ORDER BY v.pos LIMIT ?`,
  laneSince: `SELECT ${COLUMNS} FROM versions WHERE lane = ? AND origin = ? AND seq > ? ORDER BY seq LIMIT ?`,
  history: `SELECT ${COLUMNS} FROM history WHERE lane = ? AND kind = ? AND id = ? AND pos < ? AND held = 0 ORDER BY pos DESC LIMIT ?`,
  historyCount: 'SELECT count(*) FROM history WHERE kind = ?',
  pruneHistoryBefore:
    'DELETE FROM history WHERE pos IN (SELECT pos FROM history WHERE kind = ? AND ended_at < ? ORDER BY ended_at LIMIT ?) RETURNING writer',
  pruneHistoryOldest:
    'DELETE FROM history WHERE pos IN (SELECT pos FROM history WHERE kind = ? ORDER BY ended_at LIMIT ?) RETURNING writer',
  // See `conflicts.ts`. Another version of the same section counts beside this one.
  contest: `INSERT OR IGNORE INTO contested (lane, kind, id, section) SELECT n.lane, n.kind, n.id, n.section
    FROM versions n CROSS JOIN versions v ON v.lane = n.lane AND v.kind = n.kind AND v.id = n.id AND v.section = n.section
    WHERE n.pos = @pos AND n.held = 0 AND v.held = 0 AND v.pos <> @pos LIMIT 1`,
  // Without this version one is left at most.
  uncontest: `DELETE FROM contested WHERE (lane, kind, id, section) = (SELECT lane, kind, id, section FROM versions WHERE pos = @pos AND held = 0)
    AND (SELECT count(*) FROM versions v WHERE v.lane = contested.lane AND v.kind = contested.kind AND v.id = contested.id
      AND v.section = contested.section AND v.held = 0) < 3`,
};

export class VersionStore {
  private readonly statements;

  constructor(db: Db) {
    this.statements = prepare(db);
  }

  /** The rows of one record that count. */
  current(key: RecordKey): CurrentRow[] {
    return (this.statements.current.all(key.lane, key.kind, key.id) as CurrentColumns[]).map(toCurrentRow);
  }

  record(key: RecordKey): VersionRow[] {
    return this.statements.record.all(key.lane, key.kind, key.id) as VersionRow[];
  }

  /** Rows of the records of a range; the last record may be cut, so the caller reads one row more than it needs. */
  list(range: IdRange, limit: number): ReadRow[] {
    const { lane, kind, afterId, belowId } = range;
    return this.statements.list.all(lane, kind, afterId, belowId, limit) as ReadRow[];
  }

  /** The feed by arrival. */
  since(pos: number, limit: number): VersionRow[] {
    return this.statements.since.all(pos, limit) as VersionRow[];
  }

  /** The feed by arrival, for each of its rows all rows of that record; those of the last one may be cut. */
  changed(pos: number, limit: number): ChangedRow[] {
    return (this.statements.changed.all(pos, limit) as ChangedColumns[]).map(toChangedRow);
  }

  /** The feed of one lane and origin, for forwarding: held versions too. */
  laneSince(place: { lane: number; origin: number; seq: number }, limit: number): VersionRow[] {
    return this.statements.laneSince.all(place.lane, place.origin, place.seq, limit) as VersionRow[];
  }

  history(key: RecordKey, beforePos: number, limit: number): VersionRow[] {
    return this.statements.history.all(key.lane, key.kind, key.id, beforePos, limit) as VersionRow[];
  }

  /**
   * With `supersedes` the row takes the place of that one, which goes to the history: cheaper than `archive` and a new row.
   * `first`: the section has no other version, so that nobody looks for one.
   */
  insert(row: VersionRow, supersedes?: { readonly pos: number; readonly endedAtMs: number } | 'first'): void {
    if (typeof supersedes === 'object') {
      this.replace(row, supersedes.pos, supersedes.endedAtMs);
      return;
    }
    // Value by value, as in `replace`: a list that is spread costs as much as the statement.
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
    if (supersedes !== 'first') this.statements.contest.run({ pos: row.pos });
  }

  /** Moves a superseded version out of the feed into the history. */
  archive(pos: number, endedAtMs: number): void {
    this.statements.copyToHistory.run(endedAtMs, pos);
    this.statements.uncontest.run({ pos });
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

  private replace(row: VersionRow, pos: number, endedAtMs: number): void {
    this.statements.copyToHistory.run(endedAtMs, pos);
    this.statements.replace.run(
      row.pos,
      row.origin,
      row.seq,
      row.op,
      row.hlc,
      row.epoch,
      row.ctx,
      row.field_dots,
      row.body,
      row.writer,
      row.hash,
      row.extra,
      pos,
    );
  }
}

type CurrentColumns = readonly [pos: number, section: number, op: ChangeOp, body: string];

function toCurrentRow([pos, section, op, body]: CurrentColumns): CurrentRow {
  return { pos, section, op, body };
}

type ChangedColumns = readonly [
  ...[at: number, pos: number, lane: number, kind: number, id: string, section: number, origin: number],
  ...[seq: number, hlc: number, epoch: number, ctx: string | null, fieldDots: string | null],
  ...[body: string, writer: number],
];

/** Bare columns made rows here take half the time of rows made by the driver, and an index reads all there are. */
function toChangedRow(columns: ChangedColumns): ChangedRow {
  const [at, pos, lane, kind, id, section, origin, seq, hlc, epoch, ctx, field_dots, body, writer] = columns;
  return { at, pos, lane, kind, id, section, origin, seq, hlc, epoch, ctx, field_dots, body, writer };
}

function prepare(db: Db) {
  return {
    current: db.prepare(versionQueries.current).raw(),
    record: db.prepare(versionQueries.record),
    list: db.prepare(versionQueries.list),
    since: db.prepare(versionQueries.since),
    changed: db.prepare(versionQueries.changed).raw(),
    laneSince: db.prepare(versionQueries.laneSince),
    history: db.prepare(versionQueries.history),
    historyCount: db.prepare(versionQueries.historyCount).pluck(),
    pruneHistoryBefore: db.prepare(versionQueries.pruneHistoryBefore).pluck(),
    pruneHistoryOldest: db.prepare(versionQueries.pruneHistoryOldest).pluck(),
    insert: db.prepare(`INSERT INTO versions (${COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`),
    copyToHistory: db.prepare(
      `INSERT INTO history (${COLUMNS}, ended_at) SELECT ${COLUMNS}, ? FROM versions WHERE pos = ?`,
    ),
    replace: db.prepare(
      `UPDATE versions SET pos = ?, origin = ?, seq = ?, op = ?, hlc = ?, epoch = ?, ctx = ?, field_dots = ?, body = ?,
        writer = ?, hash = ?, extra = ? WHERE pos = ?`,
    ),
    remove: db.prepare('DELETE FROM versions WHERE pos = ?'),
    contest: db.prepare(versionQueries.contest),
    uncontest: db.prepare(versionQueries.uncontest),
  };
}
