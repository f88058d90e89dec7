/** What people say of a schedule, wherever they say it: all that is wrong at once, each with its field. */
import type { FieldViolation } from '../errors.ts';
import {
  isSiteId,
  parseMac,
  SCHEDULE_CATCH_UP_MAX_MS,
  SCHEDULE_JITTER_MAX_MS,
  SCHEDULE_PAUSE_AFTER_MAX,
  SCHEDULE_PERIOD_MAX_MS,
  SCHEDULE_PERIOD_MIN_MS,
  type ScheduleSpec,
} from '../model/index.ts';
import { hasSteering } from './escape.ts';
import { cronProblem, periodOf, zoneProblem } from './schedule-times.ts';

export type ScheduleField = Exclude<keyof ScheduleSpec, 'targets' | 'kind' | 'overlap'>;

/** As fields and times are written where the schedule was said. */
export interface ScheduleWords {
  readonly names: Readonly<Record<ScheduleField, string>>;
  readonly time: (ms: number, field: ScheduleField) => string;
  /** The number of failures that means never. */
  readonly pauseNever: number;
}

const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/;
const SCHEDULE_TIMEOUT_MAX_MS = 86_400_000;
export const SCHEDULE_WHY_CHARS_MAX = 300;
const SECOND_MS = 1000;

type Wrong = (field: ScheduleField, message: string) => void;

/** `nowMs` for the period of a cron expression. Targets are not looked at. */
export function scheduleProblems(spec: ScheduleSpec, nowMs: number, words: ScheduleWords): FieldViolation[] {
  const { time, names, pauseNever } = words;
  const problems: FieldViolation[] = [];
  const wrong: Wrong = (field, message) => void problems.push({ field: names[field], message });
  const range = (field: 'catchUpMs' | 'timeoutMs', [min, max]: readonly [number, number]): void => {
    // Zero is what was not said.
    if (spec[field] !== 0 && !(spec[field] >= min && spec[field] <= max))
      wrong(field, `must be from ${time(min, field)} to ${time(max, field)}`);
  };
  if (!NAME.test(spec.name)) wrong('name', 'must be small letters, digits and dashes, at most 63');
  if (!isSiteId(spec.site)) wrong('site', 'is no short name of a site');
  if (spec.kind === 'lookup' && !parseMac(spec.mac)) wrong('mac', 'is not a MAC address');
  if (spec.kind !== 'lookup' && spec.mac !== '') wrong('mac', 'is for lookups alone');
  range('catchUpMs', [0, SCHEDULE_CATCH_UP_MAX_MS]);
  range('timeoutMs', [SECOND_MS, SCHEDULE_TIMEOUT_MAX_MS]);
  if (!(spec.pauseAfter >= 0 && spec.pauseAfter <= SCHEDULE_PAUSE_AFTER_MAX))
    wrong('pauseAfter', `must be from ${pauseNever} to ${SCHEDULE_PAUSE_AFTER_MAX}`);
  if (spec.why.length > SCHEDULE_WHY_CHARS_MAX || hasSteering(spec.why))
    wrong('why', `must be one line of at most ${SCHEDULE_WHY_CHARS_MAX} characters`);
  const periodMs = periodIfRight(spec, { nowMs, words, wrong });
  // Where the times are wrong, the period is not known.
  const jitterMax = Math.min(SCHEDULE_JITTER_MAX_MS, (periodMs ?? Number.POSITIVE_INFINITY) - SECOND_MS);
  if (!(spec.jitterMs >= 0 && spec.jitterMs <= jitterMax))
    wrong('jitterMs', `must be at most ${time(jitterMax, 'jitterMs')}, less than the period`);
  return problems;
}

interface Asked {
  readonly nowMs: number;
  readonly words: ScheduleWords;
  readonly wrong: Wrong;
}

/** `undefined` when something is wrong. */
function periodIfRight(spec: ScheduleSpec, { nowMs, words, wrong }: Asked): number | undefined {
  const { cron, timeZone, everyMs, phaseMs } = spec;
  const { names, time } = words;
  if ((cron === '') === (everyMs === 0)) {
    wrong('cron', `must be given, or ${names.everyMs}, but not both`);
    return undefined;
  }
  const zone = zoneProblem(timeZone);
  if (zone) wrong('timeZone', zone);
  if (cron !== '') {
    if (phaseMs !== 0) wrong('phaseMs', `is for ${names.everyMs} alone`);
    const problem = zone ? undefined : cronProblem(spec);
    if (problem) wrong('cron', problem);
    return zone || problem ? undefined : Math.max(SECOND_MS, periodOf(spec, nowMs));
  }
  if (!(everyMs >= SCHEDULE_PERIOD_MIN_MS && everyMs <= SCHEDULE_PERIOD_MAX_MS)) {
    const [min, max] = [SCHEDULE_PERIOD_MIN_MS, SCHEDULE_PERIOD_MAX_MS].map((ms) => time(ms, 'everyMs'));
    wrong('everyMs', `must be from ${min} to ${max}`);
    return undefined;
  }
  if (!(phaseMs >= 0 && phaseMs < everyMs)) wrong('phaseMs', `must be less than ${names.everyMs}`);
  return everyMs;
}
