/** The keys of each of `schedules` in `controller.yaml`, and the schedules that they say. */
import type { ScheduleSpec } from '../model/index.ts';
import { type ScheduleWords, scheduleProblems } from '../runtime/index.ts';
import type { ConfigOf, GroupProblem } from './key-spec.ts';
import { formatDuration } from './units.ts';

export const scheduleKeys = {
  name: { type: 'text', doc: 'Of small letters, digits and dashes; one per site.' },
  site: { type: 'text', doc: 'Short name of the site whose agent does the work.' },
  kind: {
    type: 'choice',
    choices: ['collect', 'lookup', 'probe'],
    default: 'collect',
    doc: 'What is done.',
  },
  mac: { type: 'text', absent: 'none', doc: 'For lookups: the MAC address.' },
  targets: {
    type: 'texts',
    default: [],
    doc: 'Names or ids of switches of the site; empty: every enabled source, as it is at each run.',
  },
  cron: {
    type: 'text',
    absent: 'by interval',
    doc: 'Minute, hour, day, month, weekday. Either this or every.',
  },
  timeZone: { type: 'text', default: 'UTC', doc: 'IANA name of the zone of cron.' },
  every: { type: 'duration', absent: 'by cron', min: '1m', max: '365d', doc: 'The interval.' },
  phase: {
    type: 'duration',
    default: '0s',
    min: '0s',
    max: '365d',
    doc: 'With every: so long after each whole interval.',
  },
  jitter: {
    type: 'duration',
    default: '0s',
    min: '0s',
    max: '1h',
    doc: 'Each run is late by up to so much, and less than the period.',
  },
  overlap: {
    type: 'choice',
    choices: ['skip', 'buffer', 'cancel', 'allow'],
    default: 'skip',
    doc: 'What happens while the run before is not over.',
  },
  catchUp: {
    type: 'duration',
    absent: 'one period',
    min: '0s',
    max: '7d',
    doc: 'A missed run is made up for within so much.',
  },
  pauseAfter: {
    type: 'count',
    default: 5,
    min: 0,
    max: 1000,
    doc: 'Failures in a row after which it pauses by itself; 0: never.',
  },
  timeout: { type: 'duration', absent: 'that of its kind', min: '1s', max: '24h', doc: 'Of each run.' },
  why: { type: 'text', absent: 'none', doc: 'What it is for.' },
} as const;

export type ScheduleKeys = ConfigOf<typeof scheduleKeys>;

/** A schedule as the configuration says it. */
export interface DeclaredSchedule {
  /** Without targets. */
  readonly spec: ScheduleSpec;
  /** Names or ids of switches. */
  readonly targets: readonly string[];
  /** Such as `schedules[2]`. */
  readonly key: string;
}

export function declaredSchedules(groups: readonly ScheduleKeys[]): readonly DeclaredSchedule[] {
  return groups.map((group, at) => ({
    spec: specOf(group),
    targets: group.targets,
    key: `schedules[${at}]`,
  }));
}

function specOf(group: ScheduleKeys): ScheduleSpec {
  const { name, site, kind, mac = '', cron = '', timeZone, overlap, pauseAfter, why = '' } = group;
  const { everyMs = 0, phaseMs, jitterMs, catchUpMs = 0, timeoutMs = 0 } = group;
  return {
    ...{ name, site, targets: [], kind, mac, cron, timeZone, everyMs, phaseMs, jitterMs },
    ...{ overlap, catchUpMs, pauseAfter, timeoutMs, why },
  };
}

const words: ScheduleWords = {
  names: {
    ...{ name: 'name', site: 'site', mac: 'mac', cron: 'cron', why: 'why', timeZone: 'timeZone' },
    ...{ everyMs: 'every', phaseMs: 'phase', jitterMs: 'jitter', catchUpMs: 'catchUp' },
    ...{ pauseAfter: 'pauseAfter', timeoutMs: 'timeout' },
  },
  time: formatDuration,
  pauseNever: 0,
};
/** The period of a cron expression is taken from here, so that a file is right or wrong at any time alike. */
const PERIODS_FROM_MS = Date.UTC(2026, 0, 1);

/** What the keys of one say together, and two of one name. */
export function checkSchedules(groups: readonly object[]): readonly GroupProblem[] {
  const first = new Map<string, string>();
  return declaredSchedules(groups as readonly ScheduleKeys[]).flatMap(({ spec, key }, at) => {
    const problems = scheduleProblems(spec, PERIODS_FROM_MS, words).map(({ field, message }) => ({
      path: `[${at}].${field}`,
      message,
    }));
    const name = `${spec.site}/${spec.name}`;
    const same = first.get(name);
    first.set(name, same ?? key);
    return same ? [...problems, { path: `[${at}].name`, message: `is that of ${same}, too` }] : problems;
  });
}
