/**
 * Places for targets. Reading and probing a device is work and holds a slot to its end. A lookup is one short command
 * and people wait for it, so lookups have slots of their own: no collect is ever before them. A device that does not
 * answer keeps its lookup waiting for many seconds while nothing is worked, so a lookup gives its slot on after a
 * moment: dead devices may delay the live ones by some moments, never by their own timeouts.
 */
import { type Clock, Limiter } from '../../shared/runtime/index.ts';
import type { Task } from './driver.ts';

/** Targets that wait for a slot, over all jobs. */
const TARGETS_WAITING_MAX = 20_000;
/** Lookups under way at once, those included that only wait for a device. */
export const LOOKUPS_MAX = 1_024;
/** A lookup that is not done by then only waits; the next one may begin. */
export const LOOKUP_SLOT_MS = 250;

export class TargetSlots {
  private readonly clock: Clock;
  private readonly work: Limiter;
  private readonly lookups: Limiter;
  private readonly lookupSlots: Limiter;

  /** `max` targets are worked on at once, and as many lookups beside them. */
  constructor(clock: Clock, max: number) {
    this.clock = clock;
    this.work = limiterOf('target slots', max);
    this.lookups = limiterOf('lookups under way', LOOKUPS_MAX);
    this.lookupSlots = limiterOf('lookup slots', max);
  }

  /** Targets in hand, those included that only wait for their device. */
  get active(): number {
    return this.work.active + this.lookups.active;
  }

  /** Runs `work` once there is a place. Throws QUEUE_FULL, the signal's reason, or what `work` threw. */
  run<T>(kind: Task['kind'] | 'apply', work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    if (kind !== 'lookup') return this.work.run(work, signal);
    return this.lookups.run(() => this.begin(work, signal), signal);
  }

  private async begin<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const slot = await this.lookupSlots.acquire(signal);
    const timer = this.clock.after(LOOKUP_SLOT_MS, () => slot.release());
    try {
      return await work();
    } finally {
      timer.cancel();
      slot.release();
    }
  }
}

function limiterOf(name: string, max: number): Limiter {
  return new Limiter({ name, max, waitingMax: TARGETS_WAITING_MAX });
}
