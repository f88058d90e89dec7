import { describe, expect, it } from 'vitest';
import { CPU_REFUSED_MS, CPU_SAMPLE_EVERY_MS } from '../limits.ts';
import type { CpuRow } from '../platform.ts';
import { LoadWatch, loadOf, nextZone, type Zone } from './zones.ts';

const row = (fiveSecondsPercent?: number, minutePercent?: number, fiveMinutesPercent?: number): CpuRow => ({
  fiveSecondsPercent,
  minutePercent,
  fiveMinutesPercent,
});

describe('zones of a switch', () => {
  it.each<[Zone, number | undefined, Zone]>([
    ['normal', 59, 'normal'],
    ['normal', 60, 'serial'],
    ['normal', 75, 'single'],
    ['normal', 90, 'deferred'],
    ['normal', 100, 'deferred'],
    ['serial', 55, 'serial'],
    ['serial', 54, 'normal'],
    ['single', 70, 'single'],
    ['single', 69, 'serial'],
    ['single', 54, 'normal'],
    ['deferred', 85, 'deferred'],
    ['deferred', 84, 'single'],
    ['deferred', 69, 'serial'],
    ['serial', 75, 'single'],
    ['deferred', undefined, 'normal'],
  ])('goes from %s at %s percent to %s: up at once, down five points below', (before, percent, after) => {
    expect(nextZone(before, percent)).toBe(after);
  });

  it('takes the lower one of seconds and minute, and the worst unit of a stack', () => {
    expect(loadOf([row(99, 20, 10)])).toBe(20);
    expect(loadOf([row(10, 95)])).toBe(10);
    expect(loadOf([row(undefined, undefined, 40)])).toBe(40);
    expect(loadOf([row(10, 12), row(80, 85)])).toBe(80);
    expect(loadOf([row()])).toBeUndefined();
    expect(loadOf([])).toBeUndefined();
  });

  it('is asked for at most every half minute, and hardly ever where the switch refuses', () => {
    const watch = new LoadWatch();
    expect(watch.dueMs).toBeLessThanOrEqual(0);
    watch.asking(1_000);
    expect(watch.dueMs).toBe(1_000 + CPU_SAMPLE_EVERY_MS);
    watch.told(95);
    expect(watch.zone).toBe('deferred');
    watch.refused(50_000);
    expect(watch).toMatchObject({ zone: 'normal', percent: undefined, dueMs: 50_000 + CPU_REFUSED_MS });
  });
});
