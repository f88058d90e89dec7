/** The audit trail on disk: entries are added at the end and cut off at the front, never changed. */
import type { ChainLink, ChainPoint } from '../../shared/model/index.ts';
import type { Db } from './db.ts';

/**
 * `audit_anchor` has at most one row: the last entry that was cut off, and the entry that tells of the cut.
 * `audit_begun` holds calls that have not ended yet: what stands there at a start was cut off by the end of the process.
 */
export const auditSchema: string = `
CREATE TABLE audit (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, body TEXT NOT NULL, hash BLOB NOT NULL) STRICT;
CREATE TABLE audit_anchor (
  one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL, hash BLOB NOT NULL, told_by INTEGER NOT NULL
) STRICT;
CREATE TABLE audit_begun (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;
`;

export const auditQueries = {
  range: 'SELECT seq, body, hash FROM audit WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?',
  newest:
    'SELECT seq, body, hash FROM audit WHERE seq < @before AND seq >= @from AND at >= @since AND at < @until ORDER BY seq DESC',
  newestAt: 'SELECT max(at) FROM audit WHERE seq > ? AND seq <= ?',
  cut: 'DELETE FROM audit WHERE seq <= ?',
  get: 'SELECT seq, body, hash FROM audit WHERE seq = ?',
} as const;

interface Row {
  readonly seq: number;
  readonly body: string;
  readonly hash: Buffer;
}

export interface AuditAnchor extends ChainPoint {
  /** Number of the entry that tells of the cut. */
  readonly toldBy: number;
}

export class AuditStore {
  private readonly statements;

  constructor(db: Db) {
    this.statements = {
      add: db.prepare('INSERT INTO audit (seq, at, body, hash) VALUES (?, ?, ?, ?)'),
      last: db.prepare<[], Row>('SELECT seq, body, hash FROM audit ORDER BY seq DESC LIMIT 1'),
      first: db.prepare('SELECT min(seq) FROM audit').pluck(),
      get: db.prepare<[number], Row>(auditQueries.get),
      range: db.prepare<[number, number, number], Row>(auditQueries.range),
      newest: db.prepare<[{ before: number; from: number; since: number; until: number }], Row>(
        auditQueries.newest,
      ),
      newestAt: db.prepare(auditQueries.newestAt).pluck(),
      cut: db.prepare(auditQueries.cut),
      begin: db.prepare('INSERT INTO audit_begun (body) VALUES (?)'),
      ended: db.prepare('DELETE FROM audit_begun WHERE id = ?'),
      begun: db.prepare<[], { id: number; body: string }>('SELECT id, body FROM audit_begun ORDER BY id'),
      anchor: db.prepare<[], { seq: number; hash: Buffer; toldBy: number }>(
        'SELECT seq, hash, told_by AS toldBy FROM audit_anchor',
      ),
      setAnchor: db.prepare(`INSERT INTO audit_anchor (one, seq, hash, told_by) VALUES (1, ?, ?, ?)
        ON CONFLICT (one) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, told_by = excluded.told_by`),
    };
  }

  add(link: ChainLink, at: number): void {
    this.statements.add.run(link.seq, at, link.body, Buffer.from(link.hash, 'hex'));
  }

  last(): ChainLink | undefined {
    return toLink(this.statements.last.get());
  }

  get(seq: number): ChainLink | undefined {
    return toLink(this.statements.get.get(seq));
  }

  /** Number of the oldest entry; `undefined`: there is none. */
  first(): number | undefined {
    return (this.statements.first.get() as number | null) ?? undefined;
  }

  /** After `afterSeq` up to `upToSeq`, oldest first. */
  range(afterSeq: number, upToSeq: number, limit: number): ChainLink[] {
    return this.statements.range.all(afterSeq, upToSeq, limit).map(linkOf);
  }

  /** Numbers from `from` to below `before`, newest first, of those within the time. */
  newest(where: { before: number; from: number; since: number; until: number }): ChainLink[] {
    return this.statements.newest.all(where).map(linkOf);
  }

  /** Time of the latest entry after `afterSeq` up to `upToSeq`; the clock may have gone back in between. */
  newestAt(afterSeq: number, upToSeq: number): number | undefined {
    return (this.statements.newestAt.get(afterSeq, upToSeq) as number | null) ?? undefined;
  }

  anchor(): AuditAnchor | undefined {
    const row = this.statements.anchor.get();
    return row && { seq: row.seq, hash: row.hash.toString('hex'), toldBy: row.toldBy };
  }

  /** Returns the number to end it by. */
  begin(body: string): number {
    return Number(this.statements.begin.run(body).lastInsertRowid);
  }

  ended(id: number): void {
    this.statements.ended.run(id);
  }

  /** What has begun and not ended, oldest first: as many as calls may run at once. */
  begun(): readonly { readonly id: number; readonly body: string }[] {
    return this.statements.begun.all();
  }

  /** Cuts off all up to the anchor. */
  cut(anchor: AuditAnchor): void {
    this.statements.cut.run(anchor.seq);
    this.statements.setAnchor.run(anchor.seq, Buffer.from(anchor.hash, 'hex'), anchor.toldBy);
  }
}

function toLink(row: Row | undefined): ChainLink | undefined {
  return row && linkOf(row);
}

function linkOf({ seq, body, hash }: Row): ChainLink {
  return { seq, body, hash: hash.toString('hex') };
}
