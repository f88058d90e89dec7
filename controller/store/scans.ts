/** What is remembered of agents' outboxes, of scans, of absence that falls due, and of each delta's way. */
import type { Db } from './db.ts';
import type { IdRange, RecordKey } from './versions.ts';

export interface OutboxPosition {
  readonly agent: string;
  readonly site: string;
  readonly epoch: number;
  readonly outbox: string;
  readonly seq: number;
}

export interface SourceScan {
  readonly site: string;
  readonly source: string;
  /** Whose deltas the records of the source stand on. */
  readonly agent: string;
  readonly outbox: string;
  readonly complete_scans: number;
  readonly last_scan: string;
  readonly last_complete_at: number | null;
  /** End of the last scan by the agent's clock. */
  readonly last_at: number;
  /** The same by our clock. */
  readonly heard_at: number;
  readonly counts: string;
}

/** One full snapshot on its way: several frames, maybe with a restart between them. */
export interface FullScan {
  readonly source: string;
  readonly scan: string;
}

export interface DueRow extends RecordKey {
  readonly at: number;
  /** Id of the source that it was seen at. */
  readonly source: string;
  /** Complete scans of the source when the record was first missing. */
  readonly scans_at: number;
}

export interface DeltaRow {
  readonly agent: string;
  readonly outbox: string;
  readonly seq: number;
  readonly scan: string;
  readonly bytes: number;
  readonly changes: number;
  readonly first_pos: number | null;
  readonly last_pos: number | null;
  readonly scanned_at: number;
  readonly spooled_at: number;
  readonly sent_at: number;
  readonly received_at: number;
  readonly applied_at: number;
}

/** Trails of deltas kept for `delta show`; older ones go. */
export const DELTA_TRAILS_MAX = 20_000;

export const scanQueries = {
  due: 'SELECT at, lane, kind, id, source, scans_at FROM due WHERE at <= ? ORDER BY at LIMIT ?',
  delta: 'SELECT * FROM deltas WHERE agent = ? AND outbox = ? AND seq = ?',
  pruneDeltas: 'DELETE FROM deltas WHERE no <= ?',
  unseen: `SELECT DISTINCT id FROM versions WHERE lane = @lane AND kind = @kind AND id > @afterId AND id < @belowId
    AND NOT EXISTS (SELECT 1 FROM full_scan_seen s WHERE s.source = @source AND s.scan = @scan AND s.kind = @kind
      AND s.id = versions.id) ORDER BY id LIMIT @limit`,
  setDueAll: `INSERT OR REPLACE INTO due (at, lane, kind, id, source, scans_at)
    SELECT @at, lane, kind, id, @source, @scans_at FROM versions
    WHERE lane = @lane AND kind = @kind AND id > @afterId AND id < @belowId AND held = 0`,
  unread: `SELECT DISTINCT id FROM versions WHERE lane = ? AND kind = ?
    AND NOT EXISTS (SELECT 1 FROM source_scans s WHERE s.site = ? AND s.source = versions.id AND s.heard_at > 0)
    ORDER BY id LIMIT ?`,
  forgetSeen: 'DELETE FROM full_scan_seen WHERE source = ? AND scan = ?',
  forgetAllSeen: 'DELETE FROM full_scan_seen WHERE source = ?',
  forgetEarlier: 'DELETE FROM full_scan_seen WHERE source = ? AND scan < ?',
  forgetLater: 'DELETE FROM full_scan_seen WHERE source = ? AND scan > ?',
} as const;

export class ScanStore {
  private readonly statements;

  constructor(db: Db) {
    this.statements = prepare(db);
  }

  position(agent: string, site: string): OutboxPosition | undefined {
    return this.statements.position.get(agent, site) as OutboxPosition | undefined;
  }

  positions(agent: string): OutboxPosition[] {
    return this.statements.positions.all(agent) as OutboxPosition[];
  }

  setPosition(position: OutboxPosition): void {
    this.statements.setPosition.run(position);
  }

  scan(site: string, source: string): SourceScan | undefined {
    return this.statements.scan.get(site, source) as SourceScan | undefined;
  }

  setScan(scan: SourceScan): void {
    this.statements.setScan.run(scan);
  }

  /** Agent -> of how many of the sources the records stand on its deltas. */
  readers(site: string, sources: readonly string[]): Map<string, number> {
    const rows = this.statements.readers.all(site, JSON.stringify(sources)) as { agent: string; n: number }[];
    return new Map(rows.map(({ agent, n }) => [agent, n]));
  }

  /** Source -> the agent on whose deltas its records stand; without those that nobody read. */
  readerOf(site: string, sources: readonly string[]): Map<string, string> {
    const rows = this.statements.readerOf.all(site, JSON.stringify(sources)) as {
      source: string;
      agent: string;
    }[];
    return new Map(rows.map(({ source, agent }) => [source, agent]));
  }

  /** Ids of the sources of the lane, which is of that site, of which no scan was heard, in order. */
  unread(
    place: { readonly lane: number; readonly kind: number; readonly site: string },
    limit: number,
  ): string[] {
    return this.statements.unread.all(place.lane, place.kind, place.site, limit) as string[];
  }

  /** The full snapshot named the record. */
  seen(full: FullScan, record: RecordKey): void {
    this.statements.seen.run(full.source, full.scan, record.kind, record.id);
  }

  wasSeen(full: FullScan, record: RecordKey): boolean {
    return this.statements.wasSeen.get(full.source, full.scan, record.kind, record.id) !== undefined;
  }

  /** Ids of records in the range that the full snapshot did not name, in order. */
  unseen(full: FullScan, range: IdRange, limit: number): string[] {
    return this.statements.unseen.all({ ...full, ...range, limit }) as string[];
  }

  forgetSeen(full: FullScan): void {
    this.statements.forgetSeen.run(full.source, full.scan);
  }

  /** Forgets what other snapshots of the source named: they were never finished. */
  forgetOtherSeen(full: FullScan): void {
    this.statements.forgetEarlier.run(full.source, full.scan);
    this.statements.forgetLater.run(full.source, full.scan);
  }

  /** Forgets what any snapshot of the source named. */
  forgetAllSeen(source: string): void {
    this.statements.forgetAllSeen.run(source);
  }

  setDue(due: DueRow): void {
    this.statements.setDue.run(due);
  }

  /** The same for every record of the range that is there. */
  setDueAll(due: Omit<DueRow, 'id'>, range: IdRange): void {
    this.statements.setDueAll.run({ ...due, ...range });
  }

  clearDue(record: RecordKey): void {
    this.statements.clearDue.run(record.lane, record.kind, record.id);
  }

  due(nowMs: number, limit: number): DueRow[] {
    return this.statements.due.all(nowMs, limit) as DueRow[];
  }

  addDelta(row: DeltaRow): void {
    const { lastInsertRowid } = this.statements.addDelta.run(row);
    this.statements.pruneDeltas.run(Number(lastInsertRowid) - DELTA_TRAILS_MAX);
  }

  delta(agent: string, outbox: string, seq: number): DeltaRow | undefined {
    return this.statements.delta.get(agent, outbox, seq) as DeltaRow | undefined;
  }
}

function prepare(db: Db) {
  return {
    position: db.prepare('SELECT * FROM outbox_positions WHERE agent = ? AND site = ?'),
    positions: db.prepare('SELECT * FROM outbox_positions WHERE agent = ?'),
    setPosition: db.prepare(
      'INSERT OR REPLACE INTO outbox_positions (agent, site, epoch, outbox, seq) VALUES (@agent, @site, @epoch, @outbox, @seq)',
    ),
    scan: db.prepare('SELECT * FROM source_scans WHERE site = ? AND source = ?'),
    setScan: db.prepare(
      `INSERT OR REPLACE INTO source_scans (site, source, agent, outbox, complete_scans, last_scan, last_complete_at, last_at, heard_at, counts)
       VALUES (@site, @source, @agent, @outbox, @complete_scans, @last_scan, @last_complete_at, @last_at, @heard_at, @counts)`,
    ),
    readers: db.prepare(
      `SELECT agent, count(*) AS n FROM source_scans
       WHERE site = ? AND source IN (SELECT value FROM json_each(?)) GROUP BY agent`,
    ),
    readerOf: db.prepare(
      'SELECT source, agent FROM source_scans WHERE site = ? AND source IN (SELECT value FROM json_each(?))',
    ),
    seen: db.prepare('INSERT OR IGNORE INTO full_scan_seen (source, scan, kind, id) VALUES (?, ?, ?, ?)'),
    wasSeen: db.prepare('SELECT 1 FROM full_scan_seen WHERE source = ? AND scan = ? AND kind = ? AND id = ?'),
    unseen: db.prepare(scanQueries.unseen).pluck(),
    unread: db.prepare(scanQueries.unread).pluck(),
    forgetSeen: db.prepare(scanQueries.forgetSeen),
    forgetEarlier: db.prepare(scanQueries.forgetEarlier),
    forgetLater: db.prepare(scanQueries.forgetLater),
    setDue: db.prepare(
      'INSERT OR REPLACE INTO due (at, lane, kind, id, source, scans_at) VALUES (@at, @lane, @kind, @id, @source, @scans_at)',
    ),
    forgetAllSeen: db.prepare(scanQueries.forgetAllSeen),
    setDueAll: db.prepare(scanQueries.setDueAll),
    clearDue: db.prepare('DELETE FROM due WHERE lane = ? AND kind = ? AND id = ?'),
    due: db.prepare(scanQueries.due),
    addDelta: db.prepare(
      `INSERT OR REPLACE INTO deltas (agent, outbox, seq, scan, bytes, changes, first_pos, last_pos, scanned_at, spooled_at, sent_at, received_at, applied_at)
       VALUES (@agent, @outbox, @seq, @scan, @bytes, @changes, @first_pos, @last_pos, @scanned_at, @spooled_at, @sent_at, @received_at, @applied_at)`,
    ),
    pruneDeltas: db.prepare(scanQueries.pruneDeltas),
    delta: db.prepare(scanQueries.delta),
  };
}
