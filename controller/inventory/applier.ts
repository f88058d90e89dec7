/** One frame of a scan, applied: what was seen is written, what is gone goes missing, and the last frame tells of the source. */
import { bucketOf, type DecodedDelta, type DecodedItem, type ScanInfo } from '../../shared/delta/index.ts';
import {
  canonicalJson,
  formatRef,
  type JsonObject,
  type Kind,
  kindSpec,
  ObservedIds,
  sectionsOf,
} from '../../shared/model/index.ts';
import { type CurrentRow, type FullScan, ID_ABOVE_ALL, type RecordKey, type Store } from '../store/index.ts';
import { parseBody } from './codec.ts';
import { freshnessOnScan, presenceOnAbsent, presenceOnSeen } from './react.ts';
import type { ChangeWriter } from './writer.ts';

/** Absent records looked up at once when a full snapshot closes. */
const SNAPSHOT_PAGE = 1000;

export class DeltaApplier {
  private readonly store: Store;
  private readonly writer: ChangeWriter;
  private readonly delta: DecodedDelta;
  private readonly scan: ScanInfo;
  private readonly ids: ObservedIds;
  private readonly full: FullScan;
  private readonly presenceNo: number;
  private readonly scopeBuckets: ReadonlySet<number>;

  constructor(writer: ChangeWriter, delta: DecodedDelta) {
    this.store = writer.store;
    this.writer = writer;
    this.delta = delta;
    this.scan = delta.scan;
    this.ids = new ObservedIds(delta.scan.source);
    this.full = { source: formatRef(delta.scan.source), scan: delta.scan.id };
    this.presenceNo = this.store.words.nameNo('presence');
    this.scopeBuckets = new Set(delta.scan.scope?.buckets);
  }

  run(): void {
    if (this.scan.full) this.store.scans.forgetOtherSeen(this.full);
    for (const item of this.delta.items) {
      if (item.op === 'put') this.put(item);
      else this.absent(item.kind, this.ids.id(item.kind, item.nativeKey));
    }
  }

  /** After the last frame: what a full snapshot did not name is absent; `isNews`: the source's state is told. */
  close(isNews: boolean): void {
    if (this.scan.full) {
      for (const kind of this.scan.coverage) this.absentUnseen(kind);
      this.store.scans.forgetSeen(this.full);
    }
    if (isNews) this.freshness();
  }

  private put(item: DecodedItem): void {
    const { kind } = item;
    const key = this.key(kind, this.ids.id(kind, item.nativeKey));
    if (this.scan.full) this.store.scans.seen(this.full, key);
    const current = this.seenAgain(kind, key);
    const section = this.store.words.nameNo(item.section);
    const [before, other] = current.filter((row) => row.section === section);
    if (before && !other && before.body === item.bodyText) return;
    this.write({ kind, key, section: item.section, current }, item);
  }

  /** The rows of the record, after it has become active again if it was absent. */
  private seenAgain(kind: Kind, key: RecordKey): readonly CurrentRow[] {
    const current = this.store.versions.current(key);
    const before = bodyOf(current, this.presenceNo);
    const body = before && presenceOnSeen(before);
    if (!body) return current;
    this.store.scans.clearDue(key);
    return this.write({ kind, key, section: 'presence', current }, { body });
  }

  private absent(kind: Kind, id: string): void {
    const key = this.key(kind, id);
    const policy = kindSpec(kind).absence;
    const current = this.store.versions.current(key);
    // What people made and no agent ever saw cannot go missing.
    if (!policy || !current.some((row) => this.isObserved(kind, row))) return;
    const body = presenceOnAbsent(bodyOf(current, this.presenceNo), this.scan);
    if (!body) return;
    this.write({ kind, key, section: 'presence', current }, { body });
    const { source, finishedAtMs } = this.scan;
    this.store.scans.setDue({
      at: finishedAtMs + policy.orphanAfterMs,
      ...key,
      source: source.id,
      scans_at: this.store.scans.scan(source.site, source.id)?.complete_scans ?? 0,
    });
  }

  /** A comparison may have left only a part of the records to tell of. */
  private isSpokenOf(id: string): boolean {
    const { scope } = this.scan;
    return !scope || this.scopeBuckets.has(bucketOf(id, scope.bits));
  }

  private isObserved(kind: Kind, row: CurrentRow): boolean {
    return sectionsOf(kind).get(this.store.words.name(row.section))?.class === 'observed';
  }

  private absentUnseen(kind: Kind): void {
    const { source } = this.scan;
    const own = this.key(kind, source.id);
    if (this.isSpokenOf(source.id) && !this.store.scans.wasSeen(this.full, own)) this.absent(kind, source.id);
    const { prefix } = this.ids;
    let afterId = prefix;
    for (;;) {
      const range = { lane: own.lane, kind: own.kind, afterId, belowId: prefix + ID_ABOVE_ALL };
      const page = this.store.scans.unseen(this.full, range, SNAPSHOT_PAGE);
      for (const id of page) if (this.isSpokenOf(id)) this.absent(kind, id);
      const last = page.at(-1);
      if (last === undefined || page.length < SNAPSHOT_PAGE) return;
      afterId = last;
    }
  }

  /** A source that nobody has named here has no record to tell it on. */
  private freshness(): void {
    const { source } = this.scan;
    const key = this.key('source', source.id);
    const current = this.store.versions.current(key);
    if (current.length === 0) return;
    const body = freshnessOnScan(bodyOf(current, this.store.words.nameNo('freshness')), this.scan);
    if (body) this.write({ kind: 'source', key, section: 'freshness', current }, { body });
  }

  private key(kind: Kind, id: string): RecordKey {
    return this.writer.key(this.scan.source.site, kind, id);
  }

  private write(
    place: { kind: Kind; key: RecordKey; section: string; current: readonly CurrentRow[] },
    content: { readonly body: JsonObject; readonly bodyText?: string },
  ): readonly CurrentRow[] {
    return this.writer.write({
      site: this.scan.source.site,
      kind: place.kind,
      key: place.key,
      section: place.section,
      op: 'put',
      bodyText: content.bodyText ?? canonicalJson(content.body),
      body: content.body,
      ctx: [],
      fieldDots: {},
      epoch: this.scan.epoch,
      current: place.current,
    });
  }
}

function bodyOf(rows: readonly CurrentRow[], section: number): JsonObject | undefined {
  const row = rows.find((one) => one.section === section);
  return row && parseBody(row.body);
}
