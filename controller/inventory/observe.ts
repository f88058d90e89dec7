/**
 * Applies an agent's delta: one transaction holds the changes, what is derived from them, the agent's position and
 * the delta's trail. A repeat is answered from the position; a gap or an unknown outbox asks for a fresh start.
 */
import {
  decodeObserved,
  type ObservedDelta,
  type ObservedItem,
  type ScanInfo,
} from '../../shared/delta/index.ts';
import { WaysideError } from '../../shared/errors.ts';
import {
  canonicalJson,
  formatRef,
  groupOf,
  type JsonObject,
  type Kind,
  kindSpec,
  observedId,
  type RecordRef,
} from '../../shared/model/index.ts';
import { type RecordKey, SOURCE_FIELD, type Store, type VersionRow } from '../store/index.ts';
import { parseBody } from './codec.ts';
import { freshnessOnScan, presenceOnAbsent, presenceOnSeen } from './react.ts';
import { ChangeWriter } from './writer.ts';

export interface ArrivedDelta {
  readonly agentId: string;
  /** The site that the agent belongs to; it may write no other. */
  readonly site: string;
  readonly outboxId: string;
  readonly seq: number;
  readonly frame: Uint8Array;
  readonly spooledAtMs: number;
  readonly sentAtMs: number;
  readonly receivedAtMs: number;
}

export interface DeltaAnswer {
  readonly outboxId: string;
  /** Everything up to here is on disk. */
  readonly seq: number;
  /** The agent must begin a new outbox with a full snapshot. */
  readonly restart: boolean;
  readonly changes: number;
}

export interface ObserveContext {
  readonly store: Store;
  readonly origin: string;
  readonly nowMs: number;
  epochOf(site: string): number;
}

/** Absent records looked up at once when a full snapshot closes. */
const SNAPSHOT_PAGE = 1000;

export function applyDelta(context: ObserveContext, arrived: ArrivedDelta): DeltaAnswer {
  const held = context.store.scans.position(arrived.agentId, arrived.site);
  const heldSeq = held?.outbox === arrived.outboxId ? held.seq : 0;
  if (arrived.seq <= heldSeq) return { outboxId: arrived.outboxId, seq: heldSeq, restart: false, changes: 0 };
  if (arrived.seq !== heldSeq + 1)
    return { outboxId: arrived.outboxId, seq: heldSeq, restart: true, changes: 0 };
  const delta = decodeObserved(arrived.frame);
  checkSource(context, arrived, delta.scan);
  return context.store.write(() => {
    const writer = new ChangeWriter({
      store: context.store,
      origin: context.origin,
      nowMs: context.nowMs,
      writer: { by: `agent:${arrived.agentId}`, why: `scan ${delta.scan.id}`, changeSet: delta.scan.id },
    });
    new DeltaApplier(context, writer, delta).run();
    record(context, arrived, delta, writer);
    return { outboxId: arrived.outboxId, seq: arrived.seq, restart: false, changes: writer.count };
  });
}

function checkSource(context: ObserveContext, arrived: ArrivedDelta, scan: ScanInfo): void {
  if (scan.source.site !== arrived.site || scan.source.kind !== 'source') {
    throw new WaysideError(
      'NOT_PERMITTED',
      `agent ${arrived.agentId} of site ${arrived.site} may not write ${formatRef(scan.source)}`,
    );
  }
  const epoch = context.epochOf(arrived.site);
  if (scan.epoch !== epoch) {
    throw new WaysideError(
      'STALE_EPOCH',
      `the delta is of epoch ${scan.epoch}, site ${arrived.site} is at ${epoch}`,
    );
  }
}

function record(
  context: ObserveContext,
  arrived: ArrivedDelta,
  delta: ObservedDelta,
  writer: ChangeWriter,
): void {
  const { scans, counters } = context.store;
  scans.setPosition({
    agent: arrived.agentId,
    site: arrived.site,
    epoch: delta.scan.epoch,
    outbox: arrived.outboxId,
    seq: arrived.seq,
  });
  scans.addDelta({
    agent: arrived.agentId,
    outbox: arrived.outboxId,
    seq: arrived.seq,
    scan: delta.scan.id,
    bytes: arrived.frame.byteLength,
    changes: writer.count,
    first_pos: writer.firstPos ?? null,
    last_pos: writer.count > 0 ? counters.position : null,
    scanned_at: delta.scan.finishedAtMs,
    spooled_at: arrived.spooledAtMs,
    sent_at: arrived.sentAtMs,
    received_at: arrived.receivedAtMs,
    applied_at: context.nowMs,
  });
}

class DeltaApplier {
  private readonly store: Store;
  private readonly writer: ChangeWriter;
  private readonly delta: ObservedDelta;
  private readonly scan: ScanInfo;
  private readonly sourceText: string;
  private readonly presenceNo: number;

  constructor(context: ObserveContext, writer: ChangeWriter, delta: ObservedDelta) {
    this.store = context.store;
    this.writer = writer;
    this.delta = delta;
    this.scan = delta.scan;
    this.sourceText = formatRef(delta.scan.source);
    this.presenceNo = context.store.words.nameNo('presence');
  }

  run(): void {
    for (const item of this.delta.items) {
      if (item.op === 'put') this.put(item);
      else this.absent(this.ref(item.kind, item.nativeKey));
    }
    if (this.delta.last) this.close();
  }

  private ref(kind: Kind, nativeKey: string): RecordRef {
    return { site: this.scan.source.site, kind, id: observedId(kind, this.scan.source, nativeKey) };
  }

  private key(ref: RecordRef): RecordKey {
    return this.writer.key(ref.site, ref.kind, ref.id);
  }

  private put(item: ObservedItem): void {
    const ref = this.ref(item.kind, item.nativeKey);
    const key = this.key(ref);
    if (this.scan.full) this.store.scans.seen(this.scan.id, key);
    const before = this.store.versions.section(key, this.store.words.nameNo(item.section));
    if (before.length > 0) this.seenAgain(ref, key);
    if (before[0]?.body === item.bodyText) return;
    this.write(ref, {
      section: item.section,
      bodyText: item.bodyText,
      supersedes: before,
      source: this.sourceText,
    });
  }

  private seenAgain(ref: RecordRef, key: RecordKey): void {
    const rows = this.store.versions.section(key, this.presenceNo);
    if (rows.length === 0) return;
    const body = presenceOnSeen(bodyOf(rows));
    if (!body) return;
    this.write(ref, { section: 'presence', bodyText: canonicalJson(body), supersedes: rows });
    this.store.scans.clearDue(key);
  }

  private absent(ref: RecordRef): void {
    const key = this.key(ref);
    const policy = kindSpec(ref.kind).absence;
    if (!policy || !this.store.versions.record(key).some((row) => row.section !== this.presenceNo)) return;
    const rows = this.store.versions.section(key, this.presenceNo);
    const body = presenceOnAbsent(bodyOf(rows), this.scan);
    if (!body) return;
    this.write(ref, { section: 'presence', bodyText: canonicalJson(body), supersedes: rows });
    const scans = this.store.scans.scan(this.scan.source.site, this.scan.source.id)?.complete_scans ?? 0;
    this.store.scans.setDue({
      at: this.scan.finishedAtMs + policy.orphanAfterMs,
      ...key,
      source: this.scan.source.id,
      scans_at: scans,
    });
  }

  /** The last frame of the scan: what a full snapshot did not name is absent, and the source's state is told. */
  private close(): void {
    const { scan } = this;
    if (scan.full) {
      for (const kind of scan.coverage) this.absentUnseen(kind);
      this.store.scans.forgetSeen(scan.id);
    }
    this.freshness();
    const before = this.store.scans.scan(scan.source.site, scan.source.id);
    const counts = scan.completeness === 'complete' && !scan.full ? 1 : 0;
    this.store.scans.setScan({
      site: scan.source.site,
      source: scan.source.id,
      complete_scans: (before?.complete_scans ?? 0) + counts,
      last_scan: scan.id,
      last_complete_at:
        scan.completeness === 'complete' ? scan.finishedAtMs : (before?.last_complete_at ?? null),
      last_at: scan.finishedAtMs,
      counts: JSON.stringify(scan.counts),
    });
  }

  private absentUnseen(kind: Kind): void {
    const { words, lookups, scans } = this.store;
    const lane = words.laneNo({ site: this.scan.source.site, group: groupOf(kind) });
    const lookup = { kind: words.nameNo(kind), field: words.nameNo(SOURCE_FIELD), value: this.sourceText };
    let after = { lane, id: '' };
    for (;;) {
      const page = lookups.findInLane(lookup, after, SNAPSHOT_PAGE);
      for (const { id } of page) {
        const key = { lane, kind: lookup.kind, id };
        if (!scans.wasSeen(this.scan.id, key)) this.absent({ site: this.scan.source.site, kind, id });
      }
      const last = page.at(-1);
      if (!last || page.length < SNAPSHOT_PAGE) return;
      after = last;
    }
  }

  private freshness(): void {
    const ref = this.scan.source;
    const rows = this.store.versions.section(this.key(ref), this.store.words.nameNo('freshness'));
    const body = freshnessOnScan(bodyOf(rows), this.scan);
    if (body) this.write(ref, { section: 'freshness', bodyText: canonicalJson(body), supersedes: rows });
  }

  private write(
    ref: RecordRef,
    w: { section: string; bodyText: string; supersedes: readonly VersionRow[]; source?: string },
  ): void {
    this.writer.write({ ...ref, ...w, op: 'put', ctx: [], fieldDots: {}, epoch: this.scan.epoch });
  }
}

function bodyOf(rows: readonly VersionRow[]): JsonObject | undefined {
  const row = rows[0];
  return row ? parseBody(row.body) : undefined;
}

/** `agent/outbox/seq`, as people type it. */
export function parseDeltaId(id: string): { agent: string; outbox: string; seq: number } {
  const [agent, outbox, seq, ...rest] = id.split('/');
  if (!agent || !outbox || !seq || rest.length > 0 || !/^\d{1,15}$/.test(seq)) {
    throw new WaysideError('INVALID_INPUT', `"${id.slice(0, 120)}" is not a delta id`, {
      hint: 'A delta id is agent/outbox/number, as `wayside job get` shows it.',
    });
  }
  return { agent, outbox, seq: Number(seq) };
}
