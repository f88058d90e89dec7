import { describe, expect, it } from 'vitest';
import { givenTime } from './given-time.ts';

const NOW_MS = Date.parse('2026-11-22T12:00:00Z');
const utc = { nowMs: NOW_MS, zone: 'utc' } as const;

describe('a moment that people type', () => {
  it.each([
    ['2h', '2026-11-22T10:00:00Z'],
    ['1d12h', '2026-11-21T00:00:00Z'],
    ['2026-11-20', '2026-11-20T00:00:00Z'],
    ['2026-11-20T10:00', '2026-11-20T10:00:00Z'],
    ['2026-11-20 10:00:30', '2026-11-20T10:00:30Z'],
    ['2026-11-20T10:00+01:00', '2026-11-20T09:00:00Z'],
  ])('%s', (text, expected) => {
    expect(new Date(givenTime(text, 'at', utc)).toISOString()).toBe(new Date(expected).toISOString());
  });

  it('without a zone is in that of the reader', () => {
    expect(givenTime('2026-11-20T10:00', 'at', { ...utc, zone: 'local' })).toBe(
      new Date(2026, 10, 20, 10).getTime(),
    );
  });

  it.each(['', 'yesterday', '2026-13-40', '2026-02-30T99:00', '10:00', '1764000000'])('is not %j', (text) => {
    expect(() => givenTime(text, 'at', utc)).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', message: expect.stringContaining('--at') }),
    );
  });
});
