/** Rows of one record become one view of it. What of that a principal may see is decided in `view/sight.ts`. */
import {
  conflictId,
  DELETED_FIELD,
  etagOf,
  type FieldClass,
  type Folded,
  fold,
  hlcToMs,
  type Json,
  type JsonObject,
  type Kind,
  type RecordRef,
  type RecordView,
  sectionsOf,
  type Version,
} from '../../shared/model/index.ts';
import type { ReadRow, Store, VersionRow } from '../store/index.ts';
import { parseBody, toVersion } from './codec.ts';

/** Of records that hold nothing managed: most of them. */
const ETAG_OF_NO_DOTS = etagOf([]);

/** Folds all sections of one record; `rows` are all of one record that count, and not empty. */
export function foldRecord(store: Store, ref: RecordRef, rows: readonly ReadRow[]): RecordView {
  const fields: Record<string, Json> = {};
  const dots: { origin: string; seq: number }[] = [];
  const conflicts: RecordView['conflicts'][number][] = [];
  for (const [section, sectionRows] of bySection(rows)) {
    const name = store.words.name(section);
    if (classOf(ref.kind, name) === 'managed') {
      const versions = sectionRows.map((row) => toVersion(store, row));
      dots.push(...versions.map((version) => version.dot));
      const folded = fold(versions);
      assign(fields, folded.fields);
      conflicts.push(...toConflicts(ref, name, folded));
    } else {
      const row = newestOf(store, sectionRows);
      if (row) assign(fields, parseBody(row.body));
    }
  }
  const latest = rows.reduce((a, b) => (b.pos > a.pos ? b : a));
  const deleted = fields[DELETED_FIELD] === true;
  delete fields[DELETED_FIELD];
  return {
    ref,
    fields,
    etag: dots.length === 0 ? ETAG_OF_NO_DOTS : etagOf(dots),
    pos: latest.pos,
    updatedAt: hlcToMs(latest.hlc),
    updatedBy: store.words.writer(latest.writer).by,
    conflicts,
    deleted,
  };
}

/** The managed versions of one section, for the next write. */
export function versionsOf(store: Store, rows: readonly VersionRow[]): Version[] {
  return rows.map((row) => toVersion(store, row));
}

function bySection(rows: readonly ReadRow[]): Map<number, ReadRow[]> {
  const sections = new Map<number, ReadRow[]>();
  for (const row of rows) {
    const list = sections.get(row.section);
    if (list) list.push(row);
    else sections.set(row.section, [row]);
  }
  return sections;
}

function classOf(kind: Kind, section: string): FieldClass | undefined {
  return sectionsOf(kind).get(section)?.class;
}

/** Of versions with one writer at a time: by epoch of the home, then by its incarnation, then by its own count. */
function newestOf(store: Store, rows: readonly ReadRow[]): ReadRow | undefined {
  const [first, ...rest] = rows;
  return rest.reduce((a, b) => (a !== undefined && isBefore(store, a, b) ? b : a), first);
}

function isBefore(store: Store, a: ReadRow, b: ReadRow): boolean {
  if (a.epoch !== b.epoch) return a.epoch < b.epoch;
  if (a.origin === b.origin) return a.seq < b.seq;
  const [of, then] = [
    incarnationOf(store.words.origin(a.origin)),
    incarnationOf(store.words.origin(b.origin)),
  ];
  return of === then ? a.hlc < b.hlc : of < then;
}

/** Incarnations are counted; an origin of another form comes first. */
function incarnationOf(origin: string): number {
  const count = Number(origin.slice(origin.indexOf('.') + 1));
  return Number.isSafeInteger(count) ? count : 0;
}

function assign(fields: Record<string, Json>, more: JsonObject): void {
  for (const [name, value] of Object.entries(more)) if (value !== undefined) fields[name] = value;
}

/** The conflicts of one section, by their ids. */
export function toConflicts(ref: RecordRef, section: string, folded: Folded): RecordView['conflicts'] {
  return folded.conflicts.map((conflict) => ({
    id: conflictId([ref.site, ref.kind, ref.id, section], conflict),
    field: conflict.field,
    values: conflict.survivors.map((survivor) => ({
      value: survivor.value,
      origin: survivor.dot.origin,
      by: survivor.by,
      at: hlcToMs(survivor.dot.hlc),
    })),
  }));
}
