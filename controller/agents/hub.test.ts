import { expect, test } from 'vitest';
import { retryAfterStop } from './hub.ts';

test('a controller that stops tells a fleet to come back one after the other, all within half a minute', () => {
  const waits = (agents: number): number[] =>
    Array.from({ length: agents }, (_, at) => retryAfterStop(at, agents));
  expect(waits(1)).toEqual([1000]);
  expect(waits(3)).toEqual([1000, 1010, 1020]);
  for (const agents of [1000, 10_000]) {
    const all = waits(agents);
    expect(Math.max(...all)).toBeLessThanOrEqual(21_000);
    // In no tenth of the time do more come than a tenth of them, and one.
    const tenth = (Math.max(...all) - 1000) / 10;
    for (let part = 0; part < 10; part += 1) {
      const from = 1000 + part * tenth;
      expect(all.filter((ms) => ms >= from && ms < from + tenth).length).toBeLessThanOrEqual(agents / 10 + 1);
    }
  }
});
