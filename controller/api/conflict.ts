/** ConflictService. */
import { WaysideError } from '../../shared/errors.ts';
import {
  formatRef,
  type Principal,
  parseFilter,
  parseRef,
  type RowFields,
  rowFields,
  rowFilter,
} from '../../shared/model/index.ts';
import type { OrderedPages } from '../../shared/runtime/index.ts';
import type { ServiceHandlers } from '../../shared/transport/index.ts';
import {
  type ApiMethods,
  planToWire,
  type RecordConflictView,
  recordConflictToWire,
  valueFromWire,
} from '../../shared/wire/index.ts';
import type { Journal } from '../access/index.ts';
import type { Conflicts, ConflictsQuestion, Taking } from '../plans/index.ts';
import { pageOfRows, type RowList } from './row-list.ts';

/** `journal` adds a call's entry of the audit trail to the transaction of the call. */
export function conflictHandlers(
  conflicts: Conflicts,
  pages: OrderedPages,
  journal?: Journal,
): ServiceHandlers<'ConflictService'> {
  return {
    ListConflicts: async (request, call) => {
      const { pageSize, pageToken, site, kind, filter, orderBy } = request;
      if (orderBy.trim() !== '') {
        const list = conflictList(conflicts, { site, kind }, call.principal);
        const { rows, nextPageToken } = await pageOfRows(pages, { request, call }, list);
        return { conflicts: rows.map(recordConflictToWire), nextPageToken };
      }
      const isWanted = rowFilter(parseFilter(filter), conflictFields);
      const question = { pageSize, pageToken, site, kind, filter, isWanted };
      const page = await conflicts.list(question, call.principal, call.signal);
      return { conflicts: page.conflicts.map(recordConflictToWire), nextPageToken: page.nextPageToken };
    },

    GetConflict: async ({ id }, call) => ({
      conflict: recordConflictToWire(await conflicts.get(id, call.principal, call.signal)),
    }),

    ResolveConflict: async (request, call) => {
      const { id, why, requestId, validateOnly } = request;
      const take = takingFromWire(request);
      const plan = await conflicts.resolve(
        { id, take },
        {
          ...{ principal: call.principal, why, validateOnly },
          request: { id: requestId, method: 'ResolveConflict', question: { id, take, why } },
          journal: (made, sites) =>
            journal?.(call, {
              ...{ sites, why, targets: [`plan:${made.id}`] },
              detail: { title: made.title, conflict: id },
            }),
        },
        call.signal,
      );
      return { plan: planToWire(plan) };
    },
  };
}

function takingFromWire(request: ApiMethods['ConflictService.ResolveConflict']['received']): Taking {
  const { origin, proposed } = request;
  const value = valueFromWire(request.value);
  const given: readonly Taking[] = [
    ...(origin === '' ? [] : [{ origin }]),
    ...(value === undefined ? [] : [{ value }]),
    ...(proposed ? ([{ proposed }] as const) : []),
  ];
  const [first, second] = given;
  if (first && !second) return first;
  const message = 'give exactly one of origin, value (null takes the field away) and proposed=true';
  throw new WaysideError('INVALID_INPUT', message, { violations: [{ field: 'origin', message }] });
}

const conflictFields: RowFields<RecordConflictView> = rowFields<RecordConflictView>(
  {
    id: ({ conflict }) => conflict.id,
    site: ({ ref }) => ref.site,
    kind: ({ ref }) => ref.kind,
    record: ({ ref }) => ref.id,
    name: ({ name }) => name,
    field: ({ conflict }) => conflict.field,
    rule: ({ rule }) => rule,
    reason: ({ reason }) => reason,
    decided: ({ proposed }) => proposed !== undefined,
    writtenBy: ({ conflict }) => conflict.values.map(({ by }) => by).join(' '),
  },
  { time: ({ conflict }) => Math.max(...conflict.values.map(({ at }) => at)) },
);

function conflictList(
  conflicts: Conflicts,
  question: Pick<ConflictsQuestion, 'site' | 'kind'>,
  principal: Principal,
): RowList<RecordConflictView> {
  return {
    ...{
      name: 'conflicts',
      scope: { ...question },
      fields: conflictFields,
      defaultOrder: 'site, kind, record',
    },
    rows: () => conflicts.each(question, principal),
    id: ({ ref, conflict }) => `${conflict.id} ${formatRef(ref)}`,
    read: (id) => {
      const at = id.indexOf(' ');
      return conflicts.read(parseRef(id.slice(at + 1)), id.slice(0, at), principal);
    },
  };
}
