/** The only door to clocks and timers. Tests bring a manual clock; nothing else may call Date.now or setTimeout. */
import { WaysideError } from '../errors.ts';

export interface Timer {
  cancel(): void;
}

export interface Clock {
  /** Wall time, epoch milliseconds. */
  now(): number;
  /** Never goes back; for durations only. Milliseconds with fractions. */
  monotonic(): number;
  /** Calls `fn` once after `ms`; the timer does not keep the process alive. */
  after(ms: number, fn: () => void): Timer;
  /** Calls `fn` every `ms` until cancelled; the timer does not keep the process alive. */
  every(ms: number, fn: () => void): Timer;
}

/** A timer that comes later than this says that the process stood still: it was frozen, or its host was. */
export const STOOD_STILL_MS = 1000;
/** Then what came meanwhile goes first: for so long nothing is taken for overdue that has only not been read. */
export const CATCH_UP_MS = 2000;

/** The clock of the host. `monotonic` and `catchUpMs` are for tests. */
export function hostClock(
  monotonic: () => number = () => performance.now(),
  catchUpMs: number = CATCH_UP_MS,
): Clock {
  return {
    now: () => Date.now(),
    monotonic,
    after(ms, fn) {
      const dueMs = monotonic() + ms;
      const fire = (): void => {
        if (monotonic() - dueMs < STOOD_STILL_MS) return fn();
        handle = setTimeout(fn, catchUpMs).unref();
      };
      let handle = setTimeout(fire, ms).unref();
      return { cancel: () => clearTimeout(handle) };
    },
    every(ms, fn) {
      const handle = setInterval(fn, ms).unref();
      return { cancel: () => clearInterval(handle) };
    },
  };
}

export const systemClock: Clock = hostClock();

/** Resolves after `ms`, rejects with the signal's reason when it is aborted first. Retries and pacing only. */
export function delay(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const onAbort = (): void => {
      timer.cancel();
      reject(signal?.reason);
    };
    const timer = clock.after(ms, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/** Lets everything else that is ready go first: between the pieces of long work, so that nobody waits for the whole. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Runs `work` with a signal that aborts with TIMEOUT after `ms`, or with the outer signal's reason. */
export async function withDeadline<T>(
  clock: Clock,
  options: { readonly ms: number; readonly what: string; readonly signal?: AbortSignal | undefined },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const abortOuter = (): void => controller.abort(options.signal?.reason);
  if (options.signal?.aborted) abortOuter();
  options.signal?.addEventListener('abort', abortOuter, { once: true });
  const timer = clock.after(options.ms, () =>
    controller.abort(new WaysideError('TIMEOUT', `${options.what} took longer than ${options.ms} ms`)),
  );
  try {
    return await Promise.race([work(controller.signal), rejectOnAbort(controller.signal)]);
  } finally {
    timer.cancel();
    options.signal?.removeEventListener('abort', abortOuter);
  }
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
