import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { int64FromWire, int64ToWire, timestampFromWire, timestampToWire } from './scalar.ts';

describe('times', () => {
  test('of any millisecond between the years 1 and 9999 come back the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 }), (ms) => {
        const wire = timestampToWire(ms);
        expect(wire?.nanos).toBeGreaterThanOrEqual(0);
        expect(wire?.nanos).toBeLessThan(1_000_000_000);
        expect(timestampFromWire(wire)).toBe(ms);
      }),
    );
  });

  test('lose their fractions, downwards', () => {
    expect(timestampToWire(1_999.9)).toEqual({ seconds: '1', nanos: 999_000_000 });
    expect(timestampToWire(-0.5)).toEqual({ seconds: '-1', nanos: 999_000_000 });
  });

  test('that are not set stay not set', () => {
    expect(timestampToWire(undefined)).toBeNull();
    expect(timestampFromWire(null)).toBeUndefined();
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, 1e18, -1e18])('of %d are refused', (ms) => {
    expect(() => timestampToWire(ms)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
    expect(() => timestampFromWire({ seconds: String(ms), nanos: 0 })).toThrow('out of range');
  });
});

describe('64-bit numbers', () => {
  test('that JavaScript holds exactly come back the same', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        expect(int64FromWire(int64ToWire(value))).toBe(value);
      }),
    );
  });

  test.each(['9007199254740993', '-9223372036854775808', '1.5', '', ' ', 'x', 'Infinity'])(
    '"%s" is refused rather than rounded',
    (text) => {
      expect(() => int64FromWire(text)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
    },
  );

  test.each([0.5, Number.NaN, 2 ** 53])('%d is not sent', (value) => {
    expect(() => int64ToWire(value)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });
});
