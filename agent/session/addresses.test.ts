import { describe, expect, test } from 'vitest';
import { ManualClock, type Random } from '../../shared/runtime/index.ts';
import { ADDRESSES_MAX, AddressBook } from './addresses.ts';

const half: Random = { float: () => 0.5, bytes: (count) => new Uint8Array(count) };

function book(addresses: readonly string[], good?: string) {
  const clock = new ManualClock();
  let kept = good;
  const writes: string[] = [];
  const made = new AddressBook({
    ...{ clock, random: half, policy: { initialMs: 1000, maxMs: 4000 }, addresses: () => addresses },
    lastGood: {
      get: () => kept,
      set: (address) => {
        kept = address;
        writes.push(address);
      },
    },
  });
  /** Dials and fails so often; the addresses with the wait before each. */
  const failing = (times: number): [string, number][] =>
    Array.from({ length: times }, () => {
      const waitMs = made.waitMs;
      clock.advance(waitMs);
      const address = made.next();
      made.ended(address, false);
      return [address, waitMs];
    });
  return { clock, made, writes, failing };
}

describe('the addresses of controllers', () => {
  test('are tried in their order and at once; then each waits for its own backoff', () => {
    expect(book(['a:1', 'b:1', 'c:1']).failing(6)).toEqual([
      ['a:1', 0],
      ['b:1', 0],
      ['c:1', 0],
      ['a:1', 500],
      ['b:1', 0],
      ['c:1', 0],
    ]);
  });

  test('back off one by one, up to the cap', () => {
    const waits = book(['a:1'])
      .failing(5)
      .map(([, waitMs]) => waitMs);
    expect(waits).toEqual([0, 500, 1000, 2000, 2000]);
  });

  test('begin with the one that worked last, over restarts too; it is written once', () => {
    const { made, writes } = book(['a:1', 'b:1']);
    made.ended('a:1', false);
    expect(made.next()).toBe('b:1');
    made.worked('b:1');
    made.worked('b:1');
    expect([made.next(), writes]).toEqual(['b:1', ['b:1']]);
    expect(book(['a:1', 'b:1'], 'b:1').failing(2)).toEqual([
      ['b:1', 0],
      ['a:1', 0],
    ]);
  });

  test('go back to the one that had stood, after a pause for all', () => {
    const { made, failing } = book(['a:1', 'b:1']);
    made.worked('b:1');
    made.ended('b:1', true);
    expect(failing(2)).toEqual([
      ['b:1', 500],
      ['a:1', 0],
    ]);
  });

  test('that worked last and is not configured any more counts for nothing; nor do more than the bound', () => {
    expect(book(['a:1'], 'gone:1').made.next()).toBe('a:1');
    const many = Array.from({ length: ADDRESSES_MAX + 5 }, (_, i) => `h${i}:1`);
    const tried = new Set(
      book(many)
        .failing(ADDRESSES_MAX + 5)
        .map(([address]) => address),
    );
    expect(tried.size).toBe(ADDRESSES_MAX);
    expect(() => book([]).made.next()).toThrowError(/no address/);
  });
});
