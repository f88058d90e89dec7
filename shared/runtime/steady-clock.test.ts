import { describe, expect, it } from 'vitest';
import { ManualClock } from './manual-clock.ts';
import { CLOCK_SETTLES_MS, SteadyClock } from './steady-clock.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

function settled(): { readonly wall: ManualClock; readonly clock: SteadyClock } {
  const wall = new ManualClock();
  const clock = new SteadyClock(wall, wall.now());
  wall.advance(CLOCK_SETTLES_MS + 1);
  clock.now();
  return { wall, clock };
}

describe('a clock that is not believed when it jumps', () => {
  it('follows steps of up to an hour', () => {
    const { wall, clock } = settled();
    for (const step of [HOUR_MS, -HOUR_MS, MINUTE_MS]) {
      wall.jump(step);
      expect(clock.now()).toBe(wall.now());
      expect([clock.jump, clock.mayForget]).toEqual([undefined, true]);
    }
  });

  it.each([1000 * DAY_MS, -1000 * DAY_MS, HOUR_MS + 1])('goes on by itself through a jump of %d ms', (by) => {
    const { wall, clock } = settled();
    const before = clock.now();
    wall.jump(by);
    wall.advance(MINUTE_MS);
    expect(clock.now()).toBe(before + MINUTE_MS);
    expect(clock.jump?.byMs).toBe(by);
    expect(clock.mayForget).toBe(false);
    wall.jump(-by);
    expect(clock.now()).toBe(before + MINUTE_MS);
    expect([clock.jump, clock.mayForget]).toEqual([undefined, true]);
  });

  it('believes a new time that has stayed for as long as it is away, a day at most', () => {
    for (const [by, after] of [
      [2 * HOUR_MS, 2 * HOUR_MS],
      [50 * DAY_MS, DAY_MS],
    ] as const) {
      const { wall, clock } = settled();
      wall.jump(by);
      clock.now();
      wall.advance(after - 1);
      expect([clock.mayForget, clock.jump?.believedInMs]).toEqual([false, 1]);
      wall.advance(1);
      expect([clock.mayForget, clock.now()]).toEqual([true, wall.now()]);
    }
  });

  it('begins to wait anew when the clock jumps once more', () => {
    const { wall, clock } = settled();
    wall.jump(50 * DAY_MS);
    clock.now();
    wall.advance(DAY_MS - 1);
    wall.jump(50 * DAY_MS);
    expect(clock.jump).toEqual({ byMs: 100 * DAY_MS, believedInMs: DAY_MS });
  });

  it('forgets nothing at first after a time without it, which a wrong clock looks like', () => {
    const wall = new ManualClock();
    const clock = new SteadyClock(wall, wall.now() - 16 * HOUR_MS);
    expect([clock.now(), clock.jump]).toEqual([wall.now(), undefined]);
    expect([clock.restMs, clock.gap?.byMs]).toEqual([16 * HOUR_MS, 16 * HOUR_MS]);
    wall.advance(16 * HOUR_MS);
    expect([clock.mayForget, clock.gap]).toEqual([true, undefined]);
  });

  it('goes on where the last run ended when it starts with a time that cannot be', () => {
    for (const by of [1000 * DAY_MS, -1000 * DAY_MS]) {
      const wall = new ManualClock();
      const mark = wall.now() - by;
      const clock = new SteadyClock(wall, mark);
      wall.advance(MINUTE_MS);
      expect([clock.now(), clock.jump?.byMs, clock.mayForget]).toEqual([mark + MINUTE_MS, by, false]);
    }
  });

  it('follows a clock that is set in the first minutes', () => {
    const wall = new ManualClock();
    const mark = wall.now() + 5 * HOUR_MS;
    const clock = new SteadyClock(wall, mark);
    expect(clock.now()).toBe(mark);
    wall.advance(MINUTE_MS);
    wall.jump(15 * HOUR_MS);
    expect([clock.now(), clock.jump]).toEqual([wall.now(), undefined]);
    expect(clock.restMs).toBe(10 * HOUR_MS);
  });

  it('has nothing to compare with at the very first start', () => {
    const wall = new ManualClock();
    const clock = new SteadyClock(wall, undefined);
    expect([clock.mayForget, clock.now()]).toEqual([true, wall.now()]);
    wall.jump(1000 * DAY_MS);
    expect([clock.mayForget, clock.now()]).toEqual([true, wall.now()]);
  });
});
