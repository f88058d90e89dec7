import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { firingId, parseFiringId, runNowId, type Timing } from '../model/index.ts';
import {
  cronProblem,
  jitterOf,
  NOMINALS_MAX,
  nominalAfter,
  nominalsBetween,
  periodOf,
  zoneProblem,
} from './schedule-times.ts';

const HOUR_MS = 3_600_000;
const cron = (text: string, timeZone = 'Europe/Berlin'): Timing => ({
  ...{ cron: text, timeZone, everyMs: 0, phaseMs: 0, jitterMs: 0 },
});
const every = (everyMs: number, phaseMs = 0): Timing => ({
  ...{ cron: '', timeZone: 'UTC', everyMs, phaseMs, jitterMs: 0 },
});
const iso = (times: readonly number[]): string[] => times.map((at) => new Date(at).toISOString());
const between = (timing: Timing, from: string, to: string): string[] =>
  iso(nominalsBetween(timing, Date.parse(from), Date.parse(to)));

describe('cron by the wall clock of a zone', () => {
  test('a time that the clock skips in spring fires once, after the gap', () => {
    expect(between(cron('30 2 * * *'), '2026-03-28T00:00:00Z', '2026-03-30T12:00:00Z')).toEqual([
      '2026-03-28T01:30:00.000Z',
      '2026-03-29T01:00:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ]);
  });

  test('a time that comes twice in autumn fires once', () => {
    expect(between(cron('30 2 * * *'), '2026-10-24T00:00:00Z', '2026-10-26T12:00:00Z')).toEqual([
      '2026-10-24T00:30:00.000Z',
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ]);
  });

  test('what runs every hour runs every hour on both days', () => {
    for (const day of ['2026-03-29', '2026-10-25']) {
      const times = nominalsBetween(
        cron('0 * * * *'),
        Date.parse(`${day}T00:00:00Z`) - HOUR_MS,
        Date.parse(`${day}T06:00:00Z`),
      );
      expect(times).toHaveLength(7);
      expect(times.every((at, i) => i === 0 || at - (times[i - 1] ?? 0) === HOUR_MS)).toBe(true);
    }
  });

  test('the same wall time is another moment in another zone', () => {
    const at = (zone: string) => nominalAfter(cron('0 3 * * *', zone), Date.parse('2026-07-01T00:00:00Z'));
    expect(iso([at('Asia/Tokyo') ?? 0, at('America/New_York') ?? 0])).toEqual([
      '2026-07-01T18:00:00.000Z',
      '2026-07-01T07:00:00.000Z',
    ]);
  });

  test('what cannot be read, or never comes, is said in words', () => {
    expect(cronProblem(cron('0 3 * * *'))).toBeUndefined();
    expect(cronProblem(cron('99 * * * *'))).toMatch(/minute/);
    expect(cronProblem(cron('0 0 3 * * *'))).toBe(
      'has 6 fields; it takes five: minute hour day month weekday',
    );
    expect(cronProblem(cron('x'))).toMatch(/^has 1 field;/);
    expect(cronProblem(cron('@daily'))).toBeUndefined();
    expect(cronProblem(cron('a b c d e'))).toMatch(/no cron expression/);
    expect(cronProblem(cron('0 0 30 2 *'))).toMatch(/no time/);
    expect(zoneProblem('Mars/Base')).toMatch(/no time zone/);
    expect(zoneProblem('Europe/Berlin')).toBeUndefined();
  });
});

describe('intervals with a phase', () => {
  test('fire at the phase, whenever one began to look', () => {
    const timing = every(15 * 60_000, 5 * 60_000);
    expect(between(timing, '2026-01-01T00:00:00Z', '2026-01-01T00:36:00Z')).toEqual([
      '2026-01-01T00:05:00.000Z',
      '2026-01-01T00:20:00.000Z',
      '2026-01-01T00:35:00.000Z',
    ]);
    expect(periodOf(timing, 0)).toBe(15 * 60_000);
  });

  test('of a long absence the newest times are there, and no more than NOMINALS_MAX', () => {
    for (const timing of [every(60_000), cron('* * * * *')]) {
      const to = Date.parse('2026-06-01T00:00:00Z');
      const times = nominalsBetween(timing, to - 100 * 24 * HOUR_MS, to);
      expect(times.length).toBeLessThanOrEqual(NOMINALS_MAX);
      expect(times.at(-1)).toBe(to);
    }
  });
});

test('jitter is the same each time for one firing, within its bound, and spreads', () => {
  const id = 'a'.repeat(26);
  const late = Array.from({ length: 200 }, (_, i) => jitterOf(id, i * 60_000, 60_000));
  expect(late).toEqual(Array.from({ length: 200 }, (_, i) => jitterOf(id, i * 60_000, 60_000)));
  expect(Math.min(...late)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...late)).toBeLessThanOrEqual(60_000);
  expect(late.filter((ms) => ms < 30_000).length).toBeGreaterThan(60);
  expect(late.filter((ms) => ms >= 30_000).length).toBeGreaterThan(60);
  expect(jitterOf(id, 0, 0)).toBe(0);
});

test('the id of a firing tells its schedule and its time; that of a run by hand is none', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (seconds) => {
      const scheduleId = '0123456789abcdefghjkmnpqrs';
      expect(parseFiringId(firingId(scheduleId, seconds * 1000))).toEqual({
        scheduleId,
        nominalAt: seconds * 1000,
      });
      expect(parseFiringId(runNowId(scheduleId, seconds * 1000))).toBeUndefined();
    }),
    { seed: 4, numRuns: 200 },
  );
});
