/** The last scan of every source: what the next one is compared with, and what a new outbox starts from. */
import {
  diffScan,
  encodeObserved,
  putItem,
  type ScanInfo,
  type SeenRecord,
  type SnapshotEntry,
  snapshotKey,
} from '../../shared/delta/index.ts';
import {
  formatRef,
  groupOf,
  isKind,
  type Kind,
  type KindGroup,
  parseRef,
  type RecordRef,
} from '../../shared/model/index.ts';
import { type Clock, newId, type Random } from '../../shared/runtime/index.ts';
import { type Db, translated } from './database.ts';
import type { Outbox } from './outbox.ts';

export interface ScanArrived {
  readonly source: RecordRef;
  readonly epoch: number;
  readonly completeness: 'complete' | 'partial' | 'failed';
  readonly code: string;
  readonly reason: string;
  readonly coverage: readonly Kind[];
  readonly seen: readonly SeenRecord[];
  readonly startedAtMs: number;
  readonly finishedAtMs: number;
}

export interface SpooledScan {
  readonly scanId: string;
  readonly outboxId: string;
  /** Seq of the scan's last delta. */
  readonly seq: number;
  readonly changes: number;
}

export interface SnapshotDeps {
  readonly db: Db;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly random: Random;
}

interface SnapshotRow {
  readonly kind: string;
  readonly native_key: string;
  readonly section: string;
  readonly body: string;
}

/** All records of one scan are of one lane today; the group of an empty scan. */
const GROUP_DEFAULT: KindGroup = 'net';

export class Snapshots {
  private readonly deps: SnapshotDeps;
  private readonly statements;

  constructor(deps: SnapshotDeps) {
    this.deps = deps;
    this.statements = prepare(deps.db);
  }

  /** Diffs the scan and spools what changed: snapshot and outbox move together or not at all. */
  take(scan: ScanArrived): SpooledScan {
    const scanId = newId(this.deps.clock, this.deps.random);
    const { outbox, db } = this.deps;
    const { seq, changes } = translated(() =>
      db.transaction(() => {
        const source = this.sourceNo(scan);
        const diff = diffScan(this.load(source), scan.seen, scan.coverage);
        for (const put of diff.puts)
          this.statements.put.run(source, put.kind, put.nativeKey, put.section, put.bodyText);
        for (const gone of diff.absent) this.statements.remove.run(source, gone.kind, gone.nativeKey);
        const info = scanInfo(scan, scanId);
        return { seq: outbox.append(encodeObserved(info, diff.items)), changes: diff.items.length };
      })(),
    );
    outbox.appended(seq);
    return { scanId, outboxId: outbox.id, seq, changes };
  }

  /** Begins a new outbox that holds everything known of every source. */
  resendAll(epochOf: (site: string) => number): void {
    this.deps.outbox.restart(() => this.fullFrames(epochOf));
  }

  private *fullFrames(epochOf: (site: string) => number): Generator<Uint8Array> {
    const sources = this.statements.sources.all() as {
      no: number;
      ref: string;
      coverage: string;
      scanned_at: number;
    }[];
    for (const source of sources) {
      const ref = parseRef(source.ref);
      const coverage = (JSON.parse(source.coverage) as string[]).filter(isKind);
      const entries = [...this.load(source.no).values()];
      yield* encodeObserved(
        {
          id: newId(this.deps.clock, this.deps.random),
          source: ref,
          group: coverage[0] ? groupOf(coverage[0]) : GROUP_DEFAULT,
          epoch: epochOf(ref.site),
          completeness: 'complete',
          code: '',
          reason: '',
          coverage,
          counts: countKinds(entries),
          full: true,
          startedAtMs: source.scanned_at,
          finishedAtMs: source.scanned_at,
        },
        entries.map(putItem),
      );
    }
  }

  private sourceNo(scan: ScanArrived): number {
    const ref = formatRef(scan.source);
    const known = this.statements.source.get(ref) as { no: number; coverage: string } | undefined;
    const covered = new Set([...(known ? (JSON.parse(known.coverage) as string[]) : []), ...scan.coverage]);
    const { no } = this.statements.setSource.get(ref, JSON.stringify([...covered]), scan.finishedAtMs) as {
      no: number;
    };
    return no;
  }

  private load(source: number): Map<string, SnapshotEntry> {
    const entries = new Map<string, SnapshotEntry>();
    for (const row of this.statements.load.iterate(source) as IterableIterator<SnapshotRow>) {
      if (!isKind(row.kind)) continue;
      const entry = { kind: row.kind, nativeKey: row.native_key, section: row.section, bodyText: row.body };
      entries.set(snapshotKey(row.kind, row.native_key, row.section), entry);
    }
    return entries;
  }
}

function scanInfo(scan: ScanArrived, id: string): ScanInfo {
  const first = scan.seen[0]?.kind ?? scan.coverage[0];
  return {
    id,
    source: scan.source,
    group: first ? groupOf(first) : GROUP_DEFAULT,
    epoch: scan.epoch,
    completeness: scan.completeness,
    code: scan.code,
    reason: scan.reason,
    coverage: scan.coverage,
    counts: countKinds(scan.seen),
    full: false,
    startedAtMs: scan.startedAtMs,
    finishedAtMs: scan.finishedAtMs,
  };
}

function countKinds(
  records: readonly { readonly kind: Kind; readonly nativeKey: string }[],
): Record<string, number> {
  const seen = new Set<string>();
  const counts: Record<string, number> = {};
  for (const { kind, nativeKey } of records) {
    const key = `${kind} ${nativeKey}`;
    if (seen.has(key)) continue;
    seen.add(key);
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

function prepare(db: Db) {
  return {
    source: db.prepare('SELECT no, coverage FROM sources WHERE ref = ?'),
    sources: db.prepare('SELECT no, ref, coverage, scanned_at FROM sources ORDER BY no'),
    setSource: db.prepare(
      `INSERT INTO sources (ref, coverage, scanned_at) VALUES (?, ?, ?)
       ON CONFLICT (ref) DO UPDATE SET coverage = excluded.coverage, scanned_at = excluded.scanned_at RETURNING no`,
    ),
    load: db.prepare('SELECT kind, native_key, section, body FROM snapshots WHERE source = ?'),
    put: db.prepare(
      'INSERT OR REPLACE INTO snapshots (source, kind, native_key, section, body) VALUES (?, ?, ?, ?, ?)',
    ),
    remove: db.prepare('DELETE FROM snapshots WHERE source = ? AND kind = ? AND native_key = ?'),
  };
}
