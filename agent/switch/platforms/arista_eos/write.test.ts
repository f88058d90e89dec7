import { describe, expect, test } from 'vitest';
import { parseText } from '../../parse/index.ts';
import { eosWrite } from './write.ts';

const { leftovers, named } = eosWrite.commitConfirmed ?? {};
const rowsOf = (answer: object): readonly unknown[] => {
  if (!leftovers) throw new Error('the pack asks for none');
  return parseText(leftovers.ask, JSON.stringify(answer, undefined, 4)).rows;
};

describe('sessions of configuration that an earlier process left', () => {
  test('up to 4.31 the timer is a state of the session', () => {
    const sessions = {
      'wayside-1': { state: 'pendingCommitTimer', instances: {} },
      'wayside-2': { state: 'pending', instances: {} },
      'wayside-3': { state: 'completed', instances: {} },
      'ann-1': { state: 'pending', instances: {} },
      waysides: { state: 'pending', instances: {} },
    };
    expect(rowsOf({ sessions, maxOpenSessions: 5 })).toEqual([
      { name: 'wayside-1', state: 'timed' },
      { name: 'wayside-2', state: 'typed' },
    ]);
  });

  test('from 4.32 on it stands beside a session that is committed', () => {
    const sessions = { 'wayside-1': { state: 'committed' }, 'wayside-2': { state: 'committed' } };
    expect(rowsOf({ sessions, commitTimerSessionName: 'wayside-2', commitTimerExpireTime: 1.5 })).toEqual([
      { name: 'wayside-2', state: 'timed' },
    ]);
    expect(rowsOf({ sessions })).toEqual([]);
  });

  test('what is true is confirmed, and what was only typed is dropped', () => {
    expect(leftovers?.settle({ name: 'wayside-1', state: 'timed' })).toEqual([
      { line: 'configure session wayside-1 commit' },
    ]);
    expect(leftovers?.settle({ name: 'wayside-2', state: 'typed' })).toEqual([
      { line: 'configure session wayside-2 abort' },
    ]);
    expect(named?.('wayside-3').enter).toEqual([{ line: 'configure session wayside-3' }]);
  });
});
