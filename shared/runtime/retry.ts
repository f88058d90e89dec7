/** Trying again: how long to wait, and the loop that does it with bounds. */
import { WaysideError } from '../errors.ts';
import { type Clock, delay } from './clock.ts';
import type { Random } from './random.ts';

export interface BackoffPolicy {
  /** Upper end of the first wait. */
  readonly initialMs: number;
  /** No wait is longer. */
  readonly maxMs: number;
  /** How much the upper end grows with each attempt; 2 when absent. */
  readonly factor?: number;
}

export interface RetryPolicy extends BackoffPolicy {
  /** Tries in all, the first one included. */
  readonly attemptsMax: number;
}

/**
 * Milliseconds to wait after failed attempt number `attempt` (from 0): anywhere between 0 and the upper end.
 * The full spread keeps many clients that failed together from coming back together.
 */
export function backoff(policy: BackoffPolicy, attempt: number, random: Random): number {
  const upperMs = policy.initialMs * (policy.factor ?? 2) ** attempt;
  return random.float() * Math.min(policy.maxMs, upperMs);
}

export interface RetryOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly policy: RetryPolicy;
  readonly signal?: AbortSignal | undefined;
  /** Which errors are worth another try; those whose code says so when absent. */
  readonly retryIf?: (error: WaysideError) => boolean;
  readonly onRetry?: (error: WaysideError, waitMs: number) => void;
}

/** Runs `work` until it succeeds, fails for good or the attempts are used up; then throws its last error. */
export async function retry<T>(options: RetryOptions, work: (attempt: number) => Promise<T>): Promise<T> {
  const { clock, policy, random, signal } = options;
  const retryIf = options.retryIf ?? ((error: WaysideError) => error.retryable);
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work(attempt);
    } catch (thrown) {
      const error = WaysideError.from(thrown);
      if (attempt + 1 >= policy.attemptsMax || signal?.aborted || !retryIf(error)) throw error;
      const waitMs = backoff(policy, attempt, random);
      options.onRetry?.(error, waitMs);
      await delay(clock, waitMs, signal);
    }
  }
}
