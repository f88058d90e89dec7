import { expect, test } from 'vitest';
import type { Schedule } from './book.ts';
import { dueOf, NextTimes } from './due.ts';

const HOUR_MS = 3_600_000;
const schedule = {
  ...{ id: 's', settledAt: 10 * HOUR_MS, pausedAt: null },
  spec: { cron: '', timeZone: 'UTC', everyMs: HOUR_MS, phaseMs: 0, jitterMs: 0 },
} as unknown as Schedule;

test('the next time is made out once, however often somebody looks and however much time has passed', () => {
  const nexts = new NextTimes();
  const first = nexts.of(schedule, schedule.settledAt + 1);
  expect(first).toEqual({ from: 10 * HOUR_MS, dueAt: 11 * HOUR_MS });
  expect(nexts.of(schedule, schedule.settledAt + 1000 * HOUR_MS)).toBe(first);
});

test('it is made out anew when the schedule was saved, and when the clock was set back', () => {
  const nexts = new NextTimes();
  nexts.of(schedule, 11 * HOUR_MS);
  expect(nexts.of({ ...schedule, settledAt: 11 * HOUR_MS }, 11 * HOUR_MS).dueAt).toBe(12 * HOUR_MS);
  expect(nexts.of(schedule, 5 * HOUR_MS)).toEqual({ from: 5 * HOUR_MS, dueAt: 6 * HOUR_MS });
});

test('of a paused one only what came before the pause is due', () => {
  const paused = { ...schedule, pausedAt: 12.5 * HOUR_MS };
  expect(dueOf(paused, 20 * HOUR_MS)).toEqual([11 * HOUR_MS, 12 * HOUR_MS]);
  const later = { ...paused, settledAt: 12 * HOUR_MS };
  expect(new NextTimes().of(later, 20 * HOUR_MS).dueAt).toBe(Number.POSITIVE_INFINITY);
});
