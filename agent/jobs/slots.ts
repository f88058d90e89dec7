/**
 * Places for targets. Reading and probing a device is work and holds a slot to its end; schedules never have the last
 * one, and stand outside of the line for it, so that a person waits for none that is not under way. A lookup is one short
 * command and people wait for it, so lookups have slots of their own, and so have one address and one port. A device that does not
 * answer keeps its lookup waiting for many seconds while nothing is worked, so a lookup gives its slot on after a
 * moment: dead devices may delay the live ones by some moments, never by their own timeouts.
 */
import type { JobRank } from '../../shared/model/index.ts';
import { type Clock, Limiter } from '../../shared/runtime/index.ts';
import type { Task } from './driver.ts';

/** Targets that wait for a slot, over all jobs. */
const TARGETS_WAITING_MAX = 20_000;
/** Lookups under way at once, those included that only wait for a device. */
export const LOOKUPS_MAX = 1_024;
/** A lookup that is not done by then only waits; the next one may begin. */
export const LOOKUP_SLOT_MS = 250;
/** Of their places, so many stay to lookups on the busiest host. */
const LOOKUP_SHARE_MIN = 0.125;
/** Short, and somebody waits for it. */
const QUICK: ReadonlySet<Task['kind'] | 'apply'> = new Set(['lookup', 'resolve', 'port']);

export interface SlotRequest {
  readonly signal: AbortSignal;
  /** A person unless told. */
  readonly rank?: JobRank | undefined;
}

export class TargetSlots {
  private readonly clock: Clock;
  private readonly max: number;
  private readonly work: Limiter;
  private readonly schedules: Limiter;
  private readonly lookups: Limiter;
  private readonly lookupSlots: Limiter;

  /** `max` targets are worked on at once, and as many lookups beside them. */
  constructor(clock: Clock, max: number) {
    this.clock = clock;
    this.max = max;
    this.work = limiterOf('target slots', max);
    this.schedules = limiterOf('target slots of schedules', allButOne(max));
    this.lookups = limiterOf('lookups under way', LOOKUPS_MAX);
    this.lookupSlots = limiterOf('lookup slots', max);
  }

  /** Targets in hand, those included that only wait for their device. */
  get active(): number {
    return this.work.active + this.lookups.active;
  }

  /**
   * Works on that part of the usual number from now on, one at least; what is under way goes on. People wait for lookups,
   * and each costs next to nothing, so they keep some places in any case.
   */
  limit(share: number): void {
    const max = (part: number): number => Math.max(1, Math.floor(this.max * part));
    this.work.resize(max(share));
    this.schedules.resize(allButOne(max(share)));
    this.lookupSlots.resize(max(Math.max(share, LOOKUP_SHARE_MIN)));
  }

  /** Runs `work` once there is a place. Throws QUEUE_FULL, the signal's reason, or what `work` threw. */
  run<T>(kind: Task['kind'] | 'apply', work: () => Promise<T>, { signal, rank }: SlotRequest): Promise<T> {
    if (QUICK.has(kind)) return this.lookups.run(() => this.begin(work, signal), signal);
    const working = (): Promise<T> => this.work.run(work, signal);
    return rank === 'schedule' ? this.schedules.run(working, signal) : working();
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

function allButOne(max: number): number {
  return Math.max(1, max - 1);
}
