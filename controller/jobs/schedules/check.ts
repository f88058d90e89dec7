/** What people say of a schedule, checked: all that is wrong at once, each with its field. */
import { type FieldViolation, WaysideError } from '../../../shared/errors.ts';
import {
  isSiteId,
  parseMac,
  SCHEDULE_CATCH_UP_MAX_MS,
  SCHEDULE_JITTER_MAX_MS,
  SCHEDULE_PAUSE_AFTER_MAX,
  SCHEDULE_PERIOD_MAX_MS,
  SCHEDULE_PERIOD_MIN_MS,
  type ScheduleSpec,
} from '../../../shared/model/index.ts';
import { cronProblem, hasSteering, periodOf, zoneProblem } from '../../../shared/runtime/index.ts';

const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/;
const TIMEOUT_MAX_MS = 86_400_000;
const SECOND_MS = 1000;
export const WHY_CHARS_MAX = 300;

/** Adds to `problems`; `nowMs` for the period of a cron expression. */
export function checkSpec(spec: ScheduleSpec, nowMs: number, problems: FieldViolation[]): void {
  const wrong = (field: string, message: string): void => {
    problems.push({ field: `spec.${field}`, message });
  };
  const range = (field: string, ms: number, max: number): void => {
    if (!(ms >= 0 && ms <= max)) wrong(field, `must be from 0 to ${max / SECOND_MS}`);
  };
  if (!NAME.test(spec.name)) wrong('name', 'must be small letters, digits and dashes, at most 63');
  if (!isSiteId(spec.site)) wrong('site', 'is no short name of a site');
  if (spec.kind === 'lookup' && !parseMac(spec.mac)) wrong('mac', 'is not a MAC address');
  if (spec.kind !== 'lookup' && spec.mac !== '') wrong('mac', 'is for lookups alone');
  range('catch_up_seconds', spec.catchUpMs, SCHEDULE_CATCH_UP_MAX_MS);
  range('timeout_ms', spec.timeoutMs / SECOND_MS, TIMEOUT_MAX_MS / SECOND_MS);
  if (!(spec.pauseAfter >= 0 && spec.pauseAfter <= SCHEDULE_PAUSE_AFTER_MAX))
    wrong('pause_after', `must be from -1 to ${SCHEDULE_PAUSE_AFTER_MAX}`);
  if (spec.why.length > WHY_CHARS_MAX || hasSteering(spec.why))
    wrong('why', `must be one line of at most ${WHY_CHARS_MAX} characters`);
  const periodMs = checkTimes(spec, nowMs, wrong);
  const jitterMax = Math.min(SCHEDULE_JITTER_MAX_MS, Math.max(0, (periodMs || SECOND_MS) - SECOND_MS));
  if (!(spec.jitterMs >= 0 && spec.jitterMs <= jitterMax))
    wrong('jitter_seconds', `must be from 0 to ${jitterMax / SECOND_MS}, less than the period`);
}

/** The period; 0 when something is wrong. */
function checkTimes(
  spec: ScheduleSpec,
  nowMs: number,
  wrong: (field: string, message: string) => void,
): number {
  const { cron, timeZone, everyMs, phaseMs } = spec;
  if ((cron === '') === (everyMs === 0)) {
    wrong('cron', 'give either cron or every_seconds');
    return 0;
  }
  const zone = zoneProblem(timeZone);
  if (zone) wrong('time_zone', zone);
  if (cron !== '') {
    if (phaseMs !== 0) wrong('phase_seconds', 'is for every_seconds alone');
    const problem = zone ? undefined : cronProblem(spec);
    if (problem) wrong('cron', problem);
    return zone || problem ? 0 : periodOf(spec, nowMs);
  }
  if (!(everyMs >= SCHEDULE_PERIOD_MIN_MS && everyMs <= SCHEDULE_PERIOD_MAX_MS)) {
    const [min, max] = [SCHEDULE_PERIOD_MIN_MS / SECOND_MS, SCHEDULE_PERIOD_MAX_MS / SECOND_MS];
    wrong('every_seconds', `must be from ${min} to ${max}`);
    return 0;
  }
  if (!(phaseMs >= 0 && phaseMs < everyMs)) wrong('phase_seconds', 'must be less than every_seconds');
  return everyMs;
}

/** Error: INVALID_INPUT that says the first few. */
export function refuse(violations: readonly FieldViolation[]): never {
  const words = violations.slice(0, 3).map(({ field, message }) => `${field} ${message}`);
  const more = violations.length > words.length ? ['…'] : [];
  throw new WaysideError('INVALID_INPUT', [...words, ...more].join('; '), { violations });
}
