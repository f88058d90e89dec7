import { describe, expect, it } from 'vitest';
import { Cache, type CacheRequest } from './cache.ts';
import { ManualClock } from './manual-clock.ts';

const request: CacheRequest<string> = { name: 'system', owner: 'sw1', key: 'show version', ttlMs: 1_000 };

/** A cache before a source that answers `1`, `2`, … */
function bench(sizeMax = 10): {
  clock: ManualClock;
  cache: Cache<string>;
  counts: string[];
  ask: (changes?: Partial<CacheRequest<string>>) => Promise<string>;
} {
  const clock = new ManualClock();
  const counts: string[] = [];
  const cache = new Cache<string>({
    clock,
    sizeMax,
    count: (name, result) => counts.push(`${name} ${result}`),
  });
  let asked = 0;
  const ask = async (changes: Partial<CacheRequest<string>> = {}): Promise<string> =>
    (await cache.through({ ...request, ...changes }, () => Promise.resolve(String(++asked)))).value;
  return { clock, cache, counts, ask };
}

describe('Cache', () => {
  it('serves what was read until its time is over, and tells its age and each request', async () => {
    const { clock, cache, counts, ask } = bench();
    await ask();
    clock.advance(999);
    const load = (): Promise<string> => Promise.resolve('anew');
    expect(await cache.through(request, load)).toEqual({ value: '1', ageMs: 999 });
    clock.advance(1);
    expect(await ask()).toBe('2');
    expect(counts).toEqual(['system miss', 'system hit', 'system miss']);
  });

  it('reads anew for whoever wants no cache, and keeps that for the others', async () => {
    const { counts, ask } = bench();
    await ask();
    expect(await ask({ bypass: true })).toBe('2');
    expect(await ask()).toBe('2');
    expect(counts).toEqual(['system miss', 'system bypass', 'system hit']);
  });

  it('keeps owners, keys and kinds apart, and forgets one owner alone', async () => {
    const { cache, ask } = bench();
    const all = [{}, { owner: 'sw2' }, { key: 'show vlan' }, { name: 'vlans' }];
    for (const one of all) await ask(one);
    cache.forget('sw1');
    const again = [];
    for (const one of all) again.push(await ask(one));
    expect(again).toEqual(['5', '2', '6', '7']);
  });

  it('does not keep what was being read when it was forgotten', async () => {
    const { cache, ask } = bench();
    const reading = cache.through(request, async () => {
      await Promise.resolve();
      cache.forget('sw1');
      return 'of before the change';
    });
    expect((await reading).value).toBe('of before the change');
    expect(await ask()).toBe('1');
  });

  it('keeps no failure, nothing of no time, and nothing that its reader would rather ask for again', async () => {
    const { cache, ask } = bench();
    await expect(cache.through(request, () => Promise.reject(new Error('no answer')))).rejects.toThrow();
    expect(await ask({ ttlMs: 0 })).toBe('1');
    expect(await ask({ keepIf: () => false })).toBe('2');
    expect(await ask()).toBe('3');
  });

  it('holds so many entries, and lets go of the one used least recently', async () => {
    const { ask } = bench(2);
    await ask({ key: 'a' });
    await ask({ key: 'b' });
    await ask({ key: 'a' });
    await ask({ key: 'c' });
    expect(await ask({ key: 'a' })).toBe('1');
    expect(await ask({ key: 'b' })).toBe('4');
  });

  it('never fails a call by a fault of its own (S1.9)', async () => {
    const broken = (): never => {
      throw new Error('out of order');
    };
    for (const part of ['get', 'set', 'delete'] as const) {
      const store = { get: () => undefined, set: () => undefined, delete: () => undefined, [part]: broken };
      if (part === 'delete')
        Object.assign(store, { get: () => ({ value: 'old', storedMs: -2, untilMs: -1 }) });
      const counts: string[] = [];
      const cache = new Cache<string>({
        ...{ clock: new ManualClock(), sizeMax: 1, store },
        count: (_name, result) => counts.push(result),
      });
      expect(await cache.through(request, () => Promise.resolve('read'))).toEqual({
        value: 'read',
        ageMs: 0,
      });
      expect(counts).toContain('fault');
    }
  });
});
