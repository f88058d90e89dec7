import { describe, expect, it } from 'vitest';
import { mergeStreams } from './merge.ts';

async function* of<T>(values: readonly T[], closed?: () => void): AsyncGenerator<T> {
  try {
    for (const value of values) yield value;
  } finally {
    closed?.();
  }
}

describe('merged streams', () => {
  it('give every item of every stream, each stream in its own order', async () => {
    const seen: string[] = [];
    for await (const item of mergeStreams([of(['a1', 'a2', 'a3']), of(['b1']), of([])])) seen.push(item);
    expect(seen.filter((item) => item.startsWith('a'))).toEqual(['a1', 'a2', 'a3']);
    expect(seen).toHaveLength(4);
  });

  it('end at once when there is none', async () => {
    for await (const item of mergeStreams([])) expect.fail(`got ${String(item)}`);
    expect(true).toBe(true);
  });

  it('do not let a silent stream hold back the others', async () => {
    const silent = (async function* () {
      await new Promise<never>(() => undefined);
      yield 'never';
    })();
    const merged = mergeStreams([silent, of(['now'])]);
    expect((await merged.next()).value).toBe('now');
  });

  it('close what they opened when the reader leaves', async () => {
    let closed = 0;
    const count = (): void => {
      closed += 1;
    };
    for await (const item of mergeStreams([of([1, 2], count), of([3, 4], count)])) if (item > 0) break;
    await new Promise((resolve) => setImmediate(resolve));
    expect(closed).toBe(2);
  });
});
