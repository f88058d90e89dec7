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
import { nameArg, siteOfFlag, spanText } from './schedule-words.ts';

const PAUSE_AFTER_MAX = 1000;
const SECOND_MS = 1000;
const TIMEOUT_MAX_MS = 86_400_000;

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
  { name: 'timeout-of-job', value: 'TIME', doc: 'longest time of one run, 1s to 24h; 0 for the usual one' },
  {
    name: 'target',
    value: 'SOURCE',
    doc: 'only this source, may be repeated; else the whole site',
    many: true,
    complete: 'source',
  },
  { name: 'mac', value: 'MAC', doc: 'with --kind lookup, the address to look for' },
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
    { name: 'site', value: 'SITE', doc: 'where; one agent of it does the work (required)', complete: 'site' },
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
    const answer = await asFlags(shell.call('ScheduleService.CreateSchedule', request), blank);
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
    if (
      !specFlags.some(({ name, many }) =>
        many ? flags.all(name).length > 0 : flags.text(name) !== undefined,
      )
    )
      throw new WaysideError('INVALID_INPUT', 'nothing to change: give --cron, --every, --why or the like');
    const name = { id: argument(call, 0), site: flags.text('site') ?? '' };
    const { schedule } = await shell.call('ScheduleService.GetSchedule', name);
    if (!schedule) throw new WaysideError('INTERNAL', 'the controller answered without the schedule');
    const view = scheduleFromWire(schedule);
    const spec = scheduleSpecToWire(await changed(shell, flags, view));
    const validateOnly = flags.on('dry-run');
    const request = { id: schedule.id, spec, ifEtag: schedule.etag, validateOnly };
    const answer = await asFlags(shell.call('ScheduleService.UpdateSchedule', request), view);
    return say(shell, 'UpdateScheduleResponse', answer, validateOnly ? 'would be changed' : 'changed');
  },
};

/** What the API calls its fields, as they are typed. */
const flagOf: Readonly<Record<string, string>> = {
  ...{ name: 'NAME', time_zone: '--tz', every_seconds: '--every', phase_seconds: '--phase' },
  ...{ jitter_seconds: '--jitter', catch_up_seconds: '--catch-up', timeout_ms: '--timeout-of-job' },
};

type Named = Pick<ScheduleSpec, 'name' | 'site'>;

/** Problems of fields are told by the flags that were typed, and times as flags take them. */
async function asFlags<T>(answer: Promise<T>, { name, site }: Named): Promise<T> {
  try {
    return await answer;
  } catch (thrown) {
    const error = WaysideError.from(thrown);
    const { code, hint } = error;
    if (code === 'ALREADY_EXISTS') {
      const change = `wayside schedule edit ${name} --site ${site} changes it`;
      throw new WaysideError(code, error.message, { hint: change, cause: error });
    }
    if (error.violations.length === 0) throw error;
    const violations = error.violations.map(({ field, message }) => ({
      field: asFlag(field.replace(/^spec\./, '')),
      message: message
        .replaceAll('every_seconds', '--every')
        .replaceAll(/\b(\d+) seconds\b/g, (_, seconds) => spanText(Number(seconds) * SECOND_MS))
        .replaceAll(/\b(\d+) milliseconds\b/g, (_, ms) => spanText(Number(ms))),
    }));
    const words = violations.map(({ field, message }) => `${field} ${message}`).join('; ');
    throw new WaysideError(code, words, { violations, cause: error, ...(hint !== undefined && { hint }) });
  }
}

function asFlag(field: string): string {
  // Which of the targets the message says.
  const name = field.replace(/^targets.*$/, 'target');
  return flagOf[name] ?? `--${name.replaceAll('_', '-')}`;
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
  const mac = flags.text('mac') ?? spec.mac;
  checkTogether(flags, {
    cron: cron ?? (every === undefined ? spec.cron : ''),
    isTimed: [cron, every].some((given) => given !== undefined) || spec.everyMs > 0 || spec.cron !== '',
    isMacMissing: (flags.text('kind') ?? spec.kind) === 'lookup' && mac === '',
  });
  const timeoutMs = time('timeout-of-job', spec.timeoutMs);
  if (timeoutMs !== 0 && !(timeoutMs >= SECOND_MS && timeoutMs <= TIMEOUT_MAX_MS))
    throw new WaysideError('INVALID_INPUT', '--timeout-of-job must be from 1s to 24h');
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
    timeoutMs,
    overlap: overlaps.find((known) => known === flags.text('overlap')) ?? spec.overlap,
    pauseAfter: numberFlag(flags, 'pause-after', { min: 0, max: PAUSE_AFTER_MAX }) ?? spec.pauseAfter,
    targets: targets.length > 0 ? refs : spec.targets,
    mac,
    why: flags.text('why') ?? spec.why,
  };
}

interface Together {
  /** As it will be; empty: by interval. */
  readonly cron: string;
  /** Either was said, now or before. */
  readonly isTimed: boolean;
  readonly isMacMissing: boolean;
}

/** What only the flags tell: some are nothing without another one. Error: INVALID_INPUT. */
function checkTogether(flags: Flags, { cron, isTimed, isMacMissing }: Together): void {
  const given = (name: string): boolean => flags.text(name) !== undefined;
  const refuse = (message: string): never => {
    throw new WaysideError('INVALID_INPUT', message);
  };
  if (!isTimed || (given('cron') && given('every'))) refuse('give either --cron or --every');
  if (cron !== '' && given('phase')) refuse('--phase is for --every alone');
  if (cron === '' && given('tz')) refuse('--tz is for --cron alone');
  if (isMacMissing) refuse('--mac is missing');
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
