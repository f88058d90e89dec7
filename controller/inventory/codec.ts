/** Between store rows (numbers, text) and domain words. */
import { type Change, changeHash } from '../../shared/delta/index.ts';
import {
  type ChangeView,
  type Dot,
  type FieldDot,
  hlcToMs,
  isKind,
  type Json,
  type JsonObject,
  type Kind,
  type Version,
} from '../../shared/model/index.ts';
import type { ReadRow, Store, VersionRow } from '../store/index.ts';

export function kindOf(store: Store, row: { readonly kind: number }): Kind | undefined {
  const name = store.words.name(row.kind);
  return isKind(name) ? name : undefined;
}

/** Bodies were checked when they were written, so they are objects. */
export function parseBody(text: string): JsonObject {
  return JSON.parse(text) as JsonObject;
}

export function encodeCtx(ctx: readonly Dot[]): string | null {
  return ctx.length === 0 ? null : JSON.stringify(ctx.map((dot) => [dot.origin, dot.seq]));
}

export function encodeFieldDots(dots: Readonly<Record<string, FieldDot>>): string | null {
  const entries = Object.entries(dots);
  return entries.length === 0 ? null : JSON.stringify(entries.map(([f, d]) => [f, d.origin, d.seq, d.hlc]));
}

function decodeCtx(text: string | null): Dot[] {
  if (text === null) return [];
  return (JSON.parse(text) as [string, number][]).map(([origin, seq]) => ({ origin, seq }));
}

function decodeFieldDots(text: string | null): Record<string, FieldDot> {
  if (text === null) return {};
  const rows = JSON.parse(text) as [string, string, number, number][];
  return Object.fromEntries(rows.map(([field, origin, seq, hlc]) => [field, { origin, seq, hlc }]));
}

export function toVersion(store: Store, row: ReadRow): Version {
  return {
    dot: { origin: store.words.origin(row.origin), seq: row.seq },
    hlc: row.hlc,
    ctx: decodeCtx(row.ctx),
    fieldDots: decodeFieldDots(row.field_dots),
    body: parseBody(row.body),
    by: store.words.writer(row.writer).by,
  };
}

/** The whole change of a row: what its hash covers, and what a peer would get. */
function toChange(store: Store, row: VersionRow): Change {
  const lane = store.words.lane(row.lane);
  const writer = store.words.writer(row.writer);
  return {
    site: lane.site,
    group: lane.group,
    kind: store.words.name(row.kind) as Kind,
    id: row.id,
    section: store.words.name(row.section),
    op: row.op,
    dot: { origin: store.words.origin(row.origin), seq: row.seq },
    hlc: row.hlc,
    epoch: row.epoch,
    ctx: decodeCtx(row.ctx),
    fieldDots: decodeFieldDots(row.field_dots),
    bodyText: row.body,
    by: writer.by,
    why: writer.why,
    changeSet: writer.changeSet,
    extra: row.extra === null ? [] : (JSON.parse(row.extra) as Json[]),
  };
}

export function toChangeView(store: Store, row: VersionRow, current: boolean): ChangeView {
  const change = toChange(store, row);
  return {
    ref: { site: change.site, kind: change.kind, id: change.id },
    section: change.section,
    op: change.op,
    origin: change.dot.origin,
    seq: change.dot.seq,
    pos: row.pos,
    at: hlcToMs(row.hlc),
    fields: parseBody(row.body),
    by: change.by,
    why: change.why,
    changeSet: change.changeSet,
    hash: Buffer.from(row.hash).toString('hex'),
    current,
  };
}

/** Whether the row still is what its hash says: for integrity checks. */
export function isIntact(store: Store, row: VersionRow): boolean {
  return Buffer.from(changeHash(toChange(store, row))).equals(Buffer.from(row.hash));
}
