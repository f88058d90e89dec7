/** Making and changing schedules. */
import { WaysideError } from '../../../shared/errors.ts';
import { overlaps, type ScheduleSpec } from '../../../shared/model/index.ts';
import {
  type ApiMethods,
  scheduleFromWire,
  scheduleSpecFromWire,
  scheduleSpecToWire,
} from '../../../shared/wire/index.ts';
import type { ExitCode } from '../exit-codes.ts';
import { findRecord } from '../inventory/records.ts';
import { formatTime } from '../output/time.ts';
import type { Shell } from '../shell.ts';
import { argument, type CommandSpec, type FlagSpec, type Flags, numberFlag, requiredFlag } from '../spec.ts';
import { dryRunFlag } from './flags.ts';
import { printMessage } from './message.ts';
import { nameArg, siteOfFlag } from './schedule-words.ts';

const PAUSE_AFTER_MAX = 1000;

const specFlags: readonly FlagSpec[] = [
  { name: 'cron', value: 'EXPR', doc: 'minute hour day month weekday, such as "0 3 * * *"' },
  { name: 'tz', value: 'ZONE', doc: 'time zone of --cron, such as Europe/Berlin; UTC if not given' },
  { name: 'every', value: 'TIME', doc: 'instead of --cron: 15m, 6h; at least 1m' },
  { name: 'phase', value: 'TIME', doc: 'with --every: so long after each whole interval' },
  { name: 'jitter', value: 'TIME', doc: 'each run is late by up to so much, so that not all begin at once' },
  { name: 'overlap', value: 'WHAT', doc: 'while the run before is not over', choices: overlaps },
  {
    name: 'catch-up',
    value: 'TIME',
    doc: 'a missed run is made up for within so much; one period if not given',
  },
  {
    name: 'pause-after',
    value: 'N',
    doc: 'pause after so many failures in a row; 5 if not given, 0 for never',
  },
  { name: 'timeout-of-job', value: 'TIME', doc: 'longest time of one run' },
  {
    name: 'target',
    value: 'SOURCE',
    doc: 'only this source, may be repeated; else the whole site',
    many: true,
    complete: 'source',
  },
  { name: 'mac', value: 'MAC', doc: 'for lookups' },
  { name: 'why', value: 'TEXT', doc: 'what it is for' },
];

export const addSchedule: CommandSpec = {
  path: ['schedule', 'add'],
  summary: 'do work again and again, by cron or by interval',
  examples: [
    [
      'wayside schedule add nightly --site ams1 --cron "0 3 * * *" --tz Europe/Amsterdam',
      'collect every night',
    ],
    ['wayside schedule add often --site ams1 --every 15m --jitter 1m', ''],
  ],
  args: [{ name: 'NAME', doc: 'of small letters, digits and dashes; one per site' }],
  flags: [
    { name: 'site', value: 'SITE', doc: 'where; one agent of it does the work', complete: 'site' },
    { name: 'kind', value: 'KIND', doc: 'collect if not given', choices: ['collect', 'lookup', 'probe'] },
    ...specFlags,
    dryRunFlag,
  ],
  async run(call) {
    const { shell, flags } = call;
    const blank = scheduleSpecFromWire({
      ...{
        name: argument(call, 0),
        site: requiredFlag(flags, 'site'),
        kind: flags.text('kind') ?? 'collect',
      },
      ...{ targets: [], mac: '', cron: '', timeZone: '', everySeconds: 0, phaseSeconds: 0, jitterSeconds: 0 },
      ...{ overlap: '', catchUpSeconds: 0, pauseAfter: 0, timeoutMs: 0, why: '' },
    });
    const spec = scheduleSpecToWire(await changed(shell, flags, blank));
    const validateOnly = flags.on('dry-run');
    const request = { spec, validateOnly };
    const answer = await asFlags(shell.call('ScheduleService.CreateSchedule', request));
    return say(shell, 'CreateScheduleResponse', answer, validateOnly ? 'would be added' : 'added');
  },
};

export const editSchedule: CommandSpec = {
  path: ['schedule', 'edit'],
  summary: 'change when or how it runs; what is not named stays',
  examples: [['wayside schedule edit nightly --cron "30 2 * * 1-5"', 'on weekdays']],
  args: [nameArg],
  flags: [siteOfFlag, ...specFlags, dryRunFlag],
  async run(call) {
    const { shell, flags } = call;
    const name = { id: argument(call, 0), site: flags.text('site') ?? '' };
    const { schedule } = await shell.call('ScheduleService.GetSchedule', name);
    if (!schedule) throw new WaysideError('INTERNAL', 'the controller answered without the schedule');
    const spec = scheduleSpecToWire(await changed(shell, flags, scheduleFromWire(schedule)));
    const validateOnly = flags.on('dry-run');
    const request = { id: schedule.id, spec, ifEtag: schedule.etag, validateOnly };
    const answer = await asFlags(shell.call('ScheduleService.UpdateSchedule', request));
    return say(shell, 'UpdateScheduleResponse', answer, validateOnly ? 'would be changed' : 'changed');
  },
};

/** What the API calls its fields, as they are typed. */
const flagOf: Readonly<Record<string, string>> = {
  ...{ name: 'NAME', time_zone: '--tz', every_seconds: '--every', phase_seconds: '--phase' },
  ...{ jitter_seconds: '--jitter', catch_up_seconds: '--catch-up', timeout_ms: '--timeout-of-job' },
};

/** Problems of fields are told by the flags that were typed. */
async function asFlags<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (thrown) {
    const error = WaysideError.from(thrown);
    if (error.violations.length === 0) throw error;
    const violations = error.violations.map(({ field, message }) => {
      const name = field.replace(/^spec\./, '');
      const said = message.replace('give either cron or every_seconds', 'give either --cron or --every');
      return {
        field: flagOf[name] ?? `--${name.replaceAll('_', '-')}`,
        message: said.replaceAll('every_seconds', '--every'),
      };
    });
    const words = violations.map(({ field, message }) => `${field} ${message}`).join('; ');
    throw new WaysideError(error.code, words, { violations, cause: error });
  }
}

async function changed(shell: Shell, flags: Flags, spec: ScheduleSpec): Promise<ScheduleSpec> {
  const { parseDuration } = await import('../../../shared/config/index.ts');
  const time = (name: string, now: number): number => {
    const text = flags.text(name);
    if (text === undefined) return now;
    const ms = text === '0' ? 0 : parseDuration(text);
    if (ms !== undefined) return ms;
    throw new WaysideError('INVALID_INPUT', `--${name} must be a time such as 15m or 6h, not "${text}"`);
  };
  const [cron, every] = [flags.text('cron'), flags.text('every')];
  if (cron !== undefined && every !== undefined)
    throw new WaysideError('INVALID_INPUT', 'give either --cron or --every');
  const targets = flags.all('target');
  const refs = await Promise.all(
    targets.map(async (name) => {
      const found = await findRecord(shell, { kind: 'source', name: inSite(name, spec.site) });
      return found.view.ref;
    }),
  );
  return {
    ...spec,
    cron: cron ?? (every === undefined ? spec.cron : ''),
    timeZone: flags.text('tz') ?? spec.timeZone,
    everyMs: cron === undefined ? time('every', spec.everyMs) : 0,
    phaseMs: cron === undefined ? time('phase', every === undefined ? spec.phaseMs : 0) : 0,
    jitterMs: time('jitter', spec.jitterMs),
    catchUpMs: time('catch-up', spec.catchUpMs),
    timeoutMs: time('timeout-of-job', spec.timeoutMs),
    overlap: overlaps.find((known) => known === flags.text('overlap')) ?? spec.overlap,
    pauseAfter: numberFlag(flags, 'pause-after', { min: 0, max: PAUSE_AFTER_MAX }) ?? spec.pauseAfter,
    targets: targets.length > 0 ? refs : spec.targets,
    mac: flags.text('mac') ?? spec.mac,
    why: flags.text('why') ?? spec.why,
  };
}

function inSite(name: string, site: string): string {
  return name.includes('/') ? name : `${site}/${name}`;
}

type Answer = ApiMethods['ScheduleService.CreateSchedule']['response'];

async function say(shell: Shell, type: string, message: Answer, done: string): Promise<ExitCode> {
  const view = message.schedule ? scheduleFromWire(message.schedule) : undefined;
  const { zone } = shell.settings;
  const next = view?.nextAt === undefined ? 'it is paused' : `next at ${formatTime(view.nextAt, zone)}`;
  return printMessage(shell, {
    type: `wayside.v1.${type}`,
    message,
    text: `schedule ${view?.name} ${done}; ${next}`,
  });
}
