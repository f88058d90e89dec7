import { describe, expect, test } from 'vitest';
import { randomInt, seededRandom } from '../../shared/runtime/index.ts';
import { PART_TARGETS_MIN, spread } from './spread.ts';

const targets = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i);
const sizes = (parts: readonly (readonly number[])[]): number[] => parts.map(({ length }) => length);
const nobody = (): undefined => undefined;

describe('targets', () => {
  test('of one agent, or too few for two parts, stay together', () => {
    expect(sizes(spread(targets(500), ['a1'], nobody))).toEqual([500]);
    expect(sizes(spread(targets(2 * PART_TARGETS_MIN - 1), ['a1', 'a2'], nobody))).toEqual([99]);
    expect(sizes(spread(targets(500), [], nobody))).toEqual([500]);
  });

  test('that nobody read are shared out evenly, in parts that are worth it', () => {
    expect(sizes(spread(targets(100), ['a1', 'a2', 'a3'], nobody))).toEqual([50, 50]);
    expect(sizes(spread(targets(301), ['a1', 'a2', 'a3'], nobody))).toEqual([101, 100, 100]);
  });

  test('go to who read them last, and so again the next time', () => {
    const readers = new Map(targets(300).map((target) => [target, target % 3 === 0 ? 'a2' : 'a1']));
    const [first, second] = spread(targets(300), ['a1', 'a2', 'gone'].slice(0, 2), (one) => readers.get(one));
    expect(first?.every((one) => readers.get(one) === 'a1')).toBe(true);
    expect([first?.length, second?.length]).toEqual([200, 100]);
  });

  test('go to who read them last, however few they are: another agent may not even reach them', () => {
    const readers = new Map([
      [0, 'a1'],
      [1, 'a2'],
      [2, 'a2'],
      [3, 'away'],
    ]);
    const parts = spread(targets(5), ['a1', 'a2'], (one) => readers.get(one));
    expect(parts).toEqual([
      [1, 2, 4],
      [0, 3],
    ]);
  });

  test('of one agent alone are taken from it beyond one and a half shares, once', () => {
    const parts = spread(targets(300), ['a1', 'a2'], () => 'a1');
    expect(sizes(parts)).toEqual([225, 75]);
    const readers = new Map(parts.flatMap((part, i) => part.map((one) => [one, `a${i + 1}`] as const)));
    expect(sizes(spread(targets(300), ['a1', 'a2'], (one) => readers.get(one)))).toEqual([225, 75]);
  });

  test.each([1, 2, 3, 4, 5])('are all there, each once, in no empty part (seed %i)', (seed) => {
    const random = seededRandom(seed);
    for (let round = 0; round < 40; round += 1) {
      const agents = targets(randomInt(random, 6)).map((i) => `a${i}`);
      const readers = targets(900).map(() => `a${randomInt(random, 8)}`);
      const all = targets(1 + randomInt(random, 899));
      const parts = spread(all, agents, (one) => readers[one]);
      expect(parts.flat().toSorted((a, b) => a - b)).toEqual(all);
      expect(parts.length).toBeLessThanOrEqual(Math.max(1, agents.length));
      expect(Math.min(...sizes(parts))).toBeGreaterThan(0);
    }
  });
});
