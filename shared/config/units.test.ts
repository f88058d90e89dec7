import { expect, test } from 'vitest';
import { formatDuration, formatSize, parseDuration, parseSize } from './units.ts';

test.each([
  ['30s', 30_000],
  ['1h30m', 5_400_000],
  ['1.5s', 1500],
  ['250ms', 250],
  ['7d', 604_800_000],
  ['0s', 0],
])('the duration %s is %i ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each(['30', '', 's', '-1s', '1 s', '1S', '1w', '1e3s', '99999999999s'])(
  '"%s" is no duration',
  (text) => {
    expect(parseDuration(text)).toBeUndefined();
  },
);

test.each([
  ['16MiB', 16_777_216],
  ['512B', 512],
  ['1.5KiB', 1536],
  ['2TiB', 2 * 2 ** 40],
])('the size %s is %i bytes', (text, bytes) => {
  expect(parseSize(text)).toBe(bytes);
});

test.each(['16', '16MB', '16mib', '-1B', '1 KiB', ''])('"%s" is no size', (text) => {
  expect(parseSize(text)).toBeUndefined();
});

test('what is printed reads back as the same value', () => {
  for (const ms of [0, 1, 999, 1000, 90_000, 86_399_999, 604_800_000]) {
    expect(parseDuration(formatDuration(ms))).toBe(ms);
  }
  for (const bytes of [1, 1023, 1024, 1_048_577, 16_777_216, 2 ** 40])
    expect(parseSize(formatSize(bytes))).toBe(bytes);
  expect(formatDuration(90_000)).toBe('1m30s');
  expect(formatSize(16_777_216)).toBe('16MiB');
});
