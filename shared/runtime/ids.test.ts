import { describe, expect, it } from 'vitest';
import { newId } from './ids.ts';
import { ManualClock } from './manual-clock.ts';
import { randomInt, seededRandom, systemRandom } from './random.ts';

describe('random ids', () => {
  it('have 26 safe characters, differ, and sort by the time they were made', () => {
    const clock = new ManualClock();
    const ids = Array.from({ length: 200 }, () => {
      clock.advance(1);
      return newId(clock, systemRandom);
    });
    expect(new Set(ids).size).toBe(200);
    expect([...ids].sort()).toEqual(ids);
    for (const id of ids) expect(id).toMatch(/^[0-9a-hjkmnp-tv-z]{26}$/);
  });
});

describe('seeded randomness', () => {
  it('is the same for the same seed and another for another', () => {
    const draw = (seed: number) => Array.from({ length: 20 }, seededRandom(seed).float);
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });

  it('reaches every whole number below the bound and none beyond', () => {
    const random = seededRandom(3);
    const seen = new Set(Array.from({ length: 500 }, () => randomInt(random, 6)));
    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5]);
  });
});
