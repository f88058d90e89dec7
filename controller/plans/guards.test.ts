import { describe, expect, test } from 'vitest';
import { WaysideError } from '../../shared/errors.ts';
import type { DraftStep, KindBase } from './draft.ts';
import { type GuardFacts, guard } from './guards.ts';
import { orderSteps } from './order.ts';
import { draftStep } from './testing/draft-steps.ts';

const NOW_MS = Date.UTC(2026, 10, 22, 12);
const DAY_MS = 86_400_000;

type Facts = Partial<GuardFacts> & { readonly base?: Partial<KindBase> };

const stepsOf = (action: DraftStep['action'], count: number, more: Partial<DraftStep> = {}) =>
  Array.from({ length: count }, (_, at) => draftStep({ id: `${action}${at}`, action, ...more }));

function guarded(steps: readonly DraftStep[], { base, ...facts }: Facts) {
  const bases = [{ store: 'records', kind: 'switch', existing: 35, firstRun: false, ...base }];
  return guard(orderSteps(steps), { bases, settings: [], overrides: [], nowMs: NOW_MS, ...facts });
}

/** Each reason once, as `guard: message`; none: all are ready. */
function reasons(steps: readonly DraftStep[], facts: Facts = {}): readonly string[] {
  const blocked = guarded(steps, facts).flatMap(({ reason }) =>
    reason ? [`${reason.code}: ${reason.message}`] : [],
  );
  return [...new Set(blocked)];
}

const source = (rows: number, more: object = {}) => ({
  source: { name: 'switches.csv', rows, rowsBefore: 100, complete: true, ...more },
});

describe('shares and counts', () => {
  test.each([
    ...([
      [10, 35, undefined],
      [11, 35, 'max-deletes: 11 of 35 switches would be deleted (31 %); at most 30 %'],
    ] as const),
    ...([
      [3, 9, undefined],
      [8, 9, undefined],
      [9, 9, 'max-deletes: all 9 switches would be deleted'],
    ] as const),
    ...([
      [3, 10, undefined],
      [4, 10, 'max-deletes: 4 of 10 switches would be deleted (40 %); at most 30 %'],
    ] as const),
    ...([
      [1, 1, undefined],
      [2, 2, 'max-deletes: all 2 switches would be deleted'],
    ] as const),
    ...([[301, 1000, 'max-deletes: 301 of 1000 switches would be deleted (30.10 %); at most 30 %']] as const),
  ])('deletes of %i of %i things', (count, existing, reason) => {
    expect(reasons(stepsOf('delete', count), { base: { existing } })).toEqual(
      reason === undefined ? [] : [reason],
    );
  });

  test('updates have the same share, but all of a few may change; creates have no limit', () => {
    expect(reasons(stepsOf('update', 10))).toEqual([]);
    expect(reasons(stepsOf('update', 11))).toEqual([
      'max-updates: 11 of 35 switches would be updated (31 %); at most 30 %',
    ]);
    expect(reasons(stepsOf('update', 9), { base: { existing: 9 } })).toEqual([]);
    expect(reasons(stepsOf('create', 5000), { base: { existing: 10 } })).toEqual([]);
  });

  test('all of the kind are blocked, each with what lifts it, and nothing of others', () => {
    const steps = guarded(
      [...stepsOf('delete', 11), ...stepsOf('update', 2), draftStep({ id: 'f', kind: 'floor' })],
      {},
    );
    expect(steps.filter(({ standing }) => standing === 'blocked').map(({ action }) => action)).toEqual(
      Array(11).fill('delete'),
    );
    expect(steps.filter(({ standing }) => standing === 'ready')).toHaveLength(3);
    expect(steps.at(-1)?.reason?.override).toBe('max-deletes:records/switch');
  });

  test('settings by store and kind: each limit is taken from the most specific row that says it', () => {
    const settings = [
      { store: '*', kind: '*', maxDeletes: 2, maxCreates: 7 },
      { store: 'records', kind: '*', maxCreatesShare: 10 },
      { store: '*', kind: 'switch', maxDeletes: 100 },
      { store: 'records', kind: 'switch', maxDeletesShare: 10, minBase: 5 },
    ];
    expect(reasons(stepsOf('delete', 4), { settings })).toEqual([
      'max-deletes: 4 of 35 switches would be deleted (11 %); at most 10 %',
    ]);
    expect(reasons(stepsOf('delete', 3), { settings })).toEqual([]);
    expect(reasons(stepsOf('create', 8), { settings })).toEqual([
      'max-creates: 8 switches would be created; at most 7',
    ]);
    expect(reasons(stepsOf('create', 4), { settings })).toEqual([
      'max-creates: 4 switches would be created where there are 35; at most 10 % of those',
    ]);
    const floors = { bases: [{ store: 'records', kind: 'floor', existing: 9, firstRun: false }], settings };
    expect(reasons(stepsOf('delete', 3, { kind: 'floor' }), floors)).toEqual([
      'max-deletes: 3 floors would be deleted; at most 2',
    ]);
    const all = [{ store: '*', kind: '*', maxDeletesShare: 100 }];
    expect(reasons(stepsOf('delete', 35), { settings: all })).toEqual([]);
  });

  test('a thing counts once: halves of a swap are one update, the second half of a create is none', () => {
    const swap = (id: string, from: string, to: string) =>
      draftStep({
        ...{ id, action: 'update', frees: [{ field: 'name', text: from }] },
        takes: [{ field: 'name', text: to, temporary: '~' }],
      });
    const settings = [{ store: '*', kind: '*', maxUpdates: 2 }];
    const circle = [
      draftStep({ id: 'x', refs: [{ field: 'peer', id: 'y' }] }),
      draftStep({ id: 'y', refs: [{ field: 'peer', id: 'x' }] }),
    ];
    expect(reasons([swap('a', '1', '2'), swap('b', '2', '1'), ...circle], { settings })).toEqual([]);
  });
});

describe('sites', () => {
  const at = (site: string, action: DraftStep['action'], count: number) =>
    stepsOf(action, count, { site }).map((step) => ({
      ...step,
      id: `${site}${step.id}`,
      key: `${site}${step.id}`,
    }));
  const base = (existing: number, site?: string): KindBase => ({
    ...{ store: 'records', kind: 'switch', existing, firstRun: false },
    ...(site !== undefined && { site }),
  });
  const two = { bases: [base(10, 'ber1'), base(40, 'ams1'), base(50)] };

  test('one that goes is not made up for by what is left elsewhere', () => {
    const steps = [...at('ber1', 'delete', 10), ...at('ams1', 'update', 1)];
    expect(reasons(steps, two)).toEqual([
      'max-deletes: at ber1: 10 of 10 switches would be deleted (100 %); at most 30 %',
    ]);
    expect(guarded(steps, two).filter(({ standing }) => standing === 'ready')).toHaveLength(1);
    expect(reasons(steps, { ...two, overrides: ['max-deletes:records/switch'] })).toEqual([]);
  });

  test('each has the limits of the whole, to the same border', () => {
    expect(reasons([...at('ber1', 'delete', 3), ...at('ams1', 'delete', 12)], two)).toEqual([]);
    expect(reasons([...at('ber1', 'update', 3), ...at('ams1', 'update', 13)], two)).toEqual([
      'max-updates: 16 of 50 switches would be updated (32 %); at most 30 %',
    ]);
    expect(reasons([...at('ber1', 'delete', 4), ...at('ams1', 'delete', 11)], two)).toEqual([
      'max-deletes: at ber1: 4 of 10 switches would be deleted (40 %); at most 30 %',
    ]);
  });

  test('counts are judged over all of them together', () => {
    const settings = [{ store: '*', kind: '*', maxDeletes: 3 }];
    expect(reasons([...at('ber1', 'delete', 2), ...at('ams1', 'delete', 2)], { ...two, settings })).toEqual([
      'max-deletes: 4 switches would be deleted; at most 3',
    ]);
  });
});

describe('sources', () => {
  const gone = stepsOf('delete', 1);

  test('an empty one deletes nothing when it had something, or was never read', () => {
    expect(reasons(gone, { base: source(0) })).toEqual([
      'empty-source: switches.csv is empty; it had 100 before',
    ]);
    expect(reasons(gone, { base: source(0, { rowsBefore: undefined }) })).toEqual([
      'empty-source: switches.csv is empty, and nothing was ever read from it',
    ]);
    expect(reasons(gone, { base: source(0, { rowsBefore: 0 }) })).toEqual([]);
    expect(reasons(stepsOf('update', 1), { base: source(0) })).toEqual([]);
  });

  test('one with less than half of what it had deletes nothing; with half of it, it does', () => {
    expect(reasons(gone, { base: source(50) })).toEqual([]);
    expect(reasons(gone, { base: source(49) })).toEqual([
      'shrunken-source: switches.csv has 49 of the 100 that it had (49 %); at least 50 %',
    ]);
    const settings = [{ store: '*', kind: '*', minSourceShare: 0 }];
    expect(reasons(gone, { base: source(1), settings })).toEqual([]);
  });

  test('what is only absent is not deleted after an incomplete reading; what is to go by intent is', () => {
    const base = source(90, { complete: false, partial: 'page 3 was missing' });
    expect(reasons(gone, { base })).toEqual([]);
    expect(reasons(stepsOf('delete', 1, { absentSince: 0 }), { base })).toEqual([
      'incomplete-scan: switches.csv was not read completely (page 3 was missing), so what is not in it may be there all the same',
    ]);
  });

  test('the first time nothing is deleted, and not most of what is there changed', () => {
    const base = { ...source(100), firstRun: true };
    expect(reasons(gone, { base })).toEqual([
      'first-run: nothing was ever applied from switches.csv: 1 switch would be deleted',
    ]);
    expect(reasons(stepsOf('update', 10), { base })).toEqual([]);
    expect(reasons(stepsOf('update', 35), { base })).toEqual([
      'first-run: nothing was ever applied from switches.csv: 35 of 35 switches would be updated (100 %); at most 30 %',
    ]);
    expect(reasons(stepsOf('update', 3), { base: { ...base, existing: 3 } })).toHaveLength(1);
    expect(reasons(stepsOf('update', 1), { base: { ...base, existing: 1 } })).toEqual([]);
    const overrides = ['first-run:records/switch'];
    expect(reasons(stepsOf('update', 35), { base, overrides })).toEqual([]);
  });

  test('what is absent for less than the grace time waits for it, to the millisecond', () => {
    const absent = (forMs: number) => stepsOf('delete', 1, { absentSince: NOW_MS - forMs });
    expect(reasons(absent(DAY_MS))).toEqual([]);
    expect(reasons(absent(DAY_MS - 1))).toEqual([
      'grace: absent since 2026-11-21T12:00:00.001Z; it may be deleted from 2026-11-22T12:00:00.001Z on',
    ]);
    const settings = [{ store: '*', kind: '*', graceMs: 0 }];
    expect(reasons(absent(0), { settings })).toEqual([]);
  });
});

describe('what is lifted', () => {
  test('an override lifts its guard and no other: the next one is the reason then', () => {
    const base = { ...source(49), firstRun: true };
    const steps = stepsOf('delete', 11, { absentSince: NOW_MS });
    const lift = (...guards: readonly string[]) =>
      guarded(steps, { base, overrides: guards.map((name) => `${name}:records/switch`) })[0]?.reason?.code;
    expect(lift()).toBe('shrunken-source');
    expect(lift('shrunken-source')).toBe('first-run');
    expect(lift('shrunken-source', 'first-run')).toBe('max-deletes');
    expect(lift('shrunken-source', 'first-run', 'max-deletes')).toBe('grace');
    expect(lift('shrunken-source', 'first-run', 'max-deletes', 'grace')).toBeUndefined();
  });

  test('that of another kind or store lifts nothing here, and one that nothing needs does no harm', () => {
    const overrides = [
      'max-deletes:records/floor',
      'max-deletes:ams1/source/db1/switch',
      'grace:records/switch',
    ];
    expect(reasons(stepsOf('delete', 11), { overrides })).toHaveLength(1);
    expect(reasons(stepsOf('delete', 1), { overrides })).toEqual([]);
  });

  test.each(['max-delete:records/switch', 'max-deletes', 'max-deletes:switch', 'max-deletes:/switch', ''])(
    'one that names no guard is refused by its place: "%s"',
    (wrong) => {
      const overrides = ['grace:records/switch', wrong];
      try {
        guarded([], { overrides });
        expect.unreachable();
      } catch (error) {
        const { code, violations } = WaysideError.from(error);
        expect(code).toBe('INVALID_INPUT');
        expect(violations.map(({ field }) => field)).toEqual(['overrides[1]']);
        expect(violations[0]?.message).toContain('empty-source, shrunken-source');
      }
    },
  );
});

describe('what stands behind a blocked step', () => {
  const old = { action: 'delete' as const, frees: [{ field: 'name', text: 'sw1' }] };
  const heir = draftStep({
    ...{ id: 'heir', kind: 'source', after: { name: 'sw1' } },
    takes: [{ field: 'name', text: 'sw1', temporary: 'sw1~' }],
  });

  test('S3.31 is deferred with the step that it needs, and lifted by the same override', () => {
    const steps = [draftStep({ id: 'old', ...old }), ...stepsOf('delete', 10), heir];
    const last = guarded(steps, {}).find(({ id }) => id === 'heir');
    expect(last?.standing).toBe('deferred');
    expect(last?.reason).toEqual({
      ...{ code: 'needs-blocked', override: 'max-deletes:records/switch' },
      message: 'needs step 1, delete switch old, which is blocked',
    });
  });

  test('no half of a swap is done when the other is blocked', () => {
    const child = { ...heir, id: 'child', action: 'update' as const, before: { name: 'c' } };
    const steps = guarded([draftStep({ id: 'old', ...old, needs: ['child'] }), child], {
      settings: [{ store: '*', kind: 'switch', maxDeletes: 0 }],
    });
    expect(steps.map(({ name, standing }) => `${name} ${standing}`)).toEqual([
      ...['heir deferred', 'old blocked', 'heir deferred'],
    ]);
  });

  test('what was not ready before counts for no limit and keeps its own reason', () => {
    const conflict = stepsOf('delete', 3, {
      standing: 'conflict',
      reason: { code: 'x', message: 'y', override: '' },
    });
    const ready = stepsOf('delete', 10).map((step) => ({ ...step, id: `r${step.id}`, key: `r${step.id}` }));
    expect(reasons([...conflict, ...ready])).toEqual(['x: y']);
  });
});
