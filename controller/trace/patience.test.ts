import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../shared/runtime/index.ts';
import { patiently } from './patience.ts';

async function* items(...some: (number | Promise<number>)[]): AsyncGenerator<number> {
  for (const item of some) yield await item;
}

describe('a stream that is waited for with patience', () => {
  test('comes whole when it is through in time, and leaves no timer', async () => {
    let timers = 0;
    const clock = {
      after: () => {
        timers += 1;
        const cancel = (): void => {
          timers -= 1;
        };
        return { cancel };
      },
    };
    const noted: number[] = [];
    const stream = patiently(items(1, 2), { clock, ms: 100, note: (item) => noted.push(item) });
    const seen: number[] = [];
    for (;;) {
      const item = await stream.next();
      if (item.done) {
        expect(item.value).toBeUndefined();
        break;
      }
      seen.push(item.value);
    }
    expect([seen, noted]).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect(timers).toBe(0);
  });

  test('hands over what is left of it when the time is over, and loses nothing', async () => {
    const clock = new ManualClock();
    let tell: (item: number) => void = () => undefined;
    const late = new Promise<number>((resolve) => {
      tell = resolve;
    });
    const stream = patiently(items(1, late, 3), { clock, ms: 100, note: () => undefined });
    expect((await stream.next()).value).toBe(1);
    const next = stream.next();
    clock.advance(100);
    const { done, value: rest } = await next;
    expect(done).toBe(true);
    tell(2);
    const seen: number[] = [];
    if (typeof rest === 'object') for await (const item of rest) seen.push(item);
    expect(seen).toEqual([2, 3]);
  });

  test('hands over the rest as soon as enough was heard, without a wait', async () => {
    const clock = new ManualClock();
    const noted: number[] = [];
    const stream = patiently(items(1, 2, 3), {
      ...{ clock, ms: 100, note: (item: number) => noted.push(item) },
      isEnough: () => noted.includes(2),
    });
    const seen: number[] = [];
    let item = await stream.next();
    for (; !item.done; item = await stream.next()) seen.push(item.value);
    expect(seen).toEqual([1, 2]);
    if (item.value) for await (const one of item.value) seen.push(one);
    expect(seen).toEqual([1, 2, 3]);
  });
});
