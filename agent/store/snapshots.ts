/**
 * The last scan of every source: what the next one is compared with, and what a new outbox starts from.
 *
 * A difference says nothing of what the other side knew before. So a kind of a source that is read to its end for the
 * first time by this store is told in full: should an earlier store of this agent have told the controller of more,
 * that is absent now.
 */
import {
  absentItem,
  decodeObserved,
  diffScan,
  encodeObserved,
  putItem,
  type ScanInfo,
  type ScanScope,
  type SeenRecord,
  type SnapshotEntry,
  SourceDigest,
  snapshotKey,
} from '../../shared/delta/index.ts';
import {
  canonicalJson,
  formatRef,
  groupOf,
  isKind,
  type JsonObject,
  type Kind,
  type KindGroup,
  parseRef,
  type RecordRef,
} from '../../shared/model/index.ts';
import { type Clock, newId, nextTurn, type Random } from '../../shared/runtime/index.ts';
import type { Known, Learned } from '../jobs/driver.ts';
import { type Compared, digestOf, inScope, type SourceDigestTold, scopeOf } from './compared.ts';
import type { Db } from './db.ts';
import type { Outbox, SourcedFrame } from './outbox.ts';

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
  /** Place of the scan's last delta in the outbox. */
  readonly seq: number;
  /** Items that were told. */
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

/** A source and its last scan. */
interface SourceRow {
  readonly no: number;
  readonly ref: string;
  /** JSON: every kind that was ever read to its end. */
  readonly coverage: string;
  readonly completeness: ScanArrived['completeness'];
  readonly code: string;
  readonly reason: string;
  readonly started_at: number;
  readonly finished_at: number;
}

/** Entries that are digested at once: some ten milliseconds. */
const DIGEST_PAGE_ROWS = 2000;
/** All records of one scan are of one lane today; the group of an empty scan. */
const GROUP_DEFAULT: KindGroup = 'net';

export class Snapshots {
  private readonly deps: SnapshotDeps;
  private readonly statements;
  /** Scans of each source in this process. */
  private readonly scans = new Map<string, number>();

  constructor(deps: SnapshotDeps) {
    this.deps = deps;
    this.statements = prepare(deps.db);
  }

  /**
   * Diffs the scan and spools what changed: snapshot and outbox move together or not at all. Errors: DISK_FULL, and
   * BAD_FRAME or MESSAGE_TOO_LARGE for a scan that no controller would take.
   */
  take(scan: ScanArrived): SpooledScan {
    const scanId = newId(this.deps.clock, this.deps.random);
    const { outbox } = this.deps;
    let changes = 0;
    const ref = formatRef(scan.source);
    this.scans.set(ref, this.markOf(ref) + 1);
    const seq = outbox.append(() => {
      const known = this.coverageOf(scan.source);
      const source = this.saveSource(scan, known);
      const before = this.load(source.no);
      const diff = diffScan(before, scan.seen, scan.coverage);
      for (const put of diff.puts)
        this.statements.put.run(source.no, put.kind, put.nativeKey, put.section, put.bodyText);
      for (const gone of diff.absent) this.statements.remove.run(source.no, gone.kind, gone.nativeKey);
      if (scan.coverage.some((kind) => !known.includes(kind))) {
        const entries = [...this.load(source.no).values()];
        changes = entries.length;
        return readable(encodeFull({ id: scanId, source, epoch: scan.epoch, entries }));
      }
      const { items } = diff;
      changes = items.length;
      return readable(encodeObserved(scanInfo(scan, scanId), items));
    }, ref);
    return { scanId, outboxId: outbox.id, seq, changes };
  }

  /**
   * What became known of a source beside its scans, as by a change that was read back: told in frames that close no scan, so
   * that the source is not taken for read. Nothing of one that was never read. Errors as of `take`.
   */
  note(source: RecordRef, epoch: number, learn: (known: Known) => Learned): SpooledScan | undefined {
    const row = this.statements.source.get(formatRef(source)) as SourceRow | undefined;
    if (!row) return undefined;
    const { clock, random, outbox } = this.deps;
    const learned = learn((kind, nativeKey, section) => {
      const body = this.statements.body.get(row.no, kind, nativeKey, section) as string | undefined;
      return body === undefined ? undefined : (JSON.parse(body) as JsonObject);
    });
    const gone = learned.gone.filter(({ kind, nativeKey }) =>
      this.statements.has.get(row.no, kind, nativeKey),
    );
    const entries = learned.seen.flatMap(({ kind, nativeKey, sections }) =>
      Object.entries(sections).map(
        ([section, body]): SnapshotEntry => ({ kind, nativeKey, section, bodyText: canonicalJson(body) }),
      ),
    );
    const puts = entries.filter(
      ({ kind, nativeKey, section, bodyText }) =>
        this.statements.body.get(row.no, kind, nativeKey, section) !== bodyText,
    );
    if (puts.length + gone.length === 0) return undefined;
    const [scanId, now] = [newId(clock, random), clock.now()];
    this.scans.set(row.ref, this.markOf(row.ref) + 1);
    const seq = outbox.append(() => {
      for (const put of puts)
        this.statements.put.run(row.no, put.kind, put.nativeKey, put.section, put.bodyText);
      for (const one of gone) this.statements.remove.run(row.no, one.kind, one.nativeKey);
      const coverage = [...new Set(gone.map(({ kind }) => kind))];
      const seen = [...learned.seen, ...gone.map((one) => ({ ...one, sections: {} }))];
      const told = { source, epoch, completeness: 'complete', code: '', reason: '', coverage, seen } as const;
      const info = { ...scanInfo({ ...told, startedAtMs: now, finishedAtMs: now }, scanId), counts: {} };
      return readable(encodeObserved(info, [...puts.map(putItem), ...gone.map(absentItem)], { open: true }));
    }, row.ref);
    return { scanId, outboxId: outbox.id, seq, changes: puts.length + gone.length };
  }

  /**
   * Begins a new outbox that holds everything known of every source; of those that were compared, only what the other
   * side does not have.
   */
  resendAll(epochOf: (site: string) => number, compared?: Compared): void {
    this.deps.outbox.restart(() => this.fullFrames(epochOf, compared));
  }

  get isEmpty(): boolean {
    return this.statements.anySource.get() === undefined;
  }

  /**
   * Digests of the first sources, for a comparison; in turns, so that a large source holds nothing up. One that is scanned
   * meanwhile may be told as it never was: what differs from it when the answer comes is sent.
   */
  async digests(sourcesMax: number): Promise<readonly SourceDigestTold[]> {
    const told: SourceDigestTold[] = [];
    for (const { no, ref } of (this.statements.sources.all() as SourceRow[]).slice(0, sourcesMax)) {
      const source = parseRef(ref);
      const digest = SourceDigest.for(Number(this.statements.count.get(no)));
      const mark = this.markOf(ref);
      let after: readonly [string, string, string] = ['', '', ''];
      for (;;) {
        const page = this.statements.page.all(no, ...after, DIGEST_PAGE_ROWS) as SnapshotRow[];
        digestOf(source, page.flatMap(entryOf), digest);
        const last = page.at(-1);
        if (!last || page.length < DIGEST_PAGE_ROWS) break;
        after = [last.kind, last.native_key, last.section];
        await nextTurn();
      }
      told.push({ source, digest, mark });
    }
    return told;
  }

  /** Another one after each scan of the source in this process. */
  private markOf(ref: string): number {
    return this.scans.get(ref) ?? 0;
  }

  private *fullFrames(epochOf: (site: string) => number, compared?: Compared): Generator<SourcedFrame> {
    for (const source of this.statements.sources.all() as SourceRow[]) {
      const id = newId(this.deps.clock, this.deps.random);
      const entries = [...this.load(source.no).values()];
      const isAsTold = compared?.marks.get(source.ref) === this.markOf(source.ref);
      const scope = compared && scopeOf(source.ref, entries, { ...compared, isAsTold });
      const frames = encodeFull({ id, source, epoch: epochOf(parseRef(source.ref).site), entries, scope });
      for (const frame of frames) yield { source: source.ref, frame };
    }
  }

  private coverageOf(source: RecordRef): readonly Kind[] {
    const text = this.statements.coverage.get(formatRef(source)) as string | undefined;
    return text === undefined ? [] : parseCoverage(text);
  }

  private saveSource(scan: ScanArrived, known: readonly Kind[]): SourceRow {
    const { completeness, code, reason, startedAtMs, finishedAtMs } = scan;
    return this.statements.saveSource.get({
      ref: formatRef(scan.source),
      coverage: JSON.stringify([...new Set([...known, ...scan.coverage])]),
      ...{ completeness, code, reason, startedAtMs, finishedAtMs },
    }) as SourceRow;
  }

  private load(source: number): Map<string, SnapshotEntry> {
    const entries = new Map<string, SnapshotEntry>();
    for (const row of this.statements.load.iterate(source) as IterableIterator<SnapshotRow>) {
      const { kind, native_key: nativeKey, section, body: bodyText } = row;
      if (isKind(kind))
        entries.set(snapshotKey(kind, nativeKey, section), { kind, nativeKey, section, bodyText });
    }
    return entries;
  }
}

/** None of a kind that only a newer version knows. */
function entryOf({ kind, native_key: nativeKey, section, body: bodyText }: SnapshotRow): SnapshotEntry[] {
  return isKind(kind) ? [{ kind, nativeKey, section, bodyText }] : [];
}

function scanInfo(scan: ScanArrived, id: string): ScanInfo {
  const { source, epoch, completeness, code, reason, coverage, startedAtMs, finishedAtMs } = scan;
  const first = scan.seen[0]?.kind ?? coverage[0];
  return {
    ...{ id, source, epoch, completeness, code, reason, coverage, startedAtMs, finishedAtMs },
    group: first ? groupOf(first) : GROUP_DEFAULT,
    counts: countKinds(scan.seen),
    full: false,
  };
}

/** All that is known of a source, as its last scan left it: a source that could not be read stays stale. */
function encodeFull(all: {
  readonly id: string;
  readonly source: SourceRow;
  readonly epoch: number;
  readonly entries: readonly SnapshotEntry[];
  /** With it only what is in these buckets. */
  readonly scope?: ScanScope | undefined;
}): Uint8Array[] {
  const { id, epoch, source, entries, scope } = all;
  const { completeness, code, reason } = source;
  const coverage = parseCoverage(source.coverage);
  return encodeObserved(
    {
      ...{ id, epoch, completeness, code, reason, coverage },
      source: parseRef(source.ref),
      group: coverage[0] ? groupOf(coverage[0]) : GROUP_DEFAULT,
      counts: countKinds(entries),
      full: true,
      ...(scope ? { scope } : {}),
      startedAtMs: source.started_at,
      finishedAtMs: source.finished_at,
    },
    (scope ? inScope(parseRef(source.ref), entries, scope) : entries).map(putItem),
  );
}

/** What the controller would refuse must not be queued: it would stand in the way of all that comes after it. */
function readable(frames: readonly Uint8Array[]): readonly Uint8Array[] {
  for (const frame of frames) decodeObserved(frame);
  return frames;
}

function parseCoverage(text: string): readonly Kind[] {
  return (JSON.parse(text) as string[]).filter(isKind);
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
    coverage: db.prepare('SELECT coverage FROM sources WHERE ref = ?').pluck(),
    source: db.prepare('SELECT * FROM sources WHERE ref = ?'),
    body: db
      .prepare('SELECT body FROM snapshots WHERE source = ? AND kind = ? AND native_key = ? AND section = ?')
      .pluck(),
    has: db
      .prepare('SELECT 1 FROM snapshots WHERE source = ? AND kind = ? AND native_key = ? LIMIT 1')
      .pluck(),
    sources: db.prepare('SELECT * FROM sources ORDER BY no'),
    saveSource: db.prepare(
      `INSERT INTO sources (ref, coverage, completeness, code, reason, started_at, finished_at)
       VALUES (@ref, @coverage, @completeness, @code, @reason, @startedAtMs, @finishedAtMs)
       ON CONFLICT (ref) DO UPDATE SET coverage = excluded.coverage, completeness = excluded.completeness,
       code = excluded.code, reason = excluded.reason, started_at = excluded.started_at,
       finished_at = excluded.finished_at RETURNING *`,
    ),
    anySource: db.prepare('SELECT 1 FROM sources LIMIT 1').pluck(),
    count: db.prepare('SELECT count(*) FROM snapshots WHERE source = ?').pluck(),
    page: db.prepare(
      `SELECT kind, native_key, section, body FROM snapshots
       WHERE source = ? AND (kind, native_key, section) > (?, ?, ?) ORDER BY kind, native_key, section LIMIT ?`,
    ),
    load: db.prepare('SELECT kind, native_key, section, body FROM snapshots WHERE source = ?'),
    put: db.prepare(
      'INSERT OR REPLACE INTO snapshots (source, kind, native_key, section, body) VALUES (?, ?, ?, ?, ?)',
    ),
    remove: db.prepare('DELETE FROM snapshots WHERE source = ? AND kind = ? AND native_key = ?'),
  };
}
