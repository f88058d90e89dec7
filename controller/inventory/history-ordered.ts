/** The kept changes of one record as one principal sees them, filtered and in an order of its choice. */
import {
  type ChangeView,
  filterKey,
  formatPageToken,
  formatRef,
  PAGE_SIZE_MAX,
  pageSize,
  parsePageToken,
  principalName,
  type RecordView,
  rowFilter,
  rowOrder,
} from '../../shared/model/index.ts';
import type { OrderedPages } from '../../shared/runtime/index.ts';
import type { Store } from '../store/index.ts';
import { changeFields, type HistoryPage, type HistoryQuestion, listHistory, readChange } from './history.ts';
import type { Sight } from './view/sight.ts';

export interface OrderedHistoryQuestion extends HistoryQuestion {
  /** Not empty. */
  readonly orderBy: string;
  readonly signal?: AbortSignal;
}

interface Deps {
  readonly store: Store;
  readonly pages: OrderedPages;
  readonly sight: Sight;
}

/** What the principal sees of a change of the record, if it matches. */
export function seenChange(
  record: RecordView,
  { where = [] }: HistoryQuestion,
  sight: Sight,
): (change: ChangeView) => ChangeView | undefined {
  const isWanted = rowFilter(where, changeFields);
  return (change) => {
    const seen = sight.seeChange(record, change);
    return seen && isWanted(seen) ? seen : undefined;
  };
}

/** Of a record in view. Errors: INVALID_INPUT for a filter or an order that is none, INVALID_TOKEN_FORMAT. */
export async function historyInOrder(
  { store, pages, sight }: Deps,
  record: RecordView,
  question: OrderedHistoryQuestion,
): Promise<HistoryPage> {
  const { orderBy, pageToken, signal } = question;
  const { ref } = record;
  const size = pageSize(question.pageSize);
  const order = rowOrder(orderBy, changeFields);
  if (!order) throw new RangeError('a history without order is not ordered');
  const see = seenChange(record, question, sight);
  const who = principalName(sight.principal);
  const asked = { history: formatRef(ref), who, orderBy, where: filterKey(question.where ?? []) };
  const after = pageToken === '' ? undefined : String(parsePageToken(pageToken, asked)[0]);
  const page = await pages.page<ChangeView>(
    { asked, size, after, signal },
    {
      order,
      *rows() {
        let from = '';
        do {
          const all = { ref, pageSize: PAGE_SIZE_MAX, pageToken: from };
          const { changes, nextPageToken } = listHistory(store, all);
          for (const change of changes) yield see(change);
          from = nextPageToken;
        } while (from !== '');
      },
      id: ({ pos }) => String(pos),
      read: (pos) => {
        const found = readChange(store, Number(pos))?.change;
        return found && formatRef(found.ref) === formatRef(ref) ? see(found) : undefined;
      },
    },
  );
  const nextPageToken = page.after === undefined ? '' : formatPageToken(asked, [page.after]);
  return { changes: page.rows, nextPageToken };
}
