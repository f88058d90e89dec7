/** Lists records of one kind by (site, id), through the lookup index where a filter allows it. */
import { WaysideError } from '../../shared/errors.ts';
import {
  formatPageToken,
  groupOf,
  type JsonObject,
  type Kind,
  kindSpec,
  type Principal,
  pageSize,
  parsePageToken,
  type RecordView,
} from '../../shared/model/index.ts';
import { type RecordKey, SOURCE_FIELD, type Store, type VersionRow } from '../store/index.ts';
import { presenceOf } from './react.ts';
import { foldRecord, view } from './records.ts';
import { lookupValue } from './writer.ts';

export interface ListQuestion {
  readonly kind: Kind;
  /** Empty: all sites. */
  readonly site: string;
  readonly pageSize: number;
  readonly pageToken: string;
  readonly filter: Readonly<Record<string, string>>;
  readonly showAbsent: boolean;
  readonly showDeleted: boolean;
}

export interface RecordPage {
  readonly records: readonly RecordView[];
  readonly nextPageToken: string;
}

/** Records looked at for one page when a filter has no index; the page is then short and its token goes on. */
const SCANNED_MAX = 20_000;
const CHUNK = 500;

interface Place {
  readonly site: string;
  readonly id: string;
}

export function listRecords(store: Store, question: ListQuestion, principal: Principal): RecordPage {
  checkFilter(question);
  const size = pageSize(question.pageSize);
  const asked = questionKey(question);
  const after = startOf(question, asked);
  const found: RecordView[] = [];
  let scanned = 0;
  let last: Place = after;
  for (const { record, place } of candidates(store, question, after)) {
    scanned += 1;
    last = place;
    if (record && matches(record, question)) {
      const shown = view(record, principal);
      if (shown) found.push(shown);
    }
    if (found.length >= size || scanned >= SCANNED_MAX) {
      return { records: found, nextPageToken: formatPageToken(asked, [last.site, last.id]) };
    }
  }
  return { records: found, nextPageToken: '' };
}

function questionKey(question: ListQuestion): JsonObject {
  const { kind, site, filter, showAbsent, showDeleted } = question;
  return { kind, site, filter: { ...filter }, showAbsent, showDeleted };
}

function startOf(question: ListQuestion, asked: JsonObject): Place {
  if (question.pageToken === '') return { site: '', id: '' };
  const [site, id] = parsePageToken(question.pageToken, asked);
  if (typeof site !== 'string' || typeof id !== 'string') {
    throw new WaysideError('INVALID_TOKEN_FORMAT', 'page_token is not a token that this controller gave out');
  }
  return { site, id };
}

function checkFilter(question: ListQuestion): void {
  const fields = kindSpec(question.kind).fields;
  const unknown = Object.keys(question.filter).filter(
    (name) => name !== 'source' && !Object.hasOwn(fields, name),
  );
  if (unknown.length === 0) return;
  throw new WaysideError('INVALID_INPUT', `${question.kind} has no field ${unknown.join(', ')}`, {
    violations: unknown.map((name) => ({
      field: `filter.${name}`,
      message: `known fields: ${Object.keys(fields).join(', ')}`,
    })),
  });
}

function* candidates(
  store: Store,
  question: ListQuestion,
  after: Place,
): Generator<{ record: RecordView | undefined; place: Place }> {
  const lanes = store.words.lanesOf(groupOf(question.kind)).filter((lane) => {
    if (question.site !== '' && lane.site !== question.site) return false;
    return lane.site >= after.site;
  });
  const indexed = indexedFilter(question);
  for (const lane of lanes) {
    const afterId = lane.site === after.site ? after.id : '';
    const keys = { lane: lane.no, kind: store.words.nameNo(question.kind), afterId };
    const records = indexed ? byLookup(store, keys, indexed) : byKey(store, keys);
    for (const { id, rows } of records) {
      const ref = { site: lane.site, kind: question.kind, id };
      yield {
        record: rows.length > 0 ? foldRecord(store, ref, rows) : undefined,
        place: { site: lane.site, id },
      };
    }
  }
}

interface KindKey {
  readonly lane: number;
  readonly kind: number;
  readonly afterId: string;
}

function* byKey(store: Store, key: KindKey): Generator<{ id: string; rows: VersionRow[] }> {
  let afterId = key.afterId;
  for (;;) {
    const page = store.versions.list({ lane: key.lane, kind: key.kind, afterId, limit: CHUNK });
    const groups = groupById(page);
    // The last record of a full page may be cut short: it is read again with the next page.
    if (page.length === CHUNK && groups.length > 1) groups.pop();
    for (const group of groups) yield group;
    const last = groups.at(-1);
    if (!last || page.length < CHUNK) return;
    afterId = last.id;
  }
}

function* byLookup(
  store: Store,
  key: KindKey,
  filter: { field: string; value: string },
): Generator<{ id: string; rows: VersionRow[] }> {
  const lookup = { kind: key.kind, field: store.words.nameNo(filter.field), value: filter.value };
  let after = { lane: key.lane, id: key.afterId };
  for (;;) {
    const page = store.lookups.findInLane(lookup, after, CHUNK);
    for (const { id } of page) {
      const record: RecordKey = { lane: key.lane, kind: key.kind, id };
      yield { id, rows: store.versions.record(record) };
    }
    const last = page.at(-1);
    if (!last || page.length < CHUNK) return;
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

/** The first filter that the lookup index can answer; the others are checked on the record. */
function indexedFilter(question: ListQuestion): { field: string; value: string } | undefined {
  for (const [name, value] of Object.entries(question.filter)) {
    if (name === 'source') return { field: SOURCE_FIELD, value };
    if (kindSpec(question.kind).fields[name]?.indexed) return { field: name, value: value.toLowerCase() };
  }
  return undefined;
}

function matches(record: RecordView, question: ListQuestion): boolean {
  if (record.deleted && !question.showDeleted) return false;
  const presence = presenceOf(record.fields);
  if ((presence === 'orphaned' || presence === 'retired') && !question.showAbsent) return false;
  return Object.entries(question.filter).every(
    ([name, value]) => name === 'source' || lookupValue(record.fields[name]) === value.toLowerCase(),
  );
}
