/**
 * When a schedule fires. Cron runs by the wall clock of its zone: a time that the clock skips in spring fires at the
 * moment after the gap, one that comes twice in autumn fires the first time; what runs every hour or minute runs on.
 */
import { Cron } from 'croner';
import { WaysideError } from '../errors.ts';
import { firingId, hashId, type Timing } from '../model/index.ts';

/** Times looked at in one search; a schedule that was away for longer has its oldest ones counted, not listed. */
export const NOMINALS_MAX = 1000;

type When = Pick<Timing, 'cron' | 'timeZone' | 'everyMs' | 'phaseMs'>;

/** The next nominal time after that moment; `undefined`: never. Errors: INVALID_INPUT for what cannot be read. */
export function nominalAfter(timing: When, afterMs: number): number | undefined {
  if (timing.cron === '') {
    const { everyMs, phaseMs } = timing;
    return (Math.floor((afterMs - phaseMs) / everyMs) + 1) * everyMs + phaseMs;
  }
  return cronOf(timing).nextRun(new Date(afterMs))?.getTime();
}

/** Nominal times after `fromMs` up to `toMs`, the oldest first; the newest NOMINALS_MAX at most. */
export function nominalsBetween(timing: When, fromMs: number, toMs: number): readonly number[] {
  if (fromMs >= toMs) return [];
  if (timing.cron === '') {
    const from = Math.max(fromMs, toMs - NOMINALS_MAX * timing.everyMs);
    return collect((after) => nominalAfter(timing, after), from, toMs);
  }
  const cron = cronOf(timing);
  const next = (after: number): number | undefined => cron.nextRun(new Date(after))?.getTime();
  const found = collect(next, fromMs, toMs);
  // So many that the newest are not among them: those of the last minutes are.
  const last = found.at(-1) ?? 0;
  return found.length < NOMINALS_MAX || (next(last) ?? toMs + 1) > toMs
    ? found
    : collect(next, Math.max(fromMs, toMs - NOMINALS_MAX * MINUTE_MS), toMs);
}

/** Milliseconds that the firing comes after its nominal time: the same on every machine. */
export function jitterOf(scheduleId: string, nominalMs: number, jitterMs: number): number {
  if (jitterMs <= 0) return 0;
  const id = hashId('jitter', firingId(scheduleId, nominalMs));
  return Number.parseInt(id.slice(0, JITTER_CHARS), 36) % (jitterMs + 1);
}

/** Milliseconds from one firing to the next, as it is after that moment. */
export function periodOf(timing: When, afterMs: number): number {
  const first = nominalAfter(timing, afterMs);
  const second = first === undefined ? undefined : nominalAfter(timing, first);
  return first === undefined || second === undefined ? 0 : second - first;
}

/** What is wrong with the expression and zone, in words; `undefined`: nothing. */
export function cronProblem({ cron, timeZone }: Pick<Timing, 'cron' | 'timeZone'>): string | undefined {
  const fields = cron.trim().split(/\s+/);
  // `@daily` and its like stand for five.
  if (fields.length !== CRON_FIELDS && !cron.trim().startsWith('@')) {
    const count = fields.length === 1 ? '1 field' : `${fields.length} fields`;
    return `has ${count}; it takes five: minute hour day month weekday`;
  }
  try {
    const next = cronOf({ cron, timeZone }).nextRun(new Date(0));
    return next ? undefined : 'has no time at which it would fire';
  } catch (error) {
    return WaysideError.from(error).message;
  }
}

export function zoneProblem(timeZone: string): string | undefined {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return timeZone === '' ? 'must be given' : undefined;
  } catch {
    return `"${timeZone.slice(0, 60)}" is no time zone, such as Europe/Berlin or UTC`;
  }
}

const MINUTE_MS = 60_000;
const CRON_FIELDS = 5;
/** Of the hash: far more values than there are milliseconds. */
const JITTER_CHARS = 8;

function cronOf({ cron, timeZone }: Pick<Timing, 'cron' | 'timeZone'>): Cron {
  try {
    return new Cron(cron, { timezone: timeZone, mode: '5-part' });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.replace(/^Cron\w+: /, '') : String(cause);
    throw new WaysideError('INVALID_INPUT', `"${cron.slice(0, 80)}" is no cron expression: ${why}`, {
      hint: 'Five fields: minute hour day month weekday, such as "0 3 * * *".',
      cause,
    });
  }
}

function collect(next: (after: number) => number | undefined, fromMs: number, toMs: number): number[] {
  const found: number[] = [];
  let at = next(fromMs);
  while (at !== undefined && at <= toMs && found.length < NOMINALS_MAX) {
    found.push(at);
    at = next(at);
  }
  return found;
}
