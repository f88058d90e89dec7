/** Lists records of one kind by (site, id), through an index where a filter allows it. */
import { WaysideError } from '../../shared/errors.ts';
import {
  fieldSpec,
  formatPageToken,
  groupOf,
  type Json,
  type JsonObject,
  type Kind,
  kindSpec,
  ObservedIds,
  pageSize,
  parsePageToken,
  parseRef,
  type RecordRef,
  type RecordView,
} from '../../shared/model/index.ts';
import { ID_ABOVE_ALL, type IdRange, type Store, type VersionRow } from '../store/index.ts';
import { recordsAt, rowsAt } from './at.ts';
import { isLongAbsent, presenceOf } from './react.ts';
import { foldRecord } from './records.ts';
import type { Sight } from './view/sight.ts';
import { readRecord } from './watch.ts';
import { lookupValue } from './writer.ts';

export interface ListQuestion {
  readonly kind: Kind;
  /** Empty: all sites. */
  readonly site: string;
  readonly pageSize: number;
  readonly pageToken: string;
  /** Field -> value, compared without case; a list has it when one of its texts is equal. `source`: the reference of a source. */
  readonly filter: Readonly<Record<string, string>>;
  /** Orphaned and retired records too; a filter on `presence` shows them as well. */
  readonly showAbsent: boolean;
  readonly showDeleted: boolean;
  /** As it was then; `requirePast` has allowed it. Filters then have no index, for that is of the present. */
  readonly atMs?: number | undefined;
}

export interface RecordPage {
  readonly records: readonly RecordView[];
  readonly nextPageToken: string;
}

/** Records looked at for one page when a filter has no index; the page is then short and its token goes on. */
const SCANNED_MAX = 5000;
/** Rows read at once: few for the first look, more as the search goes on. */
const CHUNK_FIRST = 128;
const CHUNK_MAX = 1024;

interface Place {
  readonly site: string;
  readonly id: string;
}

/** Filters judge what the asker sees, so that a hidden field cannot be found out by asking for its values. */
export function listRecords(store: Store, question: ListQuestion, sight: Sight): RecordPage {
  checkFilter(question);
  const size = pageSize(question.pageSize);
  const asked = questionKey(question);
  const after = startOf(question, asked, sight);
  const found: RecordView[] = [];
  let scanned = 0;
  let last: Place = after;
  for (const { record, place } of candidates(store, { question, sight }, after)) {
    scanned += 1;
    last = place;
    const shown = sight.see(record);
    if (shown && matches(shown, question)) found.push(shown);
    if (found.length >= size || scanned >= SCANNED_MAX) {
      return {
        records: found,
        nextPageToken: formatPageToken(asked, [sight.cover(`${last.site}/${last.id}`)]),
      };
    }
  }
  return { records: found, nextPageToken: '' };
}

function questionKey(question: ListQuestion): JsonObject {
  const { kind, site, filter, showAbsent, showDeleted, atMs } = question;
  return { kind, site, filter: { ...filter }, showAbsent, showDeleted, ...(atMs !== undefined && { atMs }) };
}

/** The place that a page ended at may be out of view, so its name is covered. */
function startOf(question: ListQuestion, asked: JsonObject, sight: Sight): Place {
  if (question.pageToken === '') return { site: '', id: '' };
  const [covered] = parsePageToken(question.pageToken, asked);
  const [site, id] = sight.uncover(String(covered))?.split('/') ?? [];
  if (site === undefined || id === undefined) {
    throw new WaysideError('INVALID_TOKEN_FORMAT', 'page_token is not a token that this controller gave out');
  }
  return { site, id };
}

function checkFilter(question: ListQuestion): void {
  const fields = kindSpec(question.kind).fields;
  const unknown = Object.keys(question.filter).filter(
    (name) => name !== 'source' && fieldSpec(question.kind, name) === undefined,
  );
  if (unknown.length === 0) return;
  throw new WaysideError('INVALID_INPUT', `${question.kind} has no field ${unknown.join(', ')}`, {
    violations: unknown.map((name) => ({
      field: `filter.${name}`,
      message: `known fields: ${[...Object.keys(fields), 'label.KEY', 'note.ID'].join(', ')}`,
    })),
  });
}

interface Candidate {
  readonly record: RecordView;
  readonly place: Place;
}

function* candidates(
  store: Store,
  { question, sight }: { readonly question: ListQuestion; readonly sight: Sight },
  after: Place,
): Generator<Candidate> {
  const { kind, site } = question;
  const named = sourceFilter(question);
  const source = named && sight.inward(named);
  if (named && !source) return;
  const indexed = sight.hasAliases ? undefined : indexedFilter(question);
  for (const lane of store.words.lanesOf(groupOf(kind))) {
    if (lane.site < after.site || (site !== '' && lane.site !== site)) continue;
    if (!sight.touches(lane.site)) continue;
    if (source && source.site !== lane.site) continue;
    const afterId = lane.site === after.site ? after.id : '';
    const range = { lane: lane.no, kind: store.words.nameNo(kind), afterId, belowId: ID_ABOVE_ALL };
    for (const { id, rows } of rowsOf(store, range, { source, indexed, atMs: question.atMs })) {
      const place = { site: lane.site, id };
      if (question.atMs !== undefined && isOutOfView(store, { ...place, kind }, sight)) continue;
      yield { record: foldRecord(store, { ...place, kind }, rows), place };
    }
  }
}

interface RecordRows {
  readonly id: string;
  readonly rows: readonly VersionRow[];
}

function rowsOf(
  store: Store,
  range: IdRange,
  by: {
    source: RecordRef | undefined;
    indexed: { field: string; value: string } | undefined;
    atMs: number | undefined;
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

/** Who may not see a record as it is now, may not see what it was: grants hold for places, and it may have moved. */
function isOutOfView(store: Store, ref: RecordRef, sight: Sight): boolean {
  if (sight.everything) return false;
  const now = readRecord(store, ref);
  return now !== undefined && sight.see(now) === undefined;
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

function groupById(rows: readonly VersionRow[]): { id: string; rows: VersionRow[] }[] {
  const groups: { id: string; rows: VersionRow[] }[] = [];
  for (const row of rows) {
    const last = groups.at(-1);
    if (last && last.id === row.id) last.rows.push(row);
    else groups.push({ id: row.id, rows: [row] });
  }
  return groups;
}

function sourceFilter(question: ListQuestion): RecordRef | undefined {
  const { source } = question.filter;
  return source === undefined ? undefined : parseRef(source);
}

/** The first filter that the lookup index can answer; the others are checked on the record. Deleted records are not in it. */
function indexedFilter(question: ListQuestion): { field: string; value: string } | undefined {
  if (question.showDeleted) return undefined;
  for (const [name, value] of Object.entries(question.filter)) {
    if (fieldSpec(question.kind, name)?.indexed) return { field: name, value: value.toLowerCase() };
  }
  return undefined;
}

function matches(record: RecordView, question: ListQuestion): boolean {
  if (record.deleted && !question.showDeleted) return false;
  const presence = presenceOf(record.fields);
  const { filter } = question;
  if (isLongAbsent(presence) && !question.showAbsent && filter['presence'] === undefined) return false;
  return Object.entries(filter).every(([name, value]) => {
    if (name === 'source') return true;
    return has(name === 'presence' ? presence : record.fields[name], value.toLowerCase());
  });
}

function has(value: Json | undefined, wanted: string): boolean {
  if (Array.isArray(value)) return value.some((item) => lookupValue(item) === wanted);
  return lookupValue(value) === wanted;
}
