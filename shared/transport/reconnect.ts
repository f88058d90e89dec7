/**
 * Keeps one session up: dials, runs it to its end, waits, dials again. The wait is spread over its whole range, so that
 * the agents of a controller that comes back do not come back as one.
 */
import { WaysideError } from '../errors.ts';
import { type BackoffPolicy, backoff, type Clock, delay, type Random } from '../runtime/index.ts';

/** All agents of a controller that was away are back within half a minute of its return. */
export const RECONNECT: BackoffPolicy = { initialMs: 500, maxMs: 10_000 };

/** A controller can ask for a longer pause, but not for any length. */
export const RETRY_AFTER_MAX_MS = 300_000;

export interface SessionEnding {
  /** It got as far as being useful: the next failure counts from the start again. */
  readonly established: boolean;
  /** The other side asked to stay away for so long. */
  readonly retryAfterMs?: number | undefined;
  readonly error?: WaysideError | undefined;
}

export interface ReconnectOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly policy?: BackoffPolicy;
  /** Instead of `policy`: how long to wait after an ending, milliseconds. What the other side asked for comes on top. */
  readonly pause?: (ending: SessionEnding) => number;
  /** Ends the loop. */
  readonly signal: AbortSignal;
  /** One session from dialling to its end. What it throws counts as a session that was not established. */
  readonly run: (signal: AbortSignal) => Promise<SessionEnding>;
  /** Before each wait. */
  readonly onWait?: (ending: SessionEnding, waitMs: number) => void;
  /** An ending after which dialling again is of no use: the loop throws its error. */
  readonly isFinal?: (error: WaysideError) => boolean;
}

/** Runs until the signal aborts, or until an ending is final. */
export async function keepConnected(options: ReconnectOptions): Promise<void> {
  const { clock, random, signal, policy = RECONNECT } = options;
  let failures = 0;
  while (!signal.aborted) {
    const ending = await options
      .run(signal)
      .catch((thrown: unknown): SessionEnding => ({ established: false, error: WaysideError.from(thrown) }));
    if (signal.aborted) return;
    if (ending.error && options.isFinal?.(ending.error)) throw ending.error;
    failures = ending.established ? 0 : failures + 1;
    const askedMs = Math.min(ending.retryAfterMs ?? 0, RETRY_AFTER_MAX_MS);
    const ownMs = options.pause?.(ending) ?? backoff(policy, Math.max(0, failures - 1), random);
    const waitMs = askedMs + ownMs;
    options.onWait?.(ending, waitMs);
    await delay(clock, waitMs, signal).catch(() => undefined);
  }
}
