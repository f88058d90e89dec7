/** ChangeService. */
import {
  type ChangeSetView,
  formatPageToken,
  type JsonObject,
  pageSize,
  parseFilter,
  parsePageToken,
  principalName,
  type RowFields,
  rowFields,
  rowFilter,
} from '../../shared/model/index.ts';
import { nextTurn, type OrderedPages } from '../../shared/runtime/index.ts';
import type { CallContext, ServiceHandlers } from '../../shared/transport/index.ts';
import { changeItemToWire, changeSetToWire, planToWire } from '../../shared/wire/index.ts';
import type { ChangeDesk, Changes } from '../plans/index.ts';
import { byNumber, ifThere, type ListRequest, pageOfRows, type RowList } from './row-list.ts';

/** Change sets looked at for one page; it is then short and its token goes on. */
const LIST_SCAN_MAX = 20_000;
/** Those looked at in one turn of the event loop: a few milliseconds. */
const ROWS_PER_TURN = 200;

export function changeHandlers(changes: Changes, pages: OrderedPages): ServiceHandlers<'ChangeService'> {
  const deskOf = (call: CallContext): ChangeDesk => changes.as(call.principal);
  return {
    ListChangeSets: async (request, call) => {
      const desk = deskOf(call);
      const { rows, nextPageToken } =
        request.orderBy.trim() === ''
          ? await newestFirst(desk, request, call)
          : await pageOfRows(pages, { request, call }, setList(desk));
      return { changeSets: rows.map(changeSetToWire), nextPageToken };
    },

    GetChangeSet: async ({ id }, call) => ({ changeSet: changeSetToWire(deskOf(call).get(id)) }),

    ListChangeItems: async (request, call) => {
      const { id, pageToken } = request;
      const asked = { list: 'change items', id, who: principalName(call.principal) };
      const page = { after: placeOf(pageToken, asked) ?? 0, limit: pageSize(request.pageSize) };
      const { items, after } = deskOf(call).items(id, page);
      const nextPageToken = after === undefined ? '' : formatPageToken(asked, [after]);
      return { items: items.map(changeItemToWire), nextPageToken };
    },

    RevertChangeSet: async ({ id, only, why, overrides, requestId, validateOnly }, call) => {
      const question = { id, only, why, overrides };
      const request = { id: requestId, method: 'RevertChangeSet', question };
      const plan = await deskOf(call).revert({ ...question, validateOnly, request });
      return { plan: planToWire(plan) };
    },
  };
}

const setFields: RowFields<ChangeSetView> = rowFields<ChangeSetView>(
  {
    id: ({ id }) => id,
    by: ({ by }) => by,
    why: ({ why }) => why,
    origin: ({ origin }) => origin,
    planId: ({ plan }) => plan,
    title: ({ title }) => title,
    // As lists show it: whether it still stands matters more than that it was done.
    state: ({ state, undoneBy }) => (undoneBy.length > 0 && state !== 'running' ? 'undone' : state),
    sites: ({ sites }) => [...sites],
    undoes: ({ undoes }) => undoes,
  },
  { time: ({ at }) => at, endTime: ({ endedAt }) => endedAt },
);

interface SetPage {
  readonly rows: readonly ChangeSetView[];
  readonly nextPageToken: string;
}

async function newestFirst(desk: ChangeDesk, request: ListRequest, call: CallContext): Promise<SetPage> {
  const { filter, pageToken } = request;
  const isWanted = rowFilter(parseFilter(filter), setFields);
  const size = pageSize(request.pageSize);
  const asked = { list: 'change sets newest', filter, who: principalName(call.principal) };
  const rows: ChangeSetView[] = [];
  let looked = 0;
  for (const { no, set } of desk.rows(placeOf(pageToken, asked))) {
    looked += 1;
    if (looked % ROWS_PER_TURN === 0) {
      await nextTurn();
      call.signal.throwIfAborted();
    }
    if (set && isWanted(set)) rows.push(set);
    if (rows.length === size || looked === LIST_SCAN_MAX)
      return { rows, nextPageToken: formatPageToken(asked, [no]) };
  }
  return { rows, nextPageToken: '' };
}

/** Errors: INVALID_TOKEN_FORMAT. */
function placeOf(pageToken: string, asked: JsonObject): number | undefined {
  return pageToken === '' ? undefined : Number(parsePageToken(pageToken, asked)[0]);
}

function setList(desk: ChangeDesk): RowList<ChangeSetView> {
  return {
    ...{ name: 'change sets', scope: {}, fields: setFields, defaultOrder: byNumber(({ at }) => -at) },
    *rows() {
      for (const { set } of desk.rows()) yield set;
    },
    id: ({ id }) => id,
    read: (id) => ifThere(() => desk.get(id)),
  };
}
