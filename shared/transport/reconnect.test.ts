import { describe, expect, test } from 'vitest';
import { WaysideError } from '../errors.ts';
import { ManualClock, type Random } from '../runtime/index.ts';
import { keepConnected, RETRY_AFTER_MAX_MS, type SessionEnding } from './reconnect.ts';

const half: Random = { float: () => 0.5, bytes: (count) => new Uint8Array(count) };
const policy = { initialMs: 1_000, maxMs: 4_000 };

/** Runs the loop through the endings given and tells the waits between them. */
async function waitsAfter(endings: readonly (SessionEnding | WaysideError)[]): Promise<number[]> {
  const clock = new ManualClock();
  const controller = new AbortController();
  const waits: number[] = [];
  let at = 0;
  await keepConnected({
    clock,
    random: half,
    policy,
    signal: controller.signal,
    run: async () => {
      const ending = endings[at];
      at += 1;
      if (!ending) controller.abort();
      if (ending instanceof WaysideError) throw ending;
      return ending ?? { established: false };
    },
    onWait: (_, waitMs) => {
      waits.push(waitMs);
      setImmediate(() => clock.advance(waitMs));
    },
  });
  return waits;
}

const failed: SessionEnding = { established: false };
const worked: SessionEnding = { established: true };

describe('reconnecting', () => {
  test('waits longer after each failure, up to the cap', async () => {
    expect(await waitsAfter([failed, failed, failed, failed, failed])).toEqual([
      500, 1_000, 2_000, 2_000, 2_000,
    ]);
  });

  test('begins from the start again after a session that worked', async () => {
    expect(await waitsAfter([failed, failed, worked, failed])).toEqual([500, 1_000, 500, 500]);
  });

  test('what a session throws counts as a failure', async () => {
    expect(await waitsAfter([new WaysideError('UNAVAILABLE', 'away'), failed])).toEqual([500, 1_000]);
  });

  test('stays away as long as it was asked to, within a bound', async () => {
    const asked = await waitsAfter([
      { established: true, retryAfterMs: 30_000 },
      { established: true, retryAfterMs: 1e9 },
    ]);
    expect(asked).toEqual([30_500, RETRY_AFTER_MAX_MS + 500]);
  });

  test('gives up at an ending that is final', async () => {
    const banned = new WaysideError('FORBIDDEN', 'banned');
    const loop = keepConnected({
      clock: new ManualClock(),
      random: half,
      signal: new AbortController().signal,
      run: () => Promise.reject(banned),
      isFinal: (error) => error.code === 'FORBIDDEN',
    });
    await expect(loop).rejects.toBe(banned);
  });

  test('an abort ends the wait', async () => {
    const controller = new AbortController();
    await keepConnected({
      clock: new ManualClock(),
      random: half,
      signal: controller.signal,
      run: async () => failed,
      onWait: () => setImmediate(() => controller.abort()),
    });
  });
});
