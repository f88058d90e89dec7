/** Failures of steps: which pass by themselves, how often a step is tried, and how long its store is left alone. */
import { type ErrorCode, WaysideError } from '../../../shared/errors.ts';
import type { Failure } from '../../../shared/model/index.ts';
import { type BackoffPolicy, backoff, type Random } from '../../../shared/runtime/index.ts';

/** Tries of one step in all, the first one included. */
export const STEP_TRIES_MAX = 5;
/** Batches in a row of which a store did nothing, until the rest of its steps is left. */
export const STORE_TRIES_MAX = 8;
/** How often a store is asked what became of steps that were sent without an answer. */
export const READ_BACK_TRIES_MAX = 5;
export const STEP_BACKOFF: BackoffPolicy = { initialMs: 500, maxMs: 30_000 };
/** After a write to our own store that failed; it is tried until it works, the run is ended or the controller stops. */
export const STORE_AGAIN_MS = 30_000;
/** Failures of our own, other than those of the disk, until nothing more of the run is begun. */
export const BROKEN_TRIES_MAX = 3;

/** Failures of our own store: what is not written down is not sent. */
const OWN_STORE: readonly ErrorCode[] = ['DISK_FULL', 'STORE_LOCKED', 'STORE_CORRUPT'];

/** It may go well later; nothing of the step was done. */
export function isTransient({ code }: Failure): boolean {
  return new WaysideError(code, '').retryable;
}

export function isOwnStore(error: unknown): boolean {
  return OWN_STORE.includes(WaysideError.from(error).code);
}

/** Whether the store that a lane of steps belongs to is worth another try. */
export class StoreBudget {
  private readonly random: Random;
  private inVain = 0;

  constructor(random: Random) {
    this.random = random;
  }

  /** It answered: a step was done, or refused for good. */
  worked(): void {
    this.inVain = 0;
  }

  /** Nothing of a batch was done. False: that was the last time. */
  failed(): boolean {
    this.inVain += 1;
    return this.inVain < STORE_TRIES_MAX;
  }

  /** Whole milliseconds until the next try. `tries`: of the step that was tried most often. */
  waitMs(tries: number): number {
    return Math.round(backoff(STEP_BACKOFF, Math.max(tries, this.inVain) - 1, this.random));
  }
}

export function failureOf(error: unknown): Failure {
  const { code, message, hint } = WaysideError.from(error);
  return { code, message, hint };
}
