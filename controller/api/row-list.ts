/** Lists that are small enough to be put into any order: agents, users, roles, tokens; and parts of the audit trail. */
import { WaysideError } from '../../shared/errors.ts';
import {
  formatPageToken,
  type JsonObject,
  pageSize,
  parseFilter,
  parsePageToken,
  principalName,
  type RowFields,
  type RowOrder,
  rowFilter,
  rowOrder,
} from '../../shared/model/index.ts';
import type { OrderedPages } from '../../shared/runtime/index.ts';
import type { CallContext } from '../../shared/transport/index.ts';

export interface ListRequest {
  readonly pageSize: number;
  readonly pageToken: string;
  readonly filter: string;
  readonly orderBy: string;
}

export interface RowList<R> {
  readonly name: string;
  /** What else was asked, such as a site: a page token holds for the same alone. */
  readonly scope: JsonObject;
  readonly fields: RowFields<R>;
  /** When no order is asked for. */
  readonly defaultOrder: string | RowOrder<R>;
  /** Gathers what `rows` tells, where that costs something: after the question was found to be one. */
  readonly prepare?: () => Promise<void>;
  /** All that the caller may see; `undefined` for one that was looked at and is not of them. */
  rows(): Iterable<R | undefined>;
  id(row: R): string;
  /** As it is now; `undefined`: gone, or out of view. */
  read(id: string): R | undefined;
}

/** Errors: INVALID_INPUT that names the place in filter or order, INVALID_TOKEN_FORMAT for a token of another question. */
export async function pageOfRows<R>(
  pages: OrderedPages,
  { request, call }: { readonly request: ListRequest; readonly call: CallContext },
  list: RowList<R>,
): Promise<{ readonly rows: readonly R[]; readonly nextPageToken: string }> {
  const { filter, orderBy, pageToken } = request;
  const size = pageSize(request.pageSize);
  const isWanted = rowFilter(parseFilter(filter), list.fields);
  const order = rowOrder(orderBy, list.fields) ?? ownOrder(list);
  if (!order) throw new RangeError(`${list.name} has no order`);
  const who = principalName(call.principal);
  const asked = { list: list.name, who, scope: list.scope, filter, orderBy };
  const after = pageToken === '' ? undefined : String(parsePageToken(pageToken, asked)[0]);
  await list.prepare?.();
  const page = await pages.page<R>(
    { asked, size, after, signal: call.signal },
    {
      ...{ order, id: (row: R) => list.id(row) },
      *rows() {
        for (const row of list.rows()) yield row !== undefined && isWanted(row) ? row : undefined;
      },
      read: (id) => {
        const row = list.read(id);
        return row !== undefined && isWanted(row) ? row : undefined;
      },
    },
  );
  const nextPageToken = page.after === undefined ? '' : formatPageToken(asked, [page.after]);
  return { rows: page.rows, nextPageToken };
}

function ownOrder<R>({ defaultOrder, fields }: RowList<R>): RowOrder<R> | undefined {
  return typeof defaultOrder === 'string' ? rowOrder(defaultOrder, fields) : defaultOrder;
}

/** `undefined` for what went meanwhile. */
export function ifThere<R>(get: () => R): R | undefined {
  try {
    return get();
  } catch (error) {
    if (WaysideError.from(error).code === 'NOT_FOUND') return undefined;
    throw error;
  }
}

/** For a list that has an order of its own. */
export function byNumber<R>(numberOf: (row: R) => number): RowOrder<R> {
  return { keysOf: (row) => [numberOf(row)], compare: ([a], [b]) => Number(a) - Number(b) };
}
