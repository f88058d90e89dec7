/** The rows of records of one kind in one lane, by id: as much at once as costs a few milliseconds. */
import { ObservedIds, type RecordRef } from '../../shared/model/index.ts';
import { ID_ABOVE_ALL, type IdRange, type ReadRow, type Store } from '../store/index.ts';
import { recordsAt, rowsAt } from './at.ts';

/** Rows read at once: few for the first look, more as the search goes on. */
const CHUNK_FIRST = 128;
const CHUNK_MAX = 1024;

export interface RecordRows {
  readonly id: string;
  readonly rows: readonly ReadRow[];
}

/** Through the index or the range of a source where the question names one. */
export function rowsOf(
  store: Store,
  range: IdRange,
  by: {
    readonly source: RecordRef | undefined;
    readonly indexed: { readonly field: string; readonly value: string } | undefined;
    readonly atMs: number | undefined;
  },
): Generator<RecordRows> {
  if (by.source) return bySource(store, range, { source: by.source, atMs: by.atMs });
  if (by.atMs !== undefined) return recordsAt(store, range, by.atMs);
  return by.indexed ? byLookup(store, range, by.indexed) : byKey(store, range);
}

function* byKey(store: Store, range: IdRange): Generator<RecordRows> {
  let { afterId } = range;
  for (let limit = CHUNK_FIRST; ; limit = Math.min(2 * limit, CHUNK_MAX)) {
    const page = store.versions.list({ ...range, afterId }, limit);
    const groups = groupById(page);
    // The last record of a full page may be cut short: it is read again with the next page.
    if (page.length === limit && groups.length > 1) groups.pop();
    for (const group of groups) yield group;
    const last = groups.at(-1);
    if (!last || page.length < limit) return;
    afterId = last.id;
  }
}

/** The ids of a source's records begin alike; the record of the source itself has the source's id. */
function* bySource(
  store: Store,
  range: IdRange,
  { source, atMs }: { readonly source: RecordRef; readonly atMs: number | undefined },
): Generator<RecordRows> {
  const { prefix } = new ObservedIds(source);
  const { afterId } = range;
  const key = { ...range, id: source.id };
  const read = () => (atMs === undefined ? store.versions.record(key) : rowsAt(store, key, atMs));
  const own = source.id > afterId ? read() : [];
  const ownFirst = source.id < prefix;
  if (own.length > 0 && ownFirst) yield { id: source.id, rows: own };
  let from = prefix;
  if (afterId > prefix) from = afterId;
  const below = { ...range, afterId: from, belowId: prefix + ID_ABOVE_ALL };
  yield* atMs === undefined ? byKey(store, below) : recordsAt(store, below, atMs);
  if (own.length > 0 && !ownFirst) yield { id: source.id, rows: own };
}

function* byLookup(
  store: Store,
  range: IdRange,
  filter: { field: string; value: string },
): Generator<RecordRows> {
  const { lane, kind } = range;
  const field = store.words.findName(filter.field);
  // A label that nothing ever had.
  if (field === undefined) return;
  const lookup = { kind, field, value: filter.value };
  let after = { lane, id: range.afterId };
  for (let limit = CHUNK_FIRST; ; limit = Math.min(2 * limit, CHUNK_MAX)) {
    const page = store.lookups.findInLane(lookup, after, limit);
    for (const { id } of page) {
      const rows = store.versions.record({ lane, kind, id });
      if (rows.length > 0) yield { id, rows };
    }
    const last = page.at(-1);
    if (!last || page.length < limit) return;
    after = last;
  }
}

function groupById(rows: readonly ReadRow[]): { id: string; rows: ReadRow[] }[] {
  const groups: { id: string; rows: ReadRow[] }[] = [];
  for (const row of rows) {
    const last = groups.at(-1);
    if (last && last.id === row.id) last.rows.push(row);
    else groups.push({ id: row.id, rows: [row] });
  }
  return groups;
}
