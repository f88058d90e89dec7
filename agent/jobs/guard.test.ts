import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../shared/runtime/index.ts';
import { type CpuTimes, GUARD_SAMPLE_MS, GUARD_SHARES, HostGuard, readCpuTimes } from './guard.ts';
import { TargetSlots } from './slots.ts';

const limits = { yellow: 75, red: 85, critical: 95 };

/** A host whose processors are as busy as it is told. */
function bench(): { told: string[]; guard: HostGuard; run: (percent: number) => string } {
  const clock = new ManualClock();
  let times: CpuTimes = { busyMs: 0, idleMs: 0 };
  const told: string[] = [];
  const onZone = (zone: string, percent: number): void => void told.push(`${zone} at ${Math.round(percent)}`);
  const guard = new HostGuard({ clock, limits, onZone, read: () => times });
  const run = (percent: number): string => {
    times = { busyMs: times.busyMs + percent, idleMs: times.idleMs + 100 - percent };
    clock.advance(GUARD_SAMPLE_MS);
    return guard.zone;
  };
  return { told, guard, run };
}

describe('the guard of the host (S1.3)', () => {
  it('enters its zones at 75, 85 and 95 percent, and leaves them five points below', () => {
    const { told, run } = bench();
    const loads = [74, 75, 70, 69, 96, 90, 89, 80, 79, 10];
    expect(loads.map(run)).toEqual([
      ...['green', 'yellow', 'yellow', 'green', 'critical', 'critical', 'red', 'red', 'yellow', 'green'],
    ]);
    expect(told).toEqual([
      ...['yellow at 75', 'green at 69', 'critical at 96', 'red at 89', 'yellow at 79', 'green at 10'],
    ]);
  });

  it('asks nothing of a host that stood still, and is silent once it is stopped', () => {
    const clock = new ManualClock();
    const told: string[] = [];
    let times: CpuTimes = { busyMs: 100, idleMs: 0 };
    const onZone = (zone: string): void => void told.push(zone);
    const guard = new HostGuard({ clock, limits, onZone, read: () => times });
    clock.advance(GUARD_SAMPLE_MS);
    times = { busyMs: 10, idleMs: 0 };
    clock.advance(GUARD_SAMPLE_MS);
    expect(told).toEqual([]);
    guard.stop();
    times = { busyMs: 1_000, idleMs: 0 };
    clock.advance(GUARD_SAMPLE_MS);
    expect(told).toEqual([]);
  });

  it('reads the processors of this host', () => {
    const { busyMs, idleMs } = readCpuTimes();
    expect(busyMs).toBeGreaterThan(0);
    expect(idleMs).toBeGreaterThan(0);
  });

  it('has fewer targets worked on at once while the host is busy, and more again when it is not', async () => {
    const slots = new TargetSlots(new ManualClock(), 8);
    const ends: (() => void)[] = [];
    const work = (): Promise<void> => new Promise((resolve) => void ends.push(resolve));
    const begin = (): void => void slots.run('collect', work, { signal: new AbortController().signal });
    const turn = (): Promise<void> => new Promise((done) => setImmediate(done));
    for (let i = 0; i < 20; i += 1) begin();
    await turn();
    expect(ends).toHaveLength(8);
    slots.limit(GUARD_SHARES.yellow);
    for (const end of ends.splice(0, 4)) end();
    await turn();
    expect(slots.active).toBe(4);
    slots.limit(GUARD_SHARES.critical);
    for (const end of ends.splice(0)) end();
    await turn();
    expect(slots.active).toBe(1);
    slots.limit(GUARD_SHARES.green);
    await turn();
    expect(slots.active).toBe(8);
  });
});

describe('places for targets', () => {
  const never = (): Promise<void> => new Promise(() => undefined);
  const turn = (): Promise<void> => new Promise((done) => setImmediate(done));
  const { signal } = new AbortController();

  it('are never all taken by schedules, and a person stands before every schedule that waits (S1.4)', async () => {
    const slots = new TargetSlots(new ManualClock(), 3);
    const ends: (() => void)[] = [];
    const begun: string[] = [];
    const work = (name: string) => (): Promise<void> => {
      begun.push(name);
      return new Promise((done) => void ends.push(done));
    };
    for (const name of ['night 1', 'night 2', 'night 3', 'night 4'])
      void slots.run('collect', work(name), { signal, rank: 'schedule' });
    await turn();
    expect(begun).toEqual(['night 1', 'night 2']);
    void slots.run('collect', work('person 1'), { signal });
    void slots.run('probe', work('person 2'), { signal });
    await turn();
    expect(begun).toEqual(['night 1', 'night 2', 'person 1']);
    ends[0]?.();
    await turn();
    expect(begun.at(-1)).toBe('person 2');
  });

  it.each(['lookup', 'resolve', 'port'] as const)('for a %s are never behind a collect', async (kind) => {
    const slots = new TargetSlots(new ManualClock(), 1);
    void slots.run('collect', never, { signal });
    let isBegun = false;
    const begin = (): Promise<void> => {
      isBegun = true;
      return Promise.resolve();
    };
    await slots.run(kind, begin, { signal });
    expect(isBegun).toBe(true);
  });
});
