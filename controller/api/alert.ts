/** AlertService. */
import { type AlertView, type RowFields, rowFields, type SilenceView } from '../../shared/model/index.ts';
import type { OrderedPages } from '../../shared/runtime/index.ts';
import type { CallContext, ServiceHandlers } from '../../shared/transport/index.ts';
import { alertToWire, silenceToWire } from '../../shared/wire/index.ts';
import type { AlertDesk, AlertsQuestion } from '../health/index.ts';
import type { Inventory, Sight } from '../inventory/index.ts';
import { pageOfRows, type RowList } from './row-list.ts';

export interface AlertApiDeps {
  readonly desk: AlertDesk;
  readonly pages: OrderedPages;
  readonly inventory: Pick<Inventory, 'sight'>;
}

export function alertHandlers({ desk, pages, inventory }: AlertApiDeps): ServiceHandlers<'AlertService'> {
  const sightOf = (call: CallContext): Sight => inventory.sight(call.principal);
  return {
    ListAlerts: async (request, call) => {
      const { site, reason, showAll } = request;
      const list = alertList(desk, { site, reason, showAll }, sightOf(call));
      const { rows, nextPageToken } = await pageOfRows(pages, { request, call }, list);
      return { alerts: rows.map(alertToWire), nextPageToken };
    },

    AcknowledgeAlert: async ({ id, note, validateOnly }, call) => ({
      alerts: desk.acknowledge(id, note, sightOf(call), validateOnly).map(alertToWire),
    }),

    UnacknowledgeAlert: async ({ id, validateOnly }, call) => ({
      alerts: desk.unacknowledge(id, sightOf(call), validateOnly).map(alertToWire),
    }),

    SilenceAlert: async (request, call) => ({
      silences: desk.silence(request, request, sightOf(call)).map(silenceToWire),
    }),

    UnsilenceAlert: async (request, call) => ({
      silences: desk.unsilence(request, sightOf(call), request.validateOnly).map(silenceToWire),
    }),

    ListSilences: async (request, call) => {
      const sight = sightOf(call);
      const list: RowList<SilenceView> = {
        ...{ name: 'silences', scope: {}, fields: silenceFields, defaultOrder: 'endTime' },
        rows: () => desk.silences(sight),
        id: ({ id }) => id,
        read: (id) => desk.silences(sight).find((silence) => silence.id === id),
      };
      const { rows, nextPageToken } = await pageOfRows(pages, { request, call }, list);
      return { silences: rows.map(silenceToWire), nextPageToken };
    },
  };
}

/** The worst first: `problem` stands before `warning`. */
const WORST_FIRST = 'level, raiseTime desc, site, subjectName';

const alertFields: RowFields<AlertView> = rowFields<AlertView>(
  {
    id: ({ id }) => id,
    reason: ({ reason }) => reason,
    level: ({ level }) => level,
    state: ({ state }) => state,
    site: ({ site }) => site,
    subjectName: ({ subjectName }) => subjectName,
    message: ({ message }) => message,
    count: ({ count }) => count,
    acknowledgedBy: ({ acknowledged }) => acknowledged?.by,
    note: ({ acknowledged }) => acknowledged?.note,
  },
  {
    sinceTime: ({ since }) => since,
    raiseTime: ({ raisedAt }) => raisedAt,
    endTime: ({ endedAt }) => endedAt,
    acknowledgeTime: ({ acknowledged }) => acknowledged?.at,
  },
);

const silenceFields: RowFields<SilenceView> = rowFields<SilenceView>(
  {
    id: ({ id }) => id,
    alert: ({ alert }) => alert,
    reason: ({ reason }) => reason,
    site: ({ site }) => site,
    createdBy: ({ by }) => by,
    why: ({ why }) => why,
  },
  { endTime: ({ until }) => until },
);

function alertList(desk: AlertDesk, question: AlertsQuestion, sight: Sight): RowList<AlertView> {
  return {
    ...{ name: 'alerts', scope: { ...question }, fields: alertFields, defaultOrder: WORST_FIRST },
    rows: () => desk.list(question, sight),
    id: ({ id }) => id,
    read: (id) => desk.get(id, sight),
  };
}
