/**
 * How busy a switch is by its own account, and what may be asked of it then. A switch of ten years has a processor that
 * serves the control plane first: who reads whole tables from one that is busy makes an outage of a bad day.
 */
import {
  CPU_DEFER_PERCENT,
  CPU_HYSTERESIS_PERCENT,
  CPU_REFUSED_MS,
  CPU_SAMPLE_EVERY_MS,
  CPU_SERIAL_PERCENT,
  CPU_SINGLE_PERCENT,
} from '../limits.ts';
import type { CpuRow } from '../platform.ts';

/**
 * `normal`: everything. `serial`: one piece of work at a time, reading and configuring together. `single`: the same, and
 * whole tables wait. `deferred`: all waits.
 */
export const zones = ['normal', 'serial', 'single', 'deferred'] as const;
export type Zone = (typeof zones)[number];

/** Begins at this load, in percent. */
const BEGINS: Readonly<Record<Zone, number>> = {
  normal: 0,
  serial: CPU_SERIAL_PERCENT,
  single: CPU_SINGLE_PERCENT,
  deferred: CPU_DEFER_PERCENT,
};

/** Up at once; down only when the load is the hysteresis below where the zone begins. Unknown: normal. */
export function nextZone(now: Zone, percent: number | undefined): Zone {
  if (percent === undefined) return 'normal';
  const at = zones.indexOf(now);
  const passed = zones.filter(
    (zone, index) => percent >= BEGINS[zone] - (index > 0 && index <= at ? CPU_HYSTERESIS_PERCENT : 0),
  );
  return passed.at(-1) ?? 'normal';
}

/**
 * The load that counts. Of the last seconds and the last minute it is the lower one: a key exchange of ours fills the
 * seconds after it, and a minute that was bad is not a switch that is busy still.
 */
export function loadOf(rows: readonly CpuRow[]): number | undefined {
  const loads = rows.flatMap(({ fiveSecondsPercent, minutePercent, fiveMinutesPercent }) => {
    const short = [fiveSecondsPercent, minutePercent].filter((percent) => percent !== undefined);
    const load = short.length > 0 ? Math.min(...short) : fiveMinutesPercent;
    return load === undefined ? [] : [load];
  });
  return loads.length > 0 ? Math.max(...loads) : undefined;
}

/** The load of one switch as last asked. */
export class LoadWatch {
  zone: Zone = 'normal';
  percent: number | undefined;
  /** May be asked again from then on, in milliseconds of the monotonic clock. */
  dueMs: number = Number.NEGATIVE_INFINITY;

  /** Called before it is asked, so that nobody else asks meanwhile. */
  asking(nowMs: number): void {
    this.dueMs = nowMs + CPU_SAMPLE_EVERY_MS;
  }

  told(percent: number | undefined): void {
    this.percent = percent;
    this.zone = nextZone(this.zone, percent);
  }

  /** The device does not know the question, or does not answer us. */
  refused(nowMs: number): void {
    this.told(undefined);
    this.dueMs = nowMs + CPU_REFUSED_MS;
  }
}
