import { describe, expect, it } from 'vitest';
import { WaysideError } from '../errors.ts';
import { delay, hostClock, nextTurn, STOOD_STILL_MS, withDeadline } from './clock.ts';
import { ManualClock } from './manual-clock.ts';

describe('the manual clock', () => {
  it('fires what falls due in order, each at its own time', () => {
    const clock = new ManualClock(1000);
    const seen: [string, number][] = [];
    clock.after(20, () => seen.push(['b', clock.now()]));
    clock.after(10, () => seen.push(['a', clock.now()]));
    clock.every(15, () => seen.push(['tick', clock.now()]));
    clock.advance(30);
    expect(seen).toEqual([
      ['a', 1010],
      ['tick', 1015],
      ['b', 1020],
      ['tick', 1030],
    ]);
  });

  it('does not fire what was cancelled, even from inside another timer', () => {
    const clock = new ManualClock();
    let fired = false;
    const late = clock.after(20, () => {
      fired = true;
    });
    clock.after(10, () => late.cancel());
    clock.advance(100);
    expect(fired).toBe(false);
  });

  it('moves the wall clock alone when an administrator does', () => {
    const clock = new ManualClock(5000);
    clock.jump(-3000);
    expect([clock.now(), clock.monotonic()]).toEqual([2000, 0]);
  });
});

describe('a timer of the host', () => {
  /** In this order: what had come before the timer, and the timer. */
  async function order(lateMs: number): Promise<readonly string[]> {
    let nowMs = 0;
    const clock = hostClock(() => nowMs, 1);
    const seen: string[] = [];
    const fired = new Promise<void>((resolve) => {
      clock.after(1, () => {
        seen.push('timer');
        resolve();
      });
    });
    nowMs = 1 + lateMs;
    // A timer of the same length, set later, comes right after the first one.
    setTimeout(() => seen.push('what came meanwhile'), 1);
    await fired;
    return seen;
  }

  it('comes when it is due', async () => {
    expect(await order(0)).toEqual(['timer']);
  });

  it('waits for what came meanwhile when the process stood still', async () => {
    expect(await order(STOOD_STILL_MS)).toEqual(['what came meanwhile', 'timer']);
  });

  it('does not come after all when it is cancelled while it waits', async () => {
    let nowMs = 0;
    const clock = hostClock(() => nowMs, 1);
    const seen: string[] = [];
    const timer = clock.after(1, () => seen.push('timer'));
    nowMs = 1 + STOOD_STILL_MS;
    await new Promise<void>((resolve) => {
      setTimeout(() => {
        timer.cancel();
        setTimeout(resolve, 2);
      }, 1);
    });
    expect(seen).toEqual([]);
  });
});

it('the next turn comes after everything that was ready before', async () => {
  const order: string[] = [];
  setImmediate(() => order.push('ready before'));
  await nextTurn();
  expect(order).toEqual(['ready before']);
});

describe('delay', () => {
  it('ends with the reason of a signal that aborts first, and leaves no timer', async () => {
    const clock = new ManualClock();
    const stop = new AbortController();
    const waiting = delay(clock, 1000, stop.signal);
    const reason = new WaysideError('CANCELLED', 'enough');
    stop.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    await expect(delay(clock, 1000, stop.signal)).rejects.toBe(reason);
  });
});

describe('withDeadline', () => {
  it('gives back what the work gives', async () => {
    const clock = new ManualClock();
    expect(await withDeadline(clock, { ms: 10, what: 'work' }, async () => 7)).toBe(7);
  });

  it('says which wait took too long, and tells the work to stop', async () => {
    const clock = new ManualClock();
    let told: unknown;
    const waiting = withDeadline(clock, { ms: 10, what: 'reading the MAC table' }, (signal) => {
      signal.addEventListener('abort', () => {
        told = signal.reason;
      });
      return new Promise<never>(() => undefined);
    });
    clock.advance(11);
    await expect(waiting).rejects.toMatchObject({
      code: 'TIMEOUT',
      message: 'reading the MAC table took longer than 10 ms',
    });
    expect(told).toBeInstanceOf(WaysideError);
  });

  it('passes on the reason of the outer signal, also when it aborted before', async () => {
    const clock = new ManualClock();
    const stop = new AbortController();
    const reason = new WaysideError('CANCELLED', 'by a person');
    stop.abort(reason);
    const work = withDeadline(
      clock,
      { ms: 10, what: 'work', signal: stop.signal },
      () => new Promise<never>(() => undefined),
    );
    await expect(work).rejects.toBe(reason);
  });
});
