import { describe, expect, test } from 'vitest';
import { WaysideError } from '../../shared/errors.ts';
import { ManualClock, silentLog } from '../../shared/runtime/index.ts';
import { BEHIND_MAX, BEHIND_MS, BEHIND_RETRY_MS, Behind } from './behind.ts';

function behindOn(write: (facts: readonly string[]) => void): { clock: ManualClock; behind: Behind<string> } {
  const clock = new ManualClock();
  return { clock, behind: new Behind({ clock, log: silentLog, what: 'facts', write }) };
}

describe('facts that are written a moment later', () => {
  test('go by one write for all agents of that moment, the newest of each', () => {
    const writes: (readonly string[])[] = [];
    const { clock, behind } = behindOn((facts) => writes.push(facts));
    behind.add('a1', 'old');
    behind.add('a2', 'two');
    behind.add('a1', 'new');
    expect([behind.get('a1'), behind.get('a3')]).toEqual(['new', undefined]);
    clock.advance(BEHIND_MS - 1);
    expect(writes).toEqual([]);
    clock.advance(1);
    expect(writes).toEqual([['new', 'two']]);
    expect(behind.get('a1')).toBeUndefined();
    clock.advance(10 * BEHIND_MS);
    expect(writes).toHaveLength(1);
  });

  test('do not wait when there are many, nor at the end, and are forgotten with their agent', () => {
    const writes: (readonly string[])[] = [];
    const { clock, behind } = behindOn((facts) => writes.push(facts));
    for (let i = 0; i < BEHIND_MAX; i += 1) behind.add(`a${i}`, 'x');
    expect(writes.map((facts) => facts.length)).toEqual([BEHIND_MAX]);
    behind.add('gone', 'x');
    behind.add('last', 'y');
    behind.forget('gone');
    behind.stop();
    expect(writes.at(-1)).toEqual(['y']);
    clock.advance(BEHIND_RETRY_MS);
    expect(writes).toHaveLength(2);
  });

  test('that a full disk did not take are kept and written once there is room, without a try at each hello', () => {
    const tried: (readonly string[])[] = [];
    let isFull = true;
    const { clock, behind } = behindOn((facts) => {
      tried.push(facts);
      if (isFull) throw new WaysideError('DISK_FULL', 'no room');
    });
    behind.add('a1', 'one');
    clock.advance(BEHIND_MS);
    behind.add('a2', 'two');
    clock.advance(BEHIND_RETRY_MS - 1);
    expect(tried).toEqual([['one']]);
    expect(behind.get('a1')).toBe('one');
    isFull = false;
    clock.advance(1);
    expect(tried.at(-1)).toEqual(['one', 'two']);
    expect(behind.get('a1')).toBeUndefined();
  });
});
