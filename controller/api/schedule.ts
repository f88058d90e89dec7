/** ScheduleService. */
import { type FiringView, type RowFields, rowFields, type ScheduleView } from '../../shared/model/index.ts';
import type { OrderedPages } from '../../shared/runtime/index.ts';
import type { CallContext, ServiceHandlers } from '../../shared/transport/index.ts';
import { firingToWire, scheduleSpecFromWire, scheduleToWire } from '../../shared/wire/index.ts';
import type { ScheduleDesk, Schedules } from '../jobs/index.ts';
import { byNumber, ifThere, pageOfRows, type RowList } from './row-list.ts';

export function scheduleHandlers(
  schedules: Schedules,
  pages: OrderedPages,
): ServiceHandlers<'ScheduleService'> {
  const deskOf = (call: CallContext): ScheduleDesk => schedules.as(call.principal);
  return {
    ListSchedules: async (request, call) => {
      const list = scheduleList(deskOf(call), request.site);
      const { rows, nextPageToken } = await pageOfRows(pages, { request, call }, list);
      return { schedules: rows.map(scheduleToWire), nextPageToken };
    },

    GetSchedule: async (request, call) => ({ schedule: scheduleToWire(deskOf(call).get(request)) }),

    CreateSchedule: async ({ spec, validateOnly }, call) => ({
      schedule: scheduleToWire(deskOf(call).create(scheduleSpecFromWire(spec), validateOnly)),
    }),

    UpdateSchedule: async ({ id, spec, ifEtag, validateOnly }, call) => ({
      schedule: scheduleToWire(deskOf(call).update(id, scheduleSpecFromWire(spec), { ifEtag, validateOnly })),
    }),

    DeleteSchedule: async (request, call) => ({
      schedule: scheduleToWire(deskOf(call).remove(request, request.ifEtag, request.validateOnly)),
    }),

    PauseSchedule: async (request, call) => ({
      schedule: scheduleToWire(deskOf(call).pause(request, request.why, request.validateOnly)),
    }),

    ResumeSchedule: async (request, call) => ({
      schedule: scheduleToWire(deskOf(call).resume(request, request.validateOnly)),
    }),

    RunSchedule: async (request, call) => {
      if (!request.validateOnly) return { firing: firingToWire(deskOf(call).run(request)) };
      deskOf(call).tryRun(request);
      return { firing: null };
    },

    ListFirings: async (request, call) => {
      const list = firingList(deskOf(call), request);
      const { rows, nextPageToken } = await pageOfRows(pages, { request, call }, list);
      return { firings: rows.map(firingToWire), nextPageToken };
    },
  };
}

const scheduleFields: RowFields<ScheduleView> = rowFields<ScheduleView>(
  {
    id: ({ id }) => id,
    name: ({ name }) => name,
    site: ({ site }) => site,
    kind: ({ kind }) => kind,
    cron: ({ cron }) => cron,
    timeZone: ({ timeZone }) => timeZone,
    agentId: ({ agentId }) => agentId,
    pausedWhy: ({ pausedWhy }) => pausedWhy,
    failures: ({ failures }) => failures,
    createdBy: ({ createdBy }) => createdBy,
    changedBy: ({ changedBy }) => changedBy,
    declaredAt: ({ declaredAt }) => declaredAt,
    lastState: ({ last }) => last?.jobState,
  },
  {
    createTime: ({ createdAt }) => createdAt,
    updateTime: ({ changedAt }) => changedAt,
    nextTime: ({ nextAt }) => nextAt,
    lastTime: ({ last }) => last?.nominalAt,
  },
);

const firingFields: RowFields<FiringView> = rowFields<FiringView>(
  {
    id: ({ id }) => id,
    state: ({ state }) => state,
    decidedBy: ({ by }) => by,
    reason: ({ reason }) => reason,
    jobState: ({ jobState }) => jobState,
  },
  { nominalTime: ({ nominalAt }) => nominalAt, decideTime: ({ at }) => at },
);

function scheduleList(desk: ScheduleDesk, site: string): RowList<ScheduleView> {
  return {
    ...{ name: 'schedules', scope: { site }, fields: scheduleFields, defaultOrder: 'site, name' },
    rows: () => desk.list(site),
    id: ({ id }) => id,
    read: (id) => ifThere(() => desk.get({ id, site })),
  };
}

function firingList(
  desk: ScheduleDesk,
  of: { readonly id: string; readonly site: string },
): RowList<FiringView> {
  const { id, site } = of;
  return {
    ...{ name: 'firings', scope: { id, site }, fields: firingFields },
    defaultOrder: byNumber(({ nominalAt }) => -nominalAt),
    rows: () => desk.firings(of),
    id: (firing) => firing.id,
    read: (firingId) => ifThere(() => desk.firing(of, firingId)),
  };
}
