import { describe, expect, it } from 'vitest';
import { WayMemo } from './way-memo.ts';

/** More than the bound of either. */
const MANY_ORIGINS = 1000;
const MANY_WAYS = 200_001;

describe('the memo of ways', () => {
  it('works out the ways from a switch once', () => {
    const memo = new WayMemo();
    const routes = { origin: 'a', ways: new Map() };
    expect(memo.routes('a', () => routes)).toBe(routes);
    expect(memo.routes('a', () => ({ origin: 'a', ways: new Map() }))).toBe(routes);
  });

  it('keeps ways back per port and VLANs', () => {
    const memo = new WayMemo();
    memo.keep(memo.backWays('sw1', 'gi1/0/1 10'), 'sw2', 'te1/1/1');
    expect(memo.backWays('sw1', 'gi1/0/1 10').get('sw2')).toBe('te1/1/1');
    expect(memo.backWays('sw1', 'gi1/0/1 20').has('sw2')).toBe(false);
    expect(memo.backWays('sw2', 'gi1/0/1 10').has('sw2')).toBe(false);
  });

  it('empties itself when it is full, and goes on', () => {
    const memo = new WayMemo();
    const first = memo.routes('first', () => ({ origin: 'first', ways: new Map() }));
    for (let n = 0; n < MANY_ORIGINS; n += 1) memo.routes(`sw${n}`, () => ({ origin: '', ways: new Map() }));
    expect(memo.routes('first', () => ({ origin: 'first', ways: new Map() }))).not.toBe(first);
    for (let n = 0; n < MANY_WAYS; n += 1) memo.keep(memo.backWays('sw1', '1 10'), `sw${n}`, '2');
    expect(memo.backWays('sw1', '1 10').size).toBeLessThan(10);
  });
});
