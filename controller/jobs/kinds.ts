/** The kinds of jobs as one table: how long each may take, how it is tried again, and what it holds while it runs. */
import { type ErrorCode, type FieldViolation, WaysideError } from '../../shared/errors.ts';
import type { JobKind, JobPlan, JobRetry, JobTimes } from '../../shared/model/index.ts';
import type { Random } from '../../shared/runtime/index.ts';

export interface KindRow {
  readonly timers: Omit<JobTimes, 'leaseMs'>;
  readonly retry: JobRetry;
  /** Holds each of its sources until it has ended; see `jobs.perSource`. */
  readonly holdsSources: boolean;
  /**
   * Changes something: it is tried again only after an agent said that nothing was sent, never shares its work, and once an
   * agent took it nobody else gets it.
   */
  readonly writes: boolean;
}

/** The agent stopped, or the way to it broke, before there was a result; nothing is said of the device. */
const BROKEN_OFF: readonly ErrorCode[] = ['INTERRUPTED', 'UNAVAILABLE', 'SESSION_REPLACED', 'SHUTTING_DOWN'];

/** At once after the first break, for that is a restart; then slower. */
const READ_AGAIN: JobRetry = {
  ...{ attempts: 3, firstDelayMs: 0, nextDelayMs: 1000, factor: 4, delayMaxMs: 30_000, jitter: 0.2 },
  codes: BROKEN_OFF,
};
const NEVER_AGAIN: JobRetry = { ...READ_AGAIN, attempts: 1, codes: [] };
/** Nobody says NOTHING_SENT but who knows. */
const UNSENT_AGAIN: JobRetry = { ...READ_AGAIN, codes: ['NOTHING_SENT'] };

const READ = { retry: READ_AGAIN, holdsSources: false, writes: false };

export const kindTable: Readonly<Record<JobKind, KindRow>> = {
  collect: {
    ...READ,
    timers: { toStartMs: 600_000, toCloseMs: 600_000, overallMs: 600_000 },
    holdsSources: true,
  },
  lookup: { ...READ, timers: { toStartMs: 60_000, toCloseMs: 60_000, overallMs: 60_000 } },
  probe: { ...READ, timers: { toStartMs: 60_000, toCloseMs: 60_000, overallMs: 60_000 } },
  resolve: { ...READ, timers: { toStartMs: 60_000, toCloseMs: 60_000, overallMs: 60_000 } },
  port: { ...READ, timers: { toStartMs: 60_000, toCloseMs: 60_000, overallMs: 60_000 } },
  // Done by the controller itself.
  trace: {
    ...READ,
    timers: { toStartMs: 120_000, toCloseMs: 120_000, overallMs: 120_000 },
    retry: NEVER_AGAIN,
  },
  apply: {
    timers: { toStartMs: 600_000, toCloseMs: 3_600_000, overallMs: 3_600_000 },
    ...{ retry: UNSENT_AGAIN, holdsSources: true, writes: true },
  },
};

/** What the asker may set; 0 is the default of the kind. */
export interface PlanWish {
  readonly timeoutMs: number;
  readonly startTimeoutMs: number;
  readonly closeTimeoutMs: number;
  readonly attempts: number;
}

export const TIMEOUT_MAX_MS = 86_400_000;
export const ATTEMPTS_MAX = 10;

/** Problems are added to `problems`. `collectMs`: for collects that say nothing else. */
export function planOf(
  kind: JobKind,
  wish: PlanWish,
  facts: { readonly leaseMs: number; readonly collectMs: number; readonly problems: FieldViolation[] },
): JobPlan {
  const { timers, retry } = kindTable[kind];
  const check = (field: string, value: number, max: number): void => {
    if (value < 0 || value > max) facts.problems.push({ field, message: `must be 0 to ${max}` });
  };
  check('timeout_ms', wish.timeoutMs, TIMEOUT_MAX_MS);
  check('start_timeout_ms', wish.startTimeoutMs, TIMEOUT_MAX_MS);
  check('close_timeout_ms', wish.closeTimeoutMs, TIMEOUT_MAX_MS);
  check('attempts', wish.attempts, ATTEMPTS_MAX);
  const given = wish.timeoutMs || (kind === 'collect' ? facts.collectMs : 0);
  const overallMs = given || timers.overallMs;
  // Who gives it longer means the work, not the wait for a second try.
  const within = (ms: number, usual: number): number => Math.min(ms || given || usual, overallMs);
  return {
    timers: {
      toStartMs: within(wish.startTimeoutMs, timers.toStartMs),
      toCloseMs: within(wish.closeTimeoutMs, timers.toCloseMs),
      ...{ overallMs, leaseMs: facts.leaseMs },
    },
    retry: { ...retry, attempts: wish.attempts || retry.attempts },
  };
}

/** Of a job of that kind that may take so long in all. */
export function usualPlan(kind: JobKind, overallMs: number): JobPlan {
  const wish = { timeoutMs: overallMs, startTimeoutMs: 0, closeTimeoutMs: 0, attempts: 0 };
  return planOf(kind, wish, { leaseMs: 0, collectMs: 0, problems: [] });
}

/** Wait before attempt number `attempt`, from 2, in milliseconds. */
export function retryDelayMs(retry: JobRetry, attempt: number, random: Random): number {
  const grown = retry.nextDelayMs * retry.factor ** Math.max(0, attempt - 3);
  const usual = Math.min(attempt <= 2 ? retry.firstDelayMs : grown, retry.delayMaxMs);
  return Math.round(usual * (1 + retry.jitter * (2 * random.float() - 1)));
}

/** An attempt that ended with this and without a result may be made again. */
export function mayRetry(
  job: { readonly attempt: number; readonly plan: JobPlan },
  code: ErrorCode,
): boolean {
  const { attempts, codes } = job.plan.retry;
  return job.attempt < attempts && codes.includes(code);
}

/** A refusal of an agent says nothing of the work; those that pass by themselves are waited out. */
export function isPassing(code: ErrorCode): boolean {
  return new WaysideError(code, '').retryable;
}
