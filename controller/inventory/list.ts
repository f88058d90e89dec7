/** Lists records of one kind by (site, id) or in another order, through an index where a filter allows it. */
import { WaysideError } from '../../shared/errors.ts';
import {
  type FilterTerm,
  fieldSpec,
  filterKey,
  formatPageToken,
  groupOf,
  type JsonObject,
  type Kind,
  pageSize,
  parsePageToken,
  parseRef,
  principalName,
  type RecordRef,
  type RecordView,
  rowFilter,
} from '../../shared/model/index.ts';
import { ID_ABOVE_ALL, type Store } from '../store/index.ts';
import { recordAt } from './at.ts';
import { rowsOf } from './list-rows.ts';
import { isLongAbsent, presenceOf } from './react.ts';
import { recordFields } from './record-fields.ts';
import { foldRecord } from './records.ts';
import type { Sight } from './view/sight.ts';
import { readRecord } from './watch.ts';

export interface ListQuestion {
  readonly kind: Kind;
  /** Empty: all sites. */
  readonly site: string;
  readonly pageSize: number;
  readonly pageToken: string;
  /** Field -> value, compared without case; a list has it when one of its texts is equal. `source`: the reference of a source. */
  readonly filter: Readonly<Record<string, string>>;
  /** Further terms, as `parseFilter` has them. */
  readonly where?: readonly FilterTerm[];
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
const SCANNED_MAX = 2500;

interface Place {
  readonly site: string;
  readonly id: string;
}

/** Filters judge what the asker sees, so that a hidden field cannot be found out by asking for its values. */
export function listRecords(store: Store, question: ListQuestion, sight: Sight): RecordPage {
  const isWanted = wanted(question);
  const size = pageSize(question.pageSize);
  const asked = questionKey(question, sight);
  const after = startOf(question, asked, sight);
  const found: RecordView[] = [];
  let scanned = 0;
  let last: Place = after;
  for (const { record, place } of candidates(store, { question, sight }, after)) {
    scanned += 1;
    last = place;
    const shown = sight.see(record);
    if (shown && isWanted(shown)) found.push(shown);
    if (found.length >= size || scanned >= SCANNED_MAX) {
      return {
        records: found,
        nextPageToken: formatPageToken(asked, [sight.cover(`${last.site}/${last.id}`)]),
      };
    }
  }
  return { records: found, nextPageToken: '' };
}

/** All that the answer depends on. */
export function questionKey(question: ListQuestion, sight: Sight): JsonObject {
  const { kind, site, filter, where = [], showAbsent, showDeleted, atMs } = question;
  const who = principalName(sight.principal);
  return {
    ...{ who, kind, site, filter: { ...filter }, where: filterKey(where), showAbsent, showDeleted },
    ...(atMs !== undefined && { atMs }),
  };
}

/** A record in view, and where it lies: in the port view its reference names another place. */
export interface Placed {
  readonly record: RecordView;
  readonly place: string;
}

/** All that the question asks for; `undefined` for each that was looked at and is not of them. */
export function* eachWanted(
  store: Store,
  question: ListQuestion,
  sight: Sight,
): Generator<Placed | undefined> {
  const isWanted = wanted(question);
  for (const { record, place } of candidates(store, { question, sight }, START)) {
    const shown = sight.see(record);
    yield shown && isWanted(shown) ? { record: shown, place: `${place.site}/${place.id}` } : undefined;
  }
}

/** Reads one of them again. */
export function readWanted(
  store: Store,
  question: ListQuestion,
  sight: Sight,
): (place: string) => Placed | undefined {
  const isWanted = wanted(question);
  const { kind, atMs } = question;
  return (place) => {
    const [site = '', id = ''] = place.split('/');
    const ref = { site, kind, id };
    if (atMs !== undefined && isOutOfView(store, ref, sight)) return undefined;
    const record = atMs === undefined ? readRecord(store, ref) : recordAt(store, ref, atMs);
    const shown = record && sight.see(record);
    return shown && isWanted(shown) ? { record: shown, place } : undefined;
  };
}

const START: Place = { site: '', id: '' };

/** The place that a page ended at may be out of view, so its name is covered. */
function startOf(question: ListQuestion, asked: JsonObject, sight: Sight): Place {
  if (question.pageToken === '') return START;
  const [covered] = parsePageToken(question.pageToken, asked);
  const [site, id] = sight.uncover(String(covered))?.split('/') ?? [];
  if (site === undefined || id === undefined) {
    throw new WaysideError('INVALID_TOKEN_FORMAT', 'page_token is not a token that this controller gave out');
  }
  return { site, id };
}

/** What the asker sees of a record decides. Error: INVALID_INPUT for fields that the kind does not have. */
function wanted(question: ListQuestion): (shown: RecordView) => boolean {
  checkMatch(question);
  const { kind, showAbsent, showDeleted } = question;
  const terms = termsOf(question).filter(({ field }) => field !== 'source');
  const holds = rowFilter(terms, recordFields(kind));
  const anyPresence = showAbsent || terms.some(({ field }) => field === 'presence');
  return (record) => {
    if (record.deleted && !showDeleted) return false;
    return (anyPresence || !isLongAbsent(presenceOf(record.fields))) && holds(record);
  };
}

function checkMatch({ kind, filter }: ListQuestion): void {
  const fields = recordFields(kind);
  const unknown = Object.keys(filter).filter((name) => name !== 'source' && fields.find(name) === undefined);
  if (unknown.length === 0) return;
  throw new WaysideError('INVALID_INPUT', `${kind} has no field ${unknown.join(', ')}`, {
    violations: unknown.map((name) => ({
      field: `match.${name}`,
      message: `known fields: ${fields.names.join(', ')}`,
    })),
  });
}

function termsOf({ filter, where = [] }: ListQuestion): readonly FilterTerm[] {
  const equal = Object.entries(filter).map(
    ([field, value]): FilterTerm => ({
      ...{ field, op: 'equal', value: value.toLowerCase(), negated: false, at: 1 },
    }),
  );
  return [...equal, ...where];
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

/** Who may not see a record as it is now, may not see what it was: grants hold for places, and it may have moved. */
function isOutOfView(store: Store, ref: RecordRef, sight: Sight): boolean {
  if (sight.everything) return false;
  const now = readRecord(store, ref);
  return now !== undefined && sight.see(now) === undefined;
}

/** Errors: INVALID_INPUT for anything but `source=SITE/source/ID`. */
function sourceFilter(question: ListQuestion): RecordRef | undefined {
  const [term, second] = termsOf(question).filter(({ field }) => field === 'source');
  if (!term) return undefined;
  if (term.op === 'equal' && !term.negated && !second) return parseRef(term.value);
  const message = `at ${(second ?? term).at}: source can only be asked for as source=SITE/source/ID, once`;
  throw new WaysideError('INVALID_INPUT', `filter ${message}`, {
    violations: [{ field: 'filter', message }],
  });
}

/** The first term that the lookup index can answer; the others are checked on the record. Deleted records are not in it. */
function indexedFilter(question: ListQuestion): { field: string; value: string } | undefined {
  if (question.showDeleted) return undefined;
  return termsOf(question).find(
    ({ field, op, negated }) =>
      op === 'equal' && !negated && fieldSpec(question.kind, field)?.indexed === true,
  );
}
