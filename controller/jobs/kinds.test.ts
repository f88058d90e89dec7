import { describe, expect, test } from 'vitest';
import type { FieldViolation } from '../../shared/errors.ts';
import { jobKinds } from '../../shared/model/index.ts';
import { seededRandom } from '../../shared/runtime/index.ts';
import { kindTable, mayRetry, type PlanWish, planOf, retryDelayMs, usualPlan } from './kinds.ts';

const NO_WISH: PlanWish = { timeoutMs: 0, startTimeoutMs: 0, closeTimeoutMs: 0, attempts: 0 };

function plan(wish: Partial<PlanWish> = {}, problems: FieldViolation[] = []) {
  return planOf('collect', { ...NO_WISH, ...wish }, { leaseMs: 7, collectMs: 500_000, problems });
}

describe('the plan of a job', () => {
  test('is that of its kind, a collect with the time that is configured: S0.60', () => {
    expect(plan().timers).toEqual({ toStartMs: 500_000, toCloseMs: 500_000, overallMs: 500_000, leaseMs: 7 });
    for (const kind of jobKinds) {
      const { toStartMs, toCloseMs, overallMs } = kindTable[kind].timers;
      expect(Math.max(toStartMs, toCloseMs)).toBeLessThanOrEqual(overallMs);
    }
  });

  test('is as the asker wishes, and no part is longer than the whole', () => {
    const wish = { timeoutMs: 60_000, startTimeoutMs: 1000, closeTimeoutMs: 90_000, attempts: 5 };
    const { timers, retry } = plan(wish);
    expect(timers).toMatchObject({ toStartMs: 1000, toCloseMs: 60_000, overallMs: 60_000 });
    expect(retry.attempts).toBe(5);
  });

  test('tells every wish that is out of bounds', () => {
    const problems: FieldViolation[] = [];
    plan({ timeoutMs: -1, startTimeoutMs: 86_400_001, closeTimeoutMs: -1, attempts: 11 }, problems);
    expect(problems.map(({ field }) => field)).toEqual([
      ...['timeout_ms', 'start_timeout_ms', 'close_timeout_ms', 'attempts'],
    ]);
  });
});

describe('trying again', () => {
  const { retry } = usualPlan('probe', 60_000);

  test('is at once, then slower up to the cap, each within its jitter', () => {
    const middle = { float: () => 0.5 } as ReturnType<typeof seededRandom>;
    const waits = [2, 3, 4, 5, 6, 7].map((attempt) => retryDelayMs(retry, attempt, middle));
    expect(waits).toEqual([0, 1000, 4000, 16_000, 30_000, 30_000]);
    const random = seededRandom(1);
    const drawn = Array.from({ length: 200 }, () => retryDelayMs(retry, 3, random));
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(800);
    expect(Math.max(...drawn)).toBeLessThanOrEqual(1200);
    expect(new Set(drawn).size).toBeGreaterThan(50);
  });

  test('is for breaks alone, while attempts are left', () => {
    const facts = { plan: usualPlan('probe', 60_000) };
    expect([1, 2, 3].map((attempt) => mayRetry({ ...facts, attempt }, 'INTERRUPTED'))).toEqual([
      ...[true, true, false],
    ]);
    expect(mayRetry({ ...facts, attempt: 1 }, 'AUTH_REJECTED')).toBe(false);
  });
});
