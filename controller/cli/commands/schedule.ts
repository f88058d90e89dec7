/** Schedules: work that is done again and again. Changing one is in `schedule-edit.ts`. */
import { WaysideError } from '../../../shared/errors.ts';
import { type FiringView, PAGE_SIZE_MAX, type ScheduleView } from '../../../shared/model/index.ts';
import { type ApiMethods, firingFromWire, scheduleFromWire } from '../../../shared/wire/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { requireSite } from '../inventory/records.ts';
import { type Fact, printDetails } from '../output/details.ts';
import { type ListingSpec, printListing } from '../output/listing.ts';
import { formatAge, formatIso, formatTime, type Reader } from '../output/time.ts';
import { argument, type Call, type CommandSpec, numberFlag, requiredFlag } from '../spec.ts';
import { arrangeFlags, arrangement, LIMIT_DEFAULT, LIMIT_MAX, limitFlag, siteFlag } from './flags.ts';
import { printMessage } from './message.ts';
import { addSchedule, editSchedule } from './schedule-edit.ts';
import { agentNames, nameArg, siteOfFlag, spanText, stateText, whenText } from './schedule-words.ts';

type Messages = ApiMethods['ScheduleService.ListSchedules']['response']['schedules'];
type FiringMessages = ApiMethods['ScheduleService.ListFirings']['response']['firings'];

const listing: ListingSpec<ScheduleView> = {
  plural: 'schedules',
  name: ({ name }) => name,
  columns: [
    { head: 'NAME', cell: ({ name }) => name },
    { head: 'SITE', cell: ({ site }) => site },
    { head: 'WHAT', cell: ({ kind, mac }) => (mac === '' ? kind : `${kind} ${mac}`) },
    { head: 'WHEN', cell: (schedule) => whenText(schedule) },
    { head: 'NEXT', cell: (schedule, reader) => nextText(schedule, reader) },
    {
      head: 'LAST',
      cell: ({ last }, { nowMs }) =>
        last ? `${lastState(last)} ${formatAge(nowMs - last.nominalAt)} ago` : '-',
      style: ({ last }) => (last?.jobState === 'failed' || last?.jobState === 'lost' ? 'bad' : undefined),
    },
    {
      head: 'STATE',
      shrinks: true,
      cell: stateText,
      style: ({ pausedWhy, agentId }) => (pausedWhy === '' && agentId !== '' ? 'good' : 'warn'),
    },
    { head: 'AGENT', wide: true, cell: ({ agentId }) => agentId || '-' },
    { head: 'FROM', wide: true, cell: ({ declaredAt, createdBy }) => declaredAt || createdBy },
    { head: 'WHY', wide: true, cell: ({ why }) => why },
    { head: 'ID', wide: true, cell: ({ id }) => id },
  ],
  csv: [
    { head: 'name', cell: ({ name }) => name },
    { head: 'site', cell: ({ site }) => site },
    { head: 'kind', cell: ({ kind }) => kind },
    { head: 'cron', cell: ({ cron }) => cron },
    { head: 'time_zone', cell: ({ timeZone }) => timeZone },
    { head: 'every_seconds', cell: ({ everyMs }) => String(everyMs / 1000) },
    { head: 'next', cell: ({ nextAt }) => (nextAt === undefined ? '' : formatIso(nextAt)) },
    { head: 'last', cell: ({ last }) => (last ? formatIso(last.nominalAt) : '') },
    { head: 'last_job', cell: ({ last }) => last?.id ?? '' },
    { head: 'last_state', cell: ({ last }) => last?.jobState ?? '' },
    { head: 'failures', cell: ({ failures }) => String(failures) },
    { head: 'paused_why', cell: ({ pausedWhy }) => pausedWhy },
    { head: 'agent', cell: ({ agentId }) => agentId },
    { head: 'declared_at', cell: ({ declaredAt }) => declaredAt },
    { head: 'id', cell: ({ id }) => id },
  ],
};

const firingListing: ListingSpec<FiringView> = {
  plural: 'firings',
  name: ({ id }) => id,
  columns: [
    { head: 'TIME', cell: ({ nominalAt }, { zone }) => formatTime(nominalAt, zone) },
    {
      head: 'STATE',
      cell: (firing) => (firing.state === 'fired' ? lastState(firing) : firing.state),
      style: ({ state, jobState }) =>
        jobState === 'succeeded' ? 'good' : jobState === 'failed' || state === 'missed' ? 'bad' : undefined,
    },
    { head: 'BY', cell: ({ by }) => by },
    { head: 'REASON', shrinks: true, cell: ({ reason }) => reason },
    { head: 'JOB', cell: ({ id, state }) => (state === 'fired' ? id : '-') },
  ],
  csv: [
    { head: 'time', cell: ({ nominalAt }) => formatIso(nominalAt) },
    { head: 'decided', cell: ({ at }) => formatIso(at) },
    { head: 'state', cell: ({ state }) => state },
    { head: 'by', cell: ({ by }) => by },
    { head: 'reason', cell: ({ reason }) => reason },
    { head: 'job_state', cell: ({ jobState }) => jobState ?? '' },
    { head: 'id', cell: ({ id }) => id },
  ],
};

function nextText({ nextAt, pausedWhy }: ScheduleView, { nowMs }: Reader): string {
  if (nextAt === undefined) return pausedWhy === '' ? 'never' : '-';
  // Its agent is away: it waits for it.
  return nextAt < nowMs ? `due ${formatAge(nowMs - nextAt)} ago` : `in ${formatAge(nextAt - nowMs)}`;
}

function lastState({ jobState }: FiringView): string {
  return jobState ?? 'runs';
}

const ls: CommandSpec = {
  path: ['schedule', 'ls'],
  summary: 'list schedules with their next and last run',
  examples: [
    ['wayside schedule ls', ''],
    ['wayside schedule ls --filter "pausedWhy:*"', 'those that are paused, and why'],
  ],
  flags: [siteFlag, ...arrangeFlags],
  async run({ shell, flags }) {
    const schedules: Messages = [];
    let pageToken = '';
    do {
      const page = await shell.call('ScheduleService.ListSchedules', {
        ...{ site: flags.text('site') ?? '', ...arrangement(flags), pageSize: PAGE_SIZE_MAX, pageToken },
      });
      schedules.push(...page.schedules);
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
    if (schedules.length === 0) await requireSite(shell, flags.text('site'));
    const api = await shell.api();
    const rows = schedules.map(scheduleFromWire);
    const names = shell.settings.output === 'wide' ? await agentNames(shell, rows) : new Map();
    await printListing(shell, listing, {
      rows: rows.map((row) => ({ ...row, agentId: names.get(row.agentId) ?? row.agentId })),
      json: () => api.toJson('wayside.v1.ListSchedulesResponse', { schedules }),
    });
    return exitCodes.done;
  },
};

const get: CommandSpec = {
  path: ['schedule', 'get'],
  summary: 'show one with all that was said of it',
  examples: [['wayside schedule get nightly --site ams1', '']],
  args: [nameArg],
  flags: [siteOfFlag],
  async run(call) {
    const { shell } = call;
    const { schedule } = await shell.call('ScheduleService.GetSchedule', nameOf(call));
    if (!schedule) throw new WaysideError('INTERNAL', 'the controller answered without the schedule');
    const [api, reader] = [await shell.api(), await shell.reader()];
    const row = scheduleFromWire(schedule);
    const agent = (await agentNames(shell, [row])).get(row.agentId) ?? '';
    await printDetails(shell, {
      ...{ spec: listing, row, facts: () => facts(row, { ...reader, agent }) },
      json: () => api.toJson('wayside.v1.Schedule', schedule),
    });
    return exitCodes.done;
  },
};

function facts(schedule: ScheduleView, reader: Reader & { readonly agent: string }): readonly Fact[] {
  const { zone } = reader;
  const at = (ms: number): string => formatTime(ms, zone);
  const { targets, last, pausedAt, catchUpMs, jitterMs } = schedule;
  const all = targets.map(({ id }) => id).join(', ');
  return [
    ['Schedule', schedule.name],
    ['Site', schedule.site],
    ['Work', schedule.mac === '' ? schedule.kind : `${schedule.kind} ${schedule.mac}`],
    ['Targets', all === '' ? 'every enabled source of the site' : all],
    ['When', whenText(schedule)],
    ['Next', schedule.nextAt === undefined ? '-' : `${at(schedule.nextAt)} (${nextText(schedule, reader)})`],
    ['Last', last ? `${at(last.nominalAt)}: ${lastState(last)}, job ${last.id}` : 'never'],
    [
      'State',
      schedule.pausedWhy === ''
        ? stateText(schedule)
        : `paused since ${at(pausedAt ?? 0)}: ${schedule.pausedWhy}`,
    ],
    ['Overlap', schedule.overlap],
    ['Catch-up', catchUpMs === 0 ? 'within one period' : `within ${spanText(catchUpMs)}`],
    ['Jitter', jitterMs === 0 ? 'none' : `up to ${spanText(jitterMs)}`],
    [
      'Timeout',
      schedule.timeoutMs === 0 ? `the usual one of a ${schedule.kind}` : spanText(schedule.timeoutMs),
    ],
    [
      'Pauses',
      schedule.pauseAfter === 0 ? 'never by itself' : `after ${schedule.pauseAfter} failures in a row`,
    ],
    ['Failures', `${schedule.failures} in a row`],
    ['Agent', schedule.agentId === '' ? 'none so far' : `${reader.agent} (${schedule.agentId})`],
    [
      'From',
      schedule.declaredAt === ''
        ? schedule.createdBy
        : `the configuration of the controller, ${schedule.declaredAt}: changed and removed there alone`,
    ],
    ['Changed', `${at(schedule.changedAt)} by ${schedule.changedBy}`],
    ['Why', schedule.why],
  ];
}

function nameOf(call: Call): { readonly id: string; readonly site: string } {
  return { id: argument(call, 0), site: call.flags.text('site') ?? '' };
}

const history: CommandSpec = {
  path: ['schedule', 'history'],
  summary: 'what became of its times: jobs, and why some did not fire',
  examples: [
    ['wayside schedule history nightly', ''],
    ['wayside schedule history nightly --filter "-state=fired"', 'what did not fire'],
  ],
  args: [nameArg],
  flags: [siteOfFlag, limitFlag, ...arrangeFlags],
  async run(call) {
    const { shell, flags } = call;
    const asked = numberFlag(flags, 'limit', { min: 0, max: LIMIT_MAX }) ?? LIMIT_DEFAULT;
    const limit = asked === 0 ? Number.MAX_SAFE_INTEGER : asked;
    const firings: FiringMessages = [];
    let pageToken = '';
    do {
      const pageSize = Math.min(PAGE_SIZE_MAX, limit - firings.length);
      const question = { ...nameOf(call), ...arrangement(flags), pageSize, pageToken };
      const page = await shell.call('ScheduleService.ListFirings', question);
      firings.push(...page.firings);
      pageToken = page.nextPageToken;
    } while (pageToken !== '' && firings.length < limit);
    const api = await shell.api();
    await printListing(shell, firingListing, {
      rows: firings.map(firingFromWire),
      json: () => api.toJson('wayside.v1.ListFiringsResponse', { firings, nextPageToken: pageToken }),
    });
    return exitCodes.done;
  },
};

const run: CommandSpec = {
  path: ['schedule', 'run'],
  summary: 'run it now; its own times stay as they are',
  examples: [['wayside schedule run nightly', '']],
  args: [nameArg],
  flags: [siteOfFlag],
  async run(call) {
    const message = await call.shell.call('ScheduleService.RunSchedule', nameOf(call));
    const id = message.firing?.id ?? '';
    const text = `job ${id} submitted; wait for it with: wayside job watch ${id}`;
    return printMessage(call.shell, { type: 'wayside.v1.RunScheduleResponse', message, text });
  },
};

const pause: CommandSpec = {
  path: ['schedule', 'pause'],
  summary: 'nothing fires until it is resumed',
  examples: [['wayside schedule pause nightly --why "switches are exchanged"', '']],
  args: [nameArg],
  flags: [siteOfFlag, { name: 'why', value: 'TEXT', doc: 'reason; whoever misses it reads it (required)' }],
  async run(call) {
    const request = { ...nameOf(call), why: requiredFlag(call.flags, 'why') };
    const message = await call.shell.call('ScheduleService.PauseSchedule', request);
    const name = message.schedule?.spec?.name ?? '';
    const text = `${name} is paused; wayside schedule resume ${name} lets it run again`;
    return printMessage(call.shell, { type: 'wayside.v1.PauseScheduleResponse', message, text });
  },
};

const resume: CommandSpec = {
  path: ['schedule', 'resume'],
  summary: 'let it run again; times that passed are not made up for',
  examples: [['wayside schedule resume nightly', '']],
  args: [nameArg],
  flags: [siteOfFlag],
  async run(call) {
    const message = await call.shell.call('ScheduleService.ResumeSchedule', nameOf(call));
    const view = message.schedule ? scheduleFromWire(message.schedule) : undefined;
    const { zone } = call.shell.settings;
    const next = view?.nextAt === undefined ? '' : `, next at ${formatTime(view.nextAt, zone)}`;
    const text = `${view?.name} runs again${next}`;
    return printMessage(call.shell, { type: 'wayside.v1.ResumeScheduleResponse', message, text });
  },
};

const rm: CommandSpec = {
  path: ['schedule', 'rm'],
  summary: 'remove it with its history; jobs stay',
  examples: [['wayside schedule rm nightly', '']],
  args: [nameArg],
  flags: [siteOfFlag],
  async run(call) {
    const message = await call.shell.call('ScheduleService.DeleteSchedule', nameOf(call));
    const text = `removed schedule ${message.schedule?.spec?.name}`;
    return printMessage(call.shell, { type: 'wayside.v1.DeleteScheduleResponse', message, text });
  },
};

export const scheduleCommands: readonly CommandSpec[] = [
  ...[ls, get, addSchedule, editSchedule],
  ...[pause, resume, run, rm, history],
];
