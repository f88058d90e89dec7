/** How long change sets are kept. */
import { describe, expect, it } from 'vitest';
import { Rig, update } from '../../controller/inventory/testing/rig.ts';
import { PRUNE_CALL_MAX, pruneChangeSets } from '../../controller/plans/changes/prune.ts';
import { NO_CHANGES } from '../../controller/store/index.ts';

const KEEP_MS = 1000;

function write(rig: Rig, name: string): string {
  rig.clock.advance(10);
  return rig.write(update('switch/sw1', { name })).changeSet;
}

function prune(rig: Rig, setsMax?: number): number {
  const limits = { nowMs: rig.clock.now(), keepMs: KEEP_MS, ...(setsMax !== undefined && { setsMax }) };
  return pruneChangeSets(rig.store, limits);
}

const known = (rig: Rig, ...ids: string[]): boolean[] =>
  ids.map((id) => rig.store.changeSets.get(id) !== undefined);

describe('change sets are forgotten', () => {
  it('by age, the oldest first, with their items', () => {
    const rig = Rig.withSwitches(1);
    const old = write(rig, 'a');
    const no = rig.store.changeSets.get(old)?.no ?? 0;
    rig.clock.advance(KEEP_MS);
    const young = write(rig, 'b');
    expect(prune(rig)).toBeGreaterThan(0);
    expect(known(rig, old, young)).toEqual([false, true]);
    expect(rig.store.changeSets.items(no, 0, 10)).toEqual([]);
    expect(prune(rig)).toBe(0);
  });

  it('by number, however young', () => {
    const rig = Rig.withSwitches(1);
    const ids = ['a', 'b', 'c', 'd'].map((name) => write(rig, name));
    prune(rig, 2);
    expect(known(rig, ...ids)).toEqual([false, false, true, true]);
  });

  it('but not while they run, nor those that began after one that runs', () => {
    const rig = Rig.withSwitches(1);
    prune(rig, 0);
    const set = { id: 'run1', at: 0, by: 'user:ann', why: '', plan: 'p', title: '', sites: [], undoes: '' };
    rig.store.changeSets.begin({
      ...{ ...set, endedAt: undefined, origin: 'plan', state: 'running', counts: NO_CHANGES },
    });
    const later = write(rig, 'a');
    rig.clock.advance(2 * KEEP_MS);
    expect(prune(rig)).toBe(0);
    rig.store.changeSets.end('run1', {
      state: 'done',
      counts: NO_CHANGES,
      endedAt: rig.clock.now() - KEEP_MS - 1,
    });
    prune(rig);
    expect(known(rig, 'run1', later)).toEqual([false, false]);
  });

  it('a bounded piece at a time', () => {
    const rig = new Rig();
    const set = { at: 0, by: 'user:ann', why: '', plan: '', title: '', sites: [], undoes: '', endedAt: 0 };
    const counts = NO_CHANGES;
    rig.store.write(() => {
      for (let i = 1; i <= PRUNE_CALL_MAX + 5; i += 1)
        rig.store.changeSets.begin({ ...set, id: `set${i}`, origin: 'write', state: 'done', counts });
    });
    expect(prune(rig)).toBe(PRUNE_CALL_MAX);
    expect(rig.store.changeSets.count()).toBe(5);
    expect(prune(rig)).toBe(5);
    expect(rig.store.changeSets.count()).toBe(0);
  });
});
