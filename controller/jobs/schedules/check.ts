/** What people say of a schedule over the API, checked: fields and times are named as the messages have them. */
import { type FieldViolation, WaysideError } from '../../../shared/errors.ts';
import type { ScheduleSpec } from '../../../shared/model/index.ts';
import { type ScheduleWords, scheduleProblems } from '../../../shared/runtime/index.ts';

const SECOND_MS = 1000;

const words: ScheduleWords = {
  names: {
    ...{ name: 'name', site: 'site', mac: 'mac', cron: 'cron', why: 'why', timeZone: 'time_zone' },
    ...{ everyMs: 'every_seconds', phaseMs: 'phase_seconds', jitterMs: 'jitter_seconds' },
    ...{ catchUpMs: 'catch_up_seconds', pauseAfter: 'pause_after', timeoutMs: 'timeout_ms' },
  },
  time: (ms, field) => (field === 'timeoutMs' ? `${ms} milliseconds` : `${ms / SECOND_MS} seconds`),
  pauseNever: -1,
};

/** Adds to `problems`; `nowMs` for the period of a cron expression. */
export function checkSpec(spec: ScheduleSpec, nowMs: number, problems: FieldViolation[]): void {
  for (const { field, message } of scheduleProblems(spec, nowMs, words))
    problems.push({ field: `spec.${field}`, message });
}

/** Error: INVALID_INPUT that says the first few. */
export function refuse(violations: readonly FieldViolation[]): never {
  const said = violations.slice(0, 3).map(({ field, message }) => `${field} ${message}`);
  const more = violations.length > said.length ? ['…'] : [];
  throw new WaysideError('INVALID_INPUT', [...said, ...more].join('; '), { violations });
}
