import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HLC_EPOCH_MS, HLC_SKEW_MAX_MS, hlcToMs, mayAdopt, nextHlc } from './hlc.ts';

const NOW = Date.UTC(2026, 10, 21);

describe('hybrid clock stamps', () => {
  it('rise with every write, whatever the wall clock does', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: NOW * 2 }), { maxLength: 50 }), (walls) => {
        let last = 0;
        for (const wall of walls) {
          const next = nextHlc(last, wall);
          expect(next).toBeGreaterThan(last);
          expect(Number.isSafeInteger(next)).toBe(true);
          last = next;
        }
      }),
    );
  });

  it('show the wall time to the millisecond', () => {
    expect(hlcToMs(nextHlc(0, NOW))).toBe(NOW);
    expect(hlcToMs(nextHlc(0, NOW + 0.7))).toBe(NOW);
  });

  it('stay near the wall clock through a burst in one millisecond', () => {
    let last = nextHlc(0, NOW);
    for (let i = 0; i < 4095; i += 1) last = nextHlc(last, NOW);
    expect(hlcToMs(last)).toBe(NOW);
    expect(hlcToMs(nextHlc(last, NOW))).toBe(NOW + 1);
  });

  it('fit a whole number of 53 bits until the year 2093', () => {
    const year2093 = Date.UTC(2093, 0, 1);
    expect(Number.isSafeInteger(nextHlc(0, year2093) + 4095)).toBe(true);
    expect(nextHlc(0, year2093)).toBeLessThan(2 ** 53);
  });

  it('begin at zero for a clock that is before the epoch', () => {
    expect(nextHlc(0, HLC_EPOCH_MS - 1)).toBe(1);
  });

  it('of others move our clock only up to five minutes ahead; what is old is never refused', () => {
    const stamp = (ms: number): number => nextHlc(0, ms);
    expect(mayAdopt(stamp(NOW + HLC_SKEW_MAX_MS), NOW)).toBe(true);
    expect(mayAdopt(stamp(NOW + HLC_SKEW_MAX_MS + 1), NOW)).toBe(false);
    expect(mayAdopt(stamp(NOW - 365 * 86_400_000), NOW)).toBe(true);
  });
});
