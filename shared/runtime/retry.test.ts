import { describe, expect, test } from 'vitest';
import { WaysideError } from '../errors.ts';
import { ManualClock } from './manual-clock.ts';
import { type Random, seededRandom } from './random.ts';
import { backoff, type RetryOptions, retry } from './retry.ts';

const highest: Random = { float: () => 0.999_999, bytes: (count) => new Uint8Array(count) };

function options(clock: ManualClock, more: Partial<RetryOptions> = {}): RetryOptions {
  return {
    clock,
    random: highest,
    policy: { initialMs: 100, maxMs: 1_000, attemptsMax: 4 },
    ...more,
  };
}

/** Lets every promise that can go on do so, then moves the clock past any wait; until `work` has ended. */
async function runOut<T>(clock: ManualClock, work: Promise<T>): Promise<T> {
  let ended = false;
  const watched = work.finally(() => {
    ended = true;
  });
  watched.catch(() => undefined);
  while (!ended) {
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(1_000);
  }
  return watched;
}

describe('backoff', () => {
  test('grows from the first wait to the cap and no further', () => {
    const policy = { initialMs: 500, maxMs: 5_000 };
    const ends = [0, 1, 2, 3, 4, 50].map((attempt) => Math.round(backoff(policy, attempt, highest)));
    expect(ends).toEqual([500, 1_000, 2_000, 4_000, 5_000, 5_000]);
  });

  test('spreads over the whole range', () => {
    const random = seededRandom(7);
    const waits = Array.from({ length: 1_000 }, () => backoff({ initialMs: 100, maxMs: 100 }, 3, random));
    expect(Math.min(...waits)).toBeLessThan(5);
    expect(Math.max(...waits)).toBeGreaterThan(95);
    expect(Math.max(...waits)).toBeLessThan(100);
  });
});

describe('retry', () => {
  test('gives the first success and says which attempt it was', async () => {
    const clock = new ManualClock();
    const waits: number[] = [];
    const work = retry(
      options(clock, { onRetry: (_error, waitMs) => waits.push(Math.round(waitMs)) }),
      async (attempt) => {
        if (attempt < 2) throw new WaysideError('UNAVAILABLE', 'not yet');
        return attempt;
      },
    );
    await expect(runOut(clock, work)).resolves.toBe(2);
    expect(waits).toEqual([100, 200]);
  });

  test('stops after the attempts of the policy and throws the last error', async () => {
    const clock = new ManualClock();
    let tries = 0;
    const work = retry(options(clock), async () => {
      tries += 1;
      throw new WaysideError('UNAVAILABLE', `try ${tries}`);
    });
    await expect(runOut(clock, work)).rejects.toThrow('try 4');
    expect(tries).toBe(4);
  });

  test('does not try again what cannot get better', async () => {
    let tries = 0;
    const work = retry(options(new ManualClock()), async () => {
      tries += 1;
      throw new WaysideError('INVALID_INPUT', 'wrong');
    });
    await expect(work).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect(tries).toBe(1);
  });

  test('an abort ends the wait at once', async () => {
    const controller = new AbortController();
    const work = retry(
      options(new ManualClock(), {
        signal: controller.signal,
        onRetry: () => queueMicrotask(() => controller.abort(new WaysideError('CANCELLED', 'enough'))),
      }),
      async () => {
        throw new WaysideError('UNAVAILABLE', 'not yet');
      },
    );
    await expect(work).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
