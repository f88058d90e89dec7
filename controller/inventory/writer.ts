/**
 * The one way into the feed. A ChangeWriter lives for one transaction: it gives each write its dot, stamp and
 * position, moves what is superseded into the history, and keeps the lookup index and the tally true.
 */
import { type Change, changeHash } from '../../shared/delta/index.ts';
import {
  type ChangeOp,
  canonicalJson,
  type Dot,
  type FieldDot,
  fold,
  groupOf,
  isLabel,
  type JsonObject,
  type Kind,
  kindSpec,
  nextVersion,
  type RecordRef,
  sectionsOf,
} from '../../shared/model/index.ts';
import type { CurrentRow, RecordKey, Store, VersionRow, Writer } from '../store/index.ts';
import { encodeCtx, encodeFieldDots, parseBody, toVersion } from './codec.ts';
import { keepFound } from './find-keep.ts';
import { firstCtx } from './gc.ts';
import { lookupValue } from './lookup-value.ts';
import { isLongAbsent, presenceOf } from './react.ts';
import { noteSettled } from './settled.ts';

export { lookupValue } from './lookup-value.ts';

export interface SectionWrite {
  readonly site: string;
  readonly kind: Kind;
  /** Where site, kind and id stand in the store. */
  readonly key: RecordKey;
  readonly section: string;
  readonly op: ChangeOp;
  readonly bodyText: string;
  /** `bodyText`, read. */
  readonly body: JsonObject;
  readonly ctx: readonly Dot[];
  readonly fieldDots: Readonly<Record<string, FieldDot>>;
  readonly epoch: number;
  /** All rows of the record as they stand; the write takes the place of those of its section. */
  readonly current: readonly CurrentRow[];
}

/** A version that a write takes the place of. */
interface Superseded {
  readonly op: ChangeOp;
  readonly body: JsonObject;
}

export interface WriterContext {
  readonly store: Store;
  readonly origin: string;
  readonly nowMs: number;
  readonly writer: Writer;
  /** All of it is rolled back: what nothing reads before that is left out, which is the hash and the words to find it by. */
  readonly isDry?: boolean;
}

const NO_HASH = new Uint8Array(0);

export class ChangeWriter {
  readonly store: Store;
  private readonly context: WriterContext;
  private readonly originNo: number;
  private readonly coreNo: number;
  private readonly presenceNo: number;
  private writerNo: number | undefined;
  private written = 0;
  private first: number | undefined;

  constructor(context: WriterContext) {
    this.context = context;
    this.store = context.store;
    const { words } = context.store;
    this.originNo = words.originNo(context.origin);
    this.coreNo = words.nameNo('core');
    this.presenceNo = words.nameNo('presence');
  }

  get count(): number {
    return this.written;
  }

  get firstPos(): number | undefined {
    return this.first;
  }

  key(site: string, kind: Kind, id: string): RecordKey {
    const { words } = this.store;
    return { lane: words.laneNo({ site, group: groupOf(kind) }), kind: words.nameNo(kind), id };
  }

  /** The dot of the next `write` to the lane, for managed writes, whose field dots name it. */
  nextDot(lane: number): FieldDot {
    const { counters } = this.store;
    const hlc = counters.nextHlc(this.context.nowMs);
    return { origin: this.context.origin, seq: counters.nextSeq(lane, this.originNo), hlc };
  }

  /** Returns the rows of the record as they stand now. */
  write(w: SectionWrite, dot: FieldDot = this.nextDot(w.key.lane)): readonly CurrentRow[] {
    const { store } = this;
    const { isDry = false } = this.context;
    const { key } = w;
    const section = store.words.nameNo(w.section);
    const pos = store.counters.nextPos();
    const superseded: CurrentRow[] = [];
    const after: CurrentRow[] = [];
    for (const row of w.current) (row.section === section ? superseded : after).push(row);
    this.writerNo ??= store.words.writerNo(this.context.writer);
    store.words.addVersion(this.writerNo);
    const row: VersionRow = {
      pos,
      lane: key.lane,
      kind: key.kind,
      id: key.id,
      section,
      origin: this.originNo,
      seq: dot.seq,
      held: 0,
      op: w.op,
      hlc: dot.hlc,
      epoch: w.epoch,
      ctx: encodeCtx(w.ctx),
      field_dots: encodeFieldDots(w.fieldDots),
      body: w.bodyText,
      writer: this.writerNo,
      hash: isDry ? NO_HASH : changeHash(this.change(w, dot)),
      extra: null,
    };
    if (superseded.length > 1) noteSettled(store, w, { ...this.context.writer, at: this.context.nowMs });
    this.insert(row, superseded);
    after.push({ pos, section, op: w.op, body: w.bodyText });
    const before = superseded.map(({ op, body }) => ({ op, body: parseBody(body) }));
    this.index(w, key, before);
    if (!isDry) this.keepFound(w, before);
    this.tally(key, w.current, after);
    this.written += 1;
    this.first ??= pos;
    return after;
  }

  private keepFound({ kind, section, key, body }: SectionWrite, before: readonly Superseded[]): void {
    const old = before.map((one) => one.body);
    keepFound(this.store, { kind, section, key }, body, old);
  }

  private insert(row: VersionRow, superseded: readonly CurrentRow[]): void {
    const { versions } = this.store;
    const { nowMs } = this.context;
    const [first, ...others] = superseded;
    for (const other of others) versions.archive(other.pos, nowMs);
    versions.insert(row, first ? { pos: first.pos, endedAtMs: nowMs } : 'first');
  }

  /** Counts the record in or out. */
  private tally(key: RecordKey, before: readonly CurrentRow[], after: readonly CurrentRow[]): void {
    const was = before.length > 0 && !this.isGone(before);
    const is = !this.isGone(after);
    if (was !== is) this.store.counters.tally(key.lane, key.kind, is ? 1 : -1);
  }

  /** Deleted, or absent for so long that lists no longer show it. */
  private isGone(rows: readonly CurrentRow[]): boolean {
    const core = rows.filter((row) => row.section === this.coreNo);
    if (core.length > 0 && core.every((row) => row.op === 'delete')) return true;
    const presence = rows.find((row) => row.section === this.presenceNo);
    return presence !== undefined && isLongAbsent(presenceOf(parseBody(presence.body)));
  }

  private change(w: SectionWrite, dot: FieldDot): Change {
    const { by, why, changeSet } = this.context.writer;
    return {
      site: w.site,
      group: groupOf(w.kind),
      kind: w.kind,
      id: w.key.id,
      section: w.section,
      op: w.op,
      dot,
      hlc: dot.hlc,
      epoch: w.epoch,
      ctx: w.ctx,
      fieldDots: w.fieldDots,
      bodyText: w.bodyText,
      by,
      why,
      changeSet,
      extra: [],
    };
  }

  /** Every value that a superseded version had goes, unless the new one has it too. */
  private index(w: SectionWrite, key: RecordKey, before: readonly Superseded[]): void {
    const declared = indexedFields(w.kind, w.section);
    const isCore = w.section === 'core';
    if (declared.length === 0 && !isCore) return;
    const old = before.filter(({ op }) => op !== 'delete').map(({ body }) => body);
    const fields = isCore ? [...declared, ...labelNames([w.body, ...old])] : declared;
    for (const field of fields) {
      const is = w.op === 'delete' ? undefined : lookupValue(w.body[field]);
      const was = new Set(old.map((body) => lookupValue(body[field])));
      for (const value of was) {
        if (value !== undefined && value !== is)
          this.store.lookups.remove(this.lookupKey(key, field, value), key);
      }
      if (is !== undefined && !was.has(is)) this.store.lookups.add(this.lookupKey(key, field, is), key);
    }
  }

  private lookupKey(
    key: RecordKey,
    field: string,
    value: string,
  ): { kind: number; field: number; value: string } {
    return { kind: key.kind, field: this.store.words.nameNo(field), value };
  }
}

/**
 * Writes the fields of one section: of a managed one they are laid over what is there, any other is replaced as a
 * whole. Nothing is written when nothing changes.
 */
export function writeSection(
  writer: ChangeWriter,
  w: {
    readonly ref: RecordRef;
    readonly section: string;
    readonly fields: JsonObject;
    readonly epoch: number;
  },
): void {
  const { store } = writer;
  const { ref, section, fields, epoch } = w;
  const sectionNo = store.words.nameNo(section);
  const key = writer.key(ref.site, ref.kind, ref.id);
  const current = store.versions.record(key);
  const before = current.filter((row) => row.section === sectionNo);
  const managed = sectionsOf(ref.kind).get(section)?.class === 'managed';
  const versions = managed ? before.map((row) => toVersion(store, row)) : [];
  const shown = managed ? fold(versions).fields : undefined;
  const bodyText = canonicalJson({ ...shown, ...fields });
  if (before.length === 1 && canonicalJson(parseBody(before[0]?.body ?? '')) === bodyText) return;
  const dot = writer.nextDot(key.lane);
  const next = managed ? nextVersion(versions, fields, dot) : { body: fields, ctx: [], fieldDots: {} };
  const isFirst = managed && versions.length === 0 && !store.gc.isHeld(key);
  const ctx = isFirst ? firstCtx(store, key.lane) : next.ctx;
  const content = { ...next, ctx, bodyText: canonicalJson(next.body), epoch };
  writer.write({ site: ref.site, kind: ref.kind, key, section, op: 'put', ...content, current }, dot);
}

/** Labels that one of the bodies has. */
function labelNames(bodies: readonly JsonObject[]): readonly string[] {
  return [...new Set(bodies.flatMap((body) => Object.keys(body).filter(isLabel)))];
}

const indexedByKind = new Map<string, readonly string[]>();

function indexedFields(kind: Kind, section: string): readonly string[] {
  const key = `${kind} ${section}`;
  const known = indexedByKind.get(key);
  if (known) return known;
  const fields = (sectionsOf(kind).get(section)?.fields ?? []).filter(
    (name) => kindSpec(kind).fields[name]?.indexed,
  );
  indexedByKind.set(key, fields);
  return fields;
}
