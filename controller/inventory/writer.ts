/**
 * The one way into the feed. A ChangeWriter lives for one transaction: it gives each write its dot, stamp and
 * position, moves what is superseded into the history and keeps the lookup index true.
 */
import { type Change, changeHash } from '../../shared/delta/index.ts';
import {
  type ChangeOp,
  type Dot,
  type FieldDot,
  groupOf,
  type JsonObject,
  type Kind,
  kindSpec,
  sectionsOf,
} from '../../shared/model/index.ts';
import { type RecordKey, SOURCE_FIELD, type Store, type VersionRow, type Writer } from '../store/index.ts';
import { encodeCtx, encodeFieldDots, parseBody } from './codec.ts';

export interface SectionWrite {
  readonly site: string;
  readonly kind: Kind;
  readonly id: string;
  readonly section: string;
  readonly op: ChangeOp;
  readonly bodyText: string;
  readonly ctx: readonly Dot[];
  readonly fieldDots: Readonly<Record<string, FieldDot>>;
  readonly epoch: number;
  /** Rows that this write takes the place of. */
  readonly supersedes: readonly VersionRow[];
  /** The source's reference, for observed sections. */
  readonly source?: string;
}

export interface WriterContext {
  readonly store: Store;
  readonly origin: string;
  readonly nowMs: number;
  readonly writer: Writer;
}

export class ChangeWriter {
  readonly store: Store;
  private readonly context: WriterContext;
  private readonly originNo: number;
  private readonly writerNo: number;
  private written = 0;
  private first: number | undefined;

  constructor(context: WriterContext) {
    this.context = context;
    this.store = context.store;
    this.originNo = context.store.words.originNo(context.origin);
    this.writerNo = context.store.words.writerNo(context.writer);
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

  /** The dot that the next `write` to this lane will carry is not known before it; managed writes need it for their field dots. */
  nextDot(site: string, kind: Kind): FieldDot {
    const lane = this.store.words.laneNo({ site, group: groupOf(kind) });
    const hlc = this.store.counters.nextHlc(this.context.nowMs);
    return { origin: this.context.origin, seq: this.store.counters.nextSeq(lane, this.originNo), hlc };
  }

  write(w: SectionWrite, dot: FieldDot = this.nextDot(w.site, w.kind)): number {
    const { store } = this;
    const key = this.key(w.site, w.kind, w.id);
    const pos = store.counters.nextPos();
    for (const row of w.supersedes) store.versions.archive(row.pos);
    const change: Change = {
      site: w.site,
      group: groupOf(w.kind),
      kind: w.kind,
      id: w.id,
      section: w.section,
      op: w.op,
      dot: { origin: dot.origin, seq: dot.seq },
      hlc: dot.hlc,
      epoch: w.epoch,
      ctx: w.ctx,
      fieldDots: w.fieldDots,
      bodyText: w.bodyText,
      by: this.context.writer.by,
      why: this.context.writer.why,
      changeSet: this.context.writer.changeSet,
      extra: [],
    };
    store.versions.insert({
      pos,
      ...key,
      section: store.words.nameNo(w.section),
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
      hash: changeHash(change),
      extra: null,
    });
    this.index(w, key);
    this.written += 1;
    this.first ??= pos;
    return pos;
  }

  private index(w: SectionWrite, key: RecordKey): void {
    const before = w.supersedes[0];
    if (w.source !== undefined && !before) this.addLookup(key, SOURCE_FIELD, w.source);
    const fields = indexedFields(w.kind, w.section);
    if (fields.length === 0) return;
    const old = before && before.op !== 'delete' ? parseBody(before.body) : {};
    const fresh: JsonObject = w.op === 'delete' ? {} : parseBody(w.bodyText);
    for (const field of fields) {
      const was = lookupValue(old[field]);
      const is = lookupValue(fresh[field]);
      if (was === is) continue;
      if (was !== undefined) this.store.lookups.remove(this.lookupKey(key, field, was), key);
      if (is !== undefined) this.addLookup(key, field, is);
    }
  }

  private addLookup(key: RecordKey, field: string, value: string): void {
    this.store.lookups.add(this.lookupKey(key, field, value), key);
  }

  private lookupKey(
    key: RecordKey,
    field: string,
    value: string,
  ): { kind: number; field: number; value: string } {
    return { kind: key.kind, field: this.store.words.nameNo(field), value };
  }
}

/** Values are compared without case; lists and empty values are not indexed. */
export function lookupValue(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value.toLowerCase();
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
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
