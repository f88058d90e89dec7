/**
 * Looks after the host of the agent (S1.3): while its processors are busy, fewer targets are worked on at once. What is
 * under way goes on, so a zone shows in what begins after it.
 */
import { cpus } from 'node:os';
import type { Clock, Timer } from '../../shared/runtime/index.ts';

export const guardZones = ['green', 'yellow', 'red', 'critical'] as const;
export type GuardZone = (typeof guardZones)[number];

/** Of the usual number of targets; one is worked on in any case. */
export const GUARD_SHARES: Readonly<Record<GuardZone, number>> = {
  green: 1,
  yellow: 0.5,
  red: 0.25,
  critical: 0,
};
/** The load is that of so long. */
export const GUARD_SAMPLE_MS = 5_000;
/** A zone is left when the load is so far below its begin. */
export const GUARD_HYSTERESIS_PERCENT = 5;

/** Percent at which each zone begins. */
export interface GuardLimits {
  readonly yellow: number;
  readonly red: number;
  readonly critical: number;
}

/** All processors together, milliseconds since they were started. */
export interface CpuTimes {
  readonly busyMs: number;
  readonly idleMs: number;
}

export interface HostGuardOptions {
  readonly clock: Clock;
  readonly limits: GuardLimits;
  /** Told when the zone becomes another one. */
  readonly onZone: (zone: GuardZone, percent: number) => void;
  /** For tests. */
  readonly read?: () => CpuTimes;
}

export class HostGuard {
  zone: GuardZone = 'green';
  private readonly options: HostGuardOptions;
  private readonly read: () => CpuTimes;
  private readonly timer: Timer;
  private last: CpuTimes;

  constructor(options: HostGuardOptions) {
    this.options = options;
    this.read = options.read ?? readCpuTimes;
    this.last = this.read();
    this.timer = options.clock.every(GUARD_SAMPLE_MS, () => this.sample());
  }

  stop(): void {
    this.timer.cancel();
  }

  private sample(): void {
    const now = this.read();
    const busyMs = now.busyMs - this.last.busyMs;
    const allMs = busyMs + now.idleMs - this.last.idleMs;
    this.last = now;
    // Nothing was counted: the host stood still, or a processor was taken away.
    if (allMs <= 0 || busyMs < 0) return;
    const percent = (busyMs / allMs) * 100;
    const zone = this.zoneAt(percent);
    if (zone === this.zone) return;
    this.zone = zone;
    this.options.onZone(zone, percent);
  }

  private zoneAt(percent: number): GuardZone {
    const begins: Readonly<Record<GuardZone, number>> = { green: 0, ...this.options.limits };
    const at = guardZones.indexOf(this.zone);
    const passed = guardZones.filter((zone, index) => {
      const slack = index > 0 && index <= at ? GUARD_HYSTERESIS_PERCENT : 0;
      return percent >= begins[zone] - slack;
    });
    return passed.at(-1) ?? 'green';
  }
}

export function readCpuTimes(): CpuTimes {
  let [busyMs, idleMs] = [0, 0];
  for (const { times } of cpus()) {
    busyMs += times.user + times.nice + times.sys + times.irq;
    idleMs += times.idle;
  }
  return { busyMs, idleMs };
}
