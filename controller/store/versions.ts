/** Rows of the feed and of the history. All words are numbers here; `inventory` speaks words. */
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

export interface RecordKey {
  readonly lane: number;
  readonly kind: number;
  readonly id: string;
}

const COLUMNS =
  'pos, lane, kind, id, section, origin, seq, held, op, hlc, epoch, ctx, field_dots, body, writer, hash, extra';

/** Statements that can pass many rows; the query-plan test holds each of them to its index. */
type VersionQuery =
  | 'section'
  | 'record'
  | 'list'
  | 'since'
  | 'laneSince'
  | 'history'
  | 'countKind'
  | 'pruneHistory';

export const versionQueries: Readonly<Record<VersionQuery, string>> = {
  section: `SELECT ${COLUMNS} FROM versions WHERE lane = ? AND kind = ? AND id = ? AND section = ?`,
  record: `SELECT ${COLUMNS} FROM versions WHERE lane = ? AND kind = ? AND id = ? ORDER BY section`,
  list: `SELECT ${COLUMNS} FROM versions WHERE lane = ? AND kind = ? AND id > ? ORDER BY id, section LIMIT ?`,
  since: `SELECT ${COLUMNS} FROM versions WHERE pos > ? ORDER BY pos LIMIT ?`,
  laneSince: `SELECT ${COLUMNS} FROM versions WHERE lane = ? AND origin = ? AND seq > ? ORDER BY seq LIMIT ?`,
  history: `SELECT ${COLUMNS} FROM history WHERE lane = ? AND kind = ? AND id = ? AND pos < ? ORDER BY pos DESC LIMIT ?`,
  countKind: 'SELECT count(DISTINCT id) AS n FROM versions WHERE lane = ? AND kind = ?',
  pruneHistory:
    'DELETE FROM history WHERE pos IN (SELECT pos FROM history WHERE pos < ? ORDER BY pos LIMIT ?)',
} as const;

export class VersionStore {
  private readonly statements;
  readonly maxPos: () => number;

  constructor(db: Db) {
    this.statements = prepare(db);
    const max = db.prepare("SELECT value FROM counters WHERE name = 'pos'").pluck();
    this.maxPos = () => Number(max.get() ?? 0);
  }

  section(key: RecordKey, section: number): VersionRow[] {
    return this.statements.section.all(key.lane, key.kind, key.id, section) as VersionRow[];
  }

  record(key: RecordKey): VersionRow[] {
    return this.statements.record.all(key.lane, key.kind, key.id) as VersionRow[];
  }

  /** Rows of records after `afterId`; the last record may be cut, so the caller reads one row more than it needs. */
  list(key: { lane: number; kind: number; afterId: string; limit: number }): VersionRow[] {
    return this.statements.list.all(key.lane, key.kind, key.afterId, key.limit) as VersionRow[];
  }

  since(pos: number, limit: number): VersionRow[] {
    return this.statements.since.all(pos, limit) as VersionRow[];
  }

  history(key: RecordKey, beforePos: number, limit: number): VersionRow[] {
    return this.statements.history.all(key.lane, key.kind, key.id, beforePos, limit) as VersionRow[];
  }

  countKind(lane: number, kind: number): number {
    return (this.statements.countKind.get(lane, kind) as { n: number }).n;
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
  archive(pos: number): void {
    this.statements.archive.run(pos);
    this.statements.remove.run(pos);
  }

  /** Deletes up to `limit` history rows older than the position; says how many. */
  pruneHistory(beforePos: number, limit: number): number {
    return this.statements.pruneHistory.run(beforePos, limit).changes;
  }
}

function prepare(db: Db) {
  return {
    section: db.prepare(versionQueries.section),
    record: db.prepare(versionQueries.record),
    list: db.prepare(versionQueries.list),
    since: db.prepare(versionQueries.since),
    history: db.prepare(versionQueries.history),
    countKind: db.prepare(versionQueries.countKind),
    pruneHistory: db.prepare(versionQueries.pruneHistory),
    insert: db.prepare(`INSERT INTO versions (${COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`),
    archive: db.prepare(`INSERT INTO history (${COLUMNS}) SELECT ${COLUMNS} FROM versions WHERE pos = ?`),
    remove: db.prepare('DELETE FROM versions WHERE pos = ?'),
  };
}
