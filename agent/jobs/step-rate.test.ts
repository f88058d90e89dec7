import { expect, test } from 'vitest';
import { ManualClock } from '../../shared/runtime/index.ts';
import { StepRate } from './step-rate.ts';

const never = new AbortController().signal;

async function turns(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

test('no more steps begin within any minute than are allowed, and each that waits begins as soon as it may', async () => {
  const clock = new ManualClock();
  const rate = new StepRate(clock, 3);
  const begun: number[] = [];
  const work = (async () => {
    for (let step = 0; step < 9; step += 1) {
      await rate.turn(never);
      begun.push(clock.monotonic());
      if (step === 0) clock.advance(10_000);
    }
  })();
  for (let second = 0; second < 200; second += 1) {
    await turns();
    clock.advance(1000);
  }
  await work;
  const first = begun[0] ?? 0;
  expect(begun.map((at) => (at - first) / 1000)).toEqual([0, 10, 10, 60, 70, 70, 120, 130, 130]);
});

test('who waits for a turn is let go when the work is stopped, and takes none', async () => {
  const clock = new ManualClock();
  const rate = new StepRate(clock, 1);
  await rate.turn(never);
  const stop = new AbortController();
  const waiting = rate.turn(stop.signal);
  stop.abort(new Error('stopped'));
  await expect(waiting).rejects.toThrow('stopped');
  clock.advance(60_000);
  await rate.turn(never);
});
