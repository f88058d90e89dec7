/** Kept changes of one record, newest first: the current versions, then what they superseded. */
import { WaysideError } from '../../shared/errors.ts';
import {
  type ChangeView,
  type FilterTerm,
  filterKey,
  formatPageToken,
  formatRef,
  groupOf,
  type JsonObject,
  pageSize,
  parsePageToken,
  type RecordRef,
  type RowFields,
  rowFields,
} from '../../shared/model/index.ts';
import type { Store } from '../store/index.ts';
import { rowsBefore } from './at.ts';
import { toChangeView } from './codec.ts';
import { foldRecord } from './records.ts';

export interface HistoryQuestion {
  readonly ref: RecordRef;
  readonly pageSize: number;
  readonly pageToken: string;
  /** Terms as `parseFilter` has them. */
  readonly where?: readonly FilterTerm[];
  /** Who asks: a page token is good for nobody else. */
  readonly who?: string;
}

export interface HistoryPage {
  readonly changes: readonly ChangeView[];
  readonly nextPageToken: string;
}

export function listHistory(store: Store, question: HistoryQuestion): HistoryPage {
  const { ref } = question;
  const size = pageSize(question.pageSize);
  const asked = { history: formatRef(ref), who: question.who ?? '', where: filterKey(question.where ?? []) };
  const before = question.pageToken === '' ? Number.MAX_SAFE_INTEGER : posOf(question.pageToken, asked);
  const lane = store.words.findLane({ site: ref.site, group: groupOf(ref.kind) });
  if (lane === undefined) throw new WaysideError('NOT_FOUND', `${formatRef(ref)} is not known`);
  const key = { lane, kind: store.words.nameNo(ref.kind), id: ref.id };
  const current = store.versions.record(key).filter((row) => row.pos < before);
  const earlier = store.versions.history(key, before, size + 1);
  const changes = [
    ...current.map((row) => toChangeView(store, row, true)),
    ...earlier.map((row) => toChangeView(store, row, false)),
  ].sort((a, b) => b.pos - a.pos);
  const page = changes.slice(0, size);
  const last = page.at(-1);
  return {
    changes: page,
    nextPageToken: changes.length > size && last ? formatPageToken(asked, [last.pos]) : '',
  };
}

/** What a history can be filtered and ordered by. */
export const changeFields: RowFields<ChangeView> = rowFields<ChangeView>(
  {
    position: ({ pos }) => pos,
    writtenBy: ({ by }) => by,
    op: ({ op }) => op,
    section: ({ section }) => section,
    why: ({ why }) => why,
    changeSet: ({ changeSet }) => changeSet,
    origin: ({ origin }) => origin,
    current: ({ current }) => current,
  },
  { writeTime: ({ at }) => at },
);

/** One change, and what its section said before. */
export interface ChangeDetail {
  readonly change: ChangeView;
  /** `undefined`: there was nothing, or it is not kept any more. */
  readonly before: JsonObject | undefined;
  /** False: the version before may have been forgotten. */
  readonly beforeKnown: boolean;
}

/** `undefined`: nothing arrived at that position, or it is not kept any more. */
export function readChange(store: Store, pos: number): ChangeDetail | undefined {
  const current = store.past.currentRow(pos);
  const row = current ?? store.past.row(pos);
  if (row?.held !== 0) return undefined;
  const change = toChangeView(store, row, current !== undefined);
  const earlier = rowsBefore(store, row);
  const horizon = store.past.horizon(row.kind);
  return {
    change,
    before: earlier.length === 0 ? undefined : foldRecord(store, change.ref, earlier).fields,
    beforeKnown: earlier.length > 0 || horizon === undefined || change.at >= horizon,
  };
}

function posOf(pageToken: string, asked: JsonObject): number {
  const [pos] = parsePageToken(pageToken, asked);
  if (typeof pos === 'number') return pos;
  throw new WaysideError('INVALID_TOKEN_FORMAT', 'page_token is not a token that this controller gave out');
}
