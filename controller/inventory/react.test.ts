import { describe, expect, it } from 'vitest';
import {
  freshnessOnScan,
  presenceOf,
  presenceOnAbsent,
  presenceOnDue,
  presenceOnSeen,
  presenceOnSourceGone,
} from './react.ts';

const policy = { orphanAfterScans: 3, orphanAfterMs: 1000, retireAfterMs: 10_000 };
const missing = { presence: 'missing', missingSince: 5000, missingScan: 's1' } as const;
const orphaned = { ...missing, presence: 'orphaned' } as const;

describe('presence', () => {
  it('is active where nothing or nothing known was written', () => {
    expect([presenceOf(undefined), presenceOf({}), presenceOf({ presence: 'later word' })]).toEqual([
      'active',
      'active',
      'active',
    ]);
  });

  it('changes once when a record goes, and once when it comes back', () => {
    const scan = { id: 's1', finishedAtMs: 5000 };
    expect(presenceOnAbsent(undefined, scan)).toEqual(missing);
    expect(presenceOnAbsent({ presence: 'active' }, scan)).toEqual(missing);
    for (const gone of [missing, orphaned, { presence: 'retired' }]) {
      expect(presenceOnAbsent(gone, scan)).toBeUndefined();
      expect(presenceOnSeen(gone)).toEqual({ presence: 'active' });
    }
    expect(presenceOnSeen({ presence: 'active' })).toBeUndefined();
  });

  it.each([
    ['time alone has passed', missing, 6000, 2, undefined, 6250],
    ['scans alone have passed', missing, 5999, 9, undefined, 6249],
    ['neither has passed', missing, 5500, 1, undefined, 6000],
    ['both have passed', missing, 6000, 3, 'orphaned', 15_000],
    ['it is orphaned and not old enough', orphaned, 14_999, 99, undefined, 15_000],
    ['it is orphaned and old enough', orphaned, 15_000, 0, 'retired', undefined],
    ['it is active again', { presence: 'active' }, 99_999, 99, undefined, undefined],
    ['it is retired', { presence: 'retired' }, 99_999, 99, undefined, undefined],
    ['nothing is known of it', undefined, 99_999, 99, undefined, undefined],
  ] as const)('when %s', (_when, current, nowMs, scansSince, presence, nextAtMs) => {
    const outcome = presenceOnDue(current, { policy, nowMs, scansSince });
    expect(outcome.body?.['presence']).toBe(presence);
    expect(outcome.nextAtMs).toBe(nextAtMs);
    // When and by what it was missed first stays on the record.
    if (outcome.body) expect(outcome.body).toMatchObject({ missingSince: 5000, missingScan: 's1' });
  });
});

describe('presence of what was seen at a source that is deleted', () => {
  it('is orphaned with the cause, since it was missing or since now, once', () => {
    const cause = { presence: 'orphaned', missingCause: 'its source was deleted' };
    expect(presenceOnSourceGone(undefined, 9000)).toEqual({ ...cause, missingSince: 9000 });
    expect(presenceOnSourceGone({ presence: 'active' }, 9000)).toEqual({ ...cause, missingSince: 9000 });
    expect(presenceOnSourceGone(missing, 9000)).toEqual({ ...missing, ...cause });
    for (const long of [orphaned, { presence: 'retired' }])
      expect(presenceOnSourceGone(long, 9000)).toBeUndefined();
  });
});

describe('freshness', () => {
  const failed = { completeness: 'failed', code: 'TIMEOUT', reason: 'slow', startedAtMs: 7 } as const;

  it('is lost once, keeps its beginning when the cause changes, and comes back with a complete reading', () => {
    const stale = freshnessOnScan(undefined, failed);
    expect(stale).toEqual({ staleSince: 7, cause: 'TIMEOUT: slow' });
    expect(freshnessOnScan(stale, { ...failed, reason: 'slower', startedAtMs: 9 })).toBeUndefined();
    expect(freshnessOnScan(stale, { ...failed, code: 'TIME', startedAtMs: 9 })).toEqual({
      staleSince: 7,
      cause: 'TIME: slow',
    });
    expect(freshnessOnScan(stale, { ...failed, completeness: 'complete' })).toEqual({});
    expect(freshnessOnScan({}, { ...failed, completeness: 'complete' })).toBeUndefined();
  });

  it('of a source that is read only in part tells why, once for each cause, until a reading is complete', () => {
    const cut = { completeness: 'partial', code: 'PARSE', reason: 'vlan table cut', startedAtMs: 8 } as const;
    const partial = freshnessOnScan(undefined, cut);
    expect(partial).toEqual({ partialSince: 8, cause: 'PARSE: vlan table cut' });
    expect(freshnessOnScan(partial, { ...cut, reason: 'port table cut', startedAtMs: 9 })).toBeUndefined();
    expect(freshnessOnScan(partial, { ...cut, code: 'TIMEOUT', startedAtMs: 9 })).toEqual({
      partialSince: 8,
      cause: 'TIMEOUT: vlan table cut',
    });
    expect(freshnessOnScan(partial, { ...cut, completeness: 'complete' })).toEqual({});
    // It was read, so it is no longer stale; a failure after it begins anew, whatever the cause.
    const stale = { staleSince: 7, cause: 'PARSE: nothing' };
    expect(freshnessOnScan(stale, cut)).toEqual(partial);
    expect(freshnessOnScan(partial, { ...cut, completeness: 'failed', startedAtMs: 9 })).toEqual({
      staleSince: 9,
      cause: 'PARSE: vlan table cut',
    });
  });
});
