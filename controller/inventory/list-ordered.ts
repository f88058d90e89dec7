/** Lists records of one kind in an order of the asker's choice. */
import { WaysideError } from '../../shared/errors.ts';
import {
  formatPageToken,
  pageSize,
  parsePageToken,
  type RecordView,
  type RowFields,
  rowOrder,
} from '../../shared/model/index.ts';
import type { OrderedPages } from '../../shared/runtime/index.ts';
import type { Store } from '../store/index.ts';
import {
  eachWanted,
  type ListQuestion,
  type Placed,
  questionKey,
  type RecordPage,
  readWanted,
} from './list.ts';
import { recordFields } from './record-fields.ts';
import type { Sight } from './view/sight.ts';

export interface OrderedListQuestion extends ListQuestion {
  /** Not empty. */
  readonly orderBy: string;
  readonly signal?: AbortSignal;
}

interface Deps {
  readonly store: Store;
  readonly pages: OrderedPages;
  readonly sight: Sight;
}

/** Orders by what the asker sees. Errors: INVALID_INPUT for a filter or an order that is none, INVALID_TOKEN_FORMAT. */
export async function listInOrder(
  { store, pages, sight }: Deps,
  question: OrderedListQuestion,
): Promise<RecordPage> {
  const { kind, orderBy, pageToken, signal } = question;
  const size = pageSize(question.pageSize);
  const order = rowOrder(orderBy, placedFields(recordFields(kind)));
  if (!order) throw new WaysideError('INTERNAL', 'a list without order is not ordered');
  const asked = { ...questionKey(question, sight), orderBy };
  const after = pageToken === '' ? undefined : placeOf(parsePageToken(pageToken, asked), sight);
  const page = await pages.page<Placed>(
    { asked, size, after, signal },
    {
      order,
      rows: () => eachWanted(store, question, sight),
      id: ({ place }) => place,
      read: readWanted(store, question, sight),
    },
  );
  return {
    records: page.rows.map(({ record }) => record),
    nextPageToken: page.after === undefined ? '' : formatPageToken(asked, [sight.cover(page.after)]),
  };
}

/** Of another token nothing is said but that it is none. */
function placeOf([covered]: readonly (string | number)[], sight: Sight): string {
  return sight.uncover(String(covered)) ?? '';
}

function placedFields(fields: RowFields<RecordView>): RowFields<Placed> {
  return {
    names: fields.names,
    find: (name) => {
      const field = fields.find(name);
      return field && { type: field.type, value: ({ record }) => field.value(record) };
    },
  };
}
