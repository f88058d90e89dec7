import { describe, expect, it } from 'vitest';
import { kindNames } from '../../shared/model/index.ts';
import { HISTORY_KEEPING, type Keeping, PRUNE_CALL_MAX, pruneHistory } from './prune.ts';
import { ADMIN, port, Rig, refOf, update } from './testing/rig.ts';

const DAY_MS = 86_400_000;

function descriptions(rig: Rig, pageSize = 0, pageToken = ''): { told: unknown[]; next: string } {
  const page = rig.inventory.history({ ref: refOf('switch/sw1'), pageSize, pageToken }, ADMIN);
  return { told: page.changes.map((change) => change.fields['description']), next: page.nextPageToken };
}

function describeTimes(rig: Rig, times: number): void {
  for (let i = 1; i <= times; i += 1) rig.write(update('switch/sw1', { description: `d${i}` }));
}

function keeping(over: Partial<Record<(typeof kindNames)[number], Keeping>>): typeof HISTORY_KEEPING {
  return { ...HISTORY_KEEPING, ...over };
}

function rows(rig: Rig, table: string): number {
  return Number(rig.store.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
}

describe('the history of a record', () => {
  it('comes newest first, in pages that join without a gap', () => {
    const rig = Rig.withSwitches(1);
    describeTimes(rig, 7);
    const all = ['d7', 'd6', 'd5', 'd4', 'd3', 'd2', 'd1', undefined];
    expect(descriptions(rig)).toEqual({ told: all, next: '' });
    for (const size of [1, 2, 3, 8]) {
      const found: unknown[] = [];
      let next = '';
      do {
        const page = descriptions(rig, size, next);
        found.push(...page.told);
        ({ next } = page);
      } while (next !== '');
      expect(found).toEqual(all);
    }
  });

  it('holds the sections of the record together, each change with who and why', () => {
    const rig = Rig.withSwitches(1);
    rig.agent().send('sw1', [port('a')]);
    const [ref] = Object.keys(rig.records('port'));
    const { changes } = rig.inventory.history(
      { ref: refOf(`port/${ref}`), pageSize: 0, pageToken: '' },
      ADMIN,
    );
    expect(changes).toMatchObject([
      { section: 'status', op: 'put', seq: 2, by: 'agent:agent1', why: 'scan agent1-scan1', current: true },
    ]);
    expect(changes[0]?.hash).toMatch(/^[0-9a-f]{64}$/);
    const [first] = rig.inventory.history(
      { ref: refOf('switch/sw1'), pageSize: 0, pageToken: '' },
      ADMIN,
    ).changes;
    expect(first).toMatchObject({ by: 'user:ann', why: 'test', at: rig.clock.now() });
  });

  it('of what is not known, or by who may not see it, is refused alike', () => {
    const rig = Rig.withSwitches(1);
    const question = { ref: refOf('switch/sw9'), pageSize: 0, pageToken: '' };
    const unknown = expect.objectContaining({ code: 'NOT_FOUND' });
    expect(() => rig.inventory.history(question, ADMIN)).toThrow(unknown);
    expect(() => rig.inventory.history({ ...question, ref: refOf('ams9/switch/sw1') }, ADMIN)).toThrow(
      unknown,
    );
    const mine = { ...question, ref: refOf('switch/sw1') };
    expect(() => rig.inventory.history(mine, { type: 'anonymous' })).toThrow(unknown);
    expect(() => rig.inventory.history({ ...mine, pageToken: 'x' }, ADMIN)).toThrow(
      expect.objectContaining({ code: 'INVALID_TOKEN_FORMAT' }),
    );
  });
});

describe('the bounds of the history', () => {
  it('count from when a version was superseded, not from when it was written', () => {
    const rig = Rig.withSwitches(1);
    rig.clock.advance(900 * DAY_MS);
    describeTimes(rig, 1);
    expect(rig.inventory.pruneHistory()).toBe(0);
    expect(descriptions(rig).told).toEqual(['d1', undefined]);
    rig.clock.advance(730 * DAY_MS);
    expect(rig.inventory.pruneHistory()).toBe(0);
    rig.clock.advance(1);
    expect(rig.inventory.pruneHistory()).toBe(1);
    expect(descriptions(rig).told).toEqual(['d1']);
  });

  it('keep so many versions of a kind, the newest, and leave other kinds alone', () => {
    const rig = Rig.withSwitches(1);
    describeTimes(rig, 6);
    for (let i = 0; i < 4; i += 1) rig.write(update('source/sw1', { port: 1 + i }));
    rig.agent().send('sw1', [port('a')]);
    const bounds = keeping({ switch: { keepMs: DAY_MS, versionsMax: 2 } });
    expect(pruneHistory(rig.store, rig.clock.now(), bounds)).toBe(4);
    expect(descriptions(rig).told).toEqual(['d6', 'd5', 'd4']);
    expect(rows(rig, 'history')).toBe(2 + 4);
    expect(pruneHistory(rig.store, rig.clock.now(), bounds)).toBe(0);
  });

  it('never touch what stands now, nor its hash', () => {
    const rig = Rig.withSwitches(1);
    describeTimes(rig, 3);
    const before = rig.store.versions.since(0, 100);
    rig.clock.advance(10_000 * DAY_MS);
    expect(rig.inventory.pruneHistory()).toBe(3);
    expect(rig.store.versions.since(0, 100)).toEqual(before);
    expect(rows(rig, 'history')).toBe(0);
  });

  it('let the writers go whose last version went', () => {
    const rig = Rig.withSwitches(1);
    const before = rows(rig, 'writers');
    describeTimes(rig, 5);
    rig.clock.advance(10_000 * DAY_MS);
    rig.inventory.pruneHistory();
    // The one of the switch's making went with its first version, the last edit's stays.
    expect(rows(rig, 'writers')).toBe(before + 1);
    expect(descriptions(rig).told).toEqual(['d5']);
    expect(rig.inventory.get(refOf('switch/sw1'), ADMIN).updatedBy).toBe('user:ann');
  });

  it('are kept in pieces, so that one call never takes long', () => {
    const rig = Rig.withSwitches(1);
    const agent = rig.agent();
    const ports = (up: boolean) => Array.from({ length: 4000 }, (_, i) => port(`p${i}`, up));
    for (let i = 0; i < 4; i += 1) agent.send('sw1', ports(i % 2 === 0));
    expect(rows(rig, 'history')).toBe(12_000);
    const none = keeping({ port: { keepMs: 0, versionsMax: 0 } });
    expect(pruneHistory(rig.store, rig.clock.now() + 1, none)).toBe(PRUNE_CALL_MAX);
    expect(pruneHistory(rig.store, rig.clock.now() + 1, none)).toBe(2000);
    expect(rows(rig, 'history')).toBe(0);
  });

  it('are set for every kind', () => {
    for (const kind of kindNames) {
      expect(HISTORY_KEEPING[kind].keepMs).toBeGreaterThan(DAY_MS);
      expect(HISTORY_KEEPING[kind].versionsMax).toBeGreaterThan(1000);
    }
  });
});
