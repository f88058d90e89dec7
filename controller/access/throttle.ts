/**
 * Slows down guessing: after some free failures each next one doubles the wait. An attempt counts as failed when it
 * begins and is given back when it succeeds, so that guesses at the same time count too.
 */
import { WaysideError } from '../../shared/errors.ts';
import { type Clock, LruMap } from '../../shared/runtime/index.ts';

/** Keys remembered; the one that was quiet longest is forgotten first. */
export const THROTTLE_KEYS_MAX = 20_000;

export interface ThrottleOptions {
  readonly clock: Clock;
  /** Failures without any wait. */
  readonly freeFailures: number;
  readonly delayMs: number;
  readonly delayMaxMs: number;
  /** After so long without an attempt all is forgotten. */
  readonly forgetMs: number;
}

interface Entry {
  readonly failures: number;
  /** Both by the monotonic clock: a wall clock that is set back must lock nobody out. */
  readonly openAt: number;
  readonly lastAt: number;
}

export class Throttle {
  private readonly options: ThrottleOptions;
  private readonly entries = new LruMap<string, Entry>(THROTTLE_KEYS_MAX);

  constructor(options: ThrottleOptions) {
    this.options = options;
  }

  get size(): number {
    return this.entries.size;
  }

  /** Error: RATE_LIMITED with the time to wait; it says nothing of the key. */
  check(key: string): void {
    const now = this.options.clock.monotonic();
    const waitMs = (this.entryOf(key, now)?.openAt ?? 0) - now;
    if (waitMs > 0) throw tooOften('too many failed attempts', waitMs);
  }

  /** An attempt begins. */
  count(key: string): void {
    const { clock, freeFailures, delayMs, delayMaxMs } = this.options;
    const now = clock.monotonic();
    const failures = (this.entryOf(key, now)?.failures ?? 0) + 1;
    const over = failures - freeFailures;
    const waitMs = over > 0 ? Math.min(delayMaxMs, delayMs * 2 ** Math.min(over - 1, 40)) : 0;
    this.entries.set(key, { failures, openAt: now + waitMs, lastAt: now });
  }

  /** The attempt was none of guessing: it alone is taken back. */
  giveBack(key: string): void {
    const entry = this.entries.get(key);
    if (!entry) return;
    if (entry.failures <= 1) this.entries.delete(key);
    else this.entries.set(key, { ...entry, failures: entry.failures - 1, openAt: 0 });
  }

  /** It was the right one: all failures before it are forgiven. */
  forgive(key: string): void {
    this.entries.delete(key);
  }

  private entryOf(key: string, now: number): Entry | undefined {
    const entry = this.entries.get(key);
    return entry && now - entry.lastAt < this.options.forgetMs ? entry : undefined;
  }
}

/** `principal` tells the audit whom it was said to. */
export function tooOften(what: string, waitMs: number, principal?: string): WaysideError {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  return new WaysideError('RATE_LIMITED', `${what}; try again in ${seconds} s`, {
    hint: 'Wait that long before the next try.',
    details: { retryAfterMs: String(Math.ceil(waitMs)), ...(principal !== undefined && { principal }) },
  });
}
