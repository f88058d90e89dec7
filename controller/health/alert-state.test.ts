import { describe, expect, it } from 'vitest';
import { foundBy, healthReasons, type ReasonedFinding } from '../../shared/model/index.ts';
import type { AlertRow } from '../store/index.ts';
import { CLEAR_AFTER_MS, type Step, whenFound, whenGone } from './alert-state.ts';

const AWAY_MS = healthReasons['agent-away'].raiseAfterMs ?? 0;
const away = (message = 'away'): ReasonedFinding =>
  foundBy('agents', 'agent-away', {
    message,
    site: 'ams1',
    subject: { site: 'ams1', kind: 'agent', id: 'a1' },
  });

/** Steps along the times at which it is so (`+`) or not (`-`). */
function life(...steps: readonly (readonly ['+' | '-', number])[]): {
  row: AlertRow | undefined;
  events: string[];
} {
  let row: AlertRow | undefined;
  const events: string[] = [];
  for (const [sign, at] of steps) {
    const step: Step =
      sign === '+' ? whenFound(row, away(), at) : row ? whenGone(row, at) : { row, event: undefined };
    row = step.row;
    if (step.event) events.push(`${step.event} ${at}`);
  }
  return { row, events };
}

describe('an alert', () => {
  it('is raised once it has been so for its time, counted from when it began', () => {
    expect(life(['+', 0], ['+', AWAY_MS - 1])).toMatchObject({ row: { state: 'pending' }, events: [] });
    const { row, events } = life(['+', 0], ['+', AWAY_MS], ['+', AWAY_MS + 1]);
    expect(events).toEqual([`raised ${AWAY_MS}`]);
    expect(row).toMatchObject({ state: 'open', since: 0, raisedAt: AWAY_MS, count: 1 });
    // It is known to be so since before anybody looked.
    expect(whenFound(undefined, { ...away(), since: 1 }, AWAY_MS + 1).event).toBe('raised');
  });

  it('that was not raised leaves nothing when it is over', () => {
    expect(life(['+', 0], ['-', 1])).toEqual({ row: undefined, events: [] });
  });

  it('ends once it has been well for a while, at the moment when it became well', () => {
    const open = [
      ['+', 0],
      ['+', AWAY_MS],
    ] as const;
    const gone = AWAY_MS + 10;
    expect(life(...open, ['-', gone], ['-', gone + CLEAR_AFTER_MS - 1]).row).toMatchObject({ state: 'open' });
    expect(life(...open, ['-', gone], ['-', gone + CLEAR_AFTER_MS])).toMatchObject({
      row: { state: 'ended', endedAt: gone },
      events: [`raised ${AWAY_MS}`, `ended ${gone + CLEAR_AFTER_MS}`],
    });
  });

  it('that flaps makes no noise: neither when it comes and goes, nor when it is well for moments', () => {
    const minute = 60_000;
    const comesAndGoes = Array.from({ length: 60 }, (_, i) => [i % 2 === 0 ? '+' : '-', i * minute] as const);
    expect(life(...comesAndGoes).events).toEqual([]);
    // Every seventh minute is a good one: raised once, and never ended in between.
    const rarelyWell = Array.from({ length: 60 }, (_, i) => [i % 7 === 6 ? '-' : '+', i * minute] as const);
    expect(life(...rarelyWell)).toMatchObject({
      row: { state: 'open', count: 1 },
      events: ['raised 300000'],
    });
  });

  it('loses its acknowledgement when it ends, and is counted when it comes again under the same id', () => {
    const { row } = life(['+', 0], ['+', AWAY_MS]);
    if (!row) return expect.unreachable();
    const acknowledged = { ...row, ackBy: 'user:ann', ackAt: 1, ackNote: 'mine' };
    const later = AWAY_MS + CLEAR_AFTER_MS;
    const flapped = whenFound(whenGone(acknowledged, AWAY_MS + 1).row, away(), AWAY_MS + 2).row;
    expect(flapped).toMatchObject({ state: 'open', ackBy: 'user:ann', goneAt: null });
    const ended = whenGone(whenGone(acknowledged, AWAY_MS).row ?? row, later).row;
    expect(ended).toMatchObject({ state: 'ended', ackBy: null, ackNote: null });
    const pending = whenFound(ended, away(), later + 1).row;
    expect(pending).toMatchObject({ state: 'pending', count: 1 });
    // What was not raised again is the one that ended before.
    expect(pending && whenGone(pending, later + 2).row).toMatchObject({ state: 'ended', count: 1 });
    expect(whenFound(pending, away(), later + 1 + AWAY_MS)).toMatchObject({
      row: { id: row.id, state: 'open', count: 2, since: later + 1 },
      event: 'raised',
    });
  });

  it('is not raised for a reason that the doctor alone tells', () => {
    expect(whenFound(undefined, foundBy('agents', 'no-agent', { message: 'none' }), 0)).toEqual({
      row: undefined,
      event: undefined,
    });
  });
});
