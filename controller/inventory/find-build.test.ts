/** The index of `find`: kept true by every write, rolled back with it, and built anew over a store that had none. */
import { describe, expect, it } from 'vitest';
import { type Random, randomInt, seededRandom } from '../../shared/runtime/index.ts';
import type { Store } from '../store/index.ts';
import { INDEX_ROWS } from './find-build.ts';
import { TOMBSTONE_KEEP_MS } from './gc.ts';
import { ADMIN, create, errorOf, gone, put, Rig, remove, type TestAgent, update } from './testing/rig.ts';

const QUESTION = { kinds: [], site: '', pageSize: 1000, pageToken: '', showAll: true };

/** `word kind/id.field` of all hits; every word must have one. */
function hitsOf(store: Store): readonly string[] {
  const rows = store.db
    .prepare(
      'SELECT w.word, h.kind, h.lane, h.id, h.field FROM find_words w LEFT JOIN find_hits h ON h.word = w.no',
    )
    .all() as { word: string; kind: number; lane: number; id: string; field: number }[];
  return rows.map(({ word, kind, lane, id, field }) => `${word} ${kind}/${lane}/${id}.${field}`).sort();
}

function tailsOf(store: Store): readonly number[] {
  return store.db.prepare('SELECT tail FROM find_tails ORDER BY tail').pluck().all() as number[];
}

/** As a store is that was written before there was an index. */
function dropIndex(store: Store): void {
  store.db.exec(
    "DELETE FROM find_hits; DELETE FROM find_words; DELETE FROM find_tails; DELETE FROM meta WHERE key = 'find.index'",
  );
  store.find.reset();
}

const WORDS = ['lab', 'Büro 7', 'core', 'printer 10.1.2.3', 'gw 0011.2233.4455', 'lab core', ''];

function randomStep(rig: Rig, agent: TestAgent, random: Random): void {
  const word = WORDS[randomInt(random, WORDS.length)] ?? '';
  const id = `f${randomInt(random, 4)}`;
  const steps = [
    () => rig.write(create('floor', id, { name: `${word} ${id}`, description: word })),
    () => rig.write(update(`floor/${id}`, { description: word === '' ? null : word })),
    () =>
      rig.write(
        update(`floor/${id}`, { [`label.${id}`]: word === '' ? null : word, 'note.1': word || null }),
      ),
    () => rig.write(remove(`floor/${id}`)),
    () => rig.write(update('switch/sw1', { name: `sw ${word} 1`, 'note.x': word || null })),
    () =>
      agent.send('sw1', [
        put('port', id, 'status', {
          switch: 'ams1/switch/sw1',
          name: id,
          description: word,
          operUp: word === 'lab',
        }),
        put('switch', 'sw1', 'system', {
          hostname: word,
          macs: word === 'core' ? ['02:00:00:00:00:07'] : [],
        }),
        put('sighting', word, 'fdb', { mac: `02:00:00:00:00:0${randomInt(random, 10)}`, port: id }),
      ]),
    () => agent.send('sw1', [gone('port', id)]),
  ];
  try {
    steps[randomInt(random, steps.length)]?.();
  } catch (error) {
    // What is there already, or not, is refused: the index must not notice.
    expect((error as { code?: string }).code).toMatch(/INVALID_INPUT|ALREADY_EXISTS|IN_USE/);
  }
}

describe('the index', () => {
  it.each([11, 12, 13, 14])('after any writes is what building it anew would give: seed %i', (seed) => {
    const random = seededRandom(seed);
    const rig = Rig.withSwitches(1);
    const agent = rig.agent();
    for (let step = 0; step < 60; step += 1) randomStep(rig, agent, random);
    const [kept, tails] = [hitsOf(rig.store), tailsOf(rig.store)];
    expect(kept.length).toBeGreaterThan(10);
    expect(kept.filter((hit) => hit.includes('null'))).toEqual([]);
    dropIndex(rig.store);
    const again = new Rig({ store: rig.store, clock: rig.clock });
    while (again.inventory.indexMore());
    expect(hitsOf(rig.store)).toEqual(kept);
    expect(tails).toEqual(expect.arrayContaining([...tailsOf(rig.store)]));
  });

  it('goes back with a write that fails', () => {
    const rig = Rig.withSwitches(1);
    const before = hitsOf(rig.store);
    errorOf(() =>
      rig.write(create('floor', 'f1', { name: 'zebra' }), create('floor', 'f2', { name: 'zebra' })),
    );
    expect(hitsOf(rig.store)).toEqual(before);
    rig.write(create('floor', 'f3', { name: 'zebra' }));
    expect(rig.inventory.findText({ ...QUESTION, text: 'zebra' }, ADMIN).found).toHaveLength(1);
  });

  it('forgets a deleted record when the record is forgotten', () => {
    const rig = Rig.withSwitches(1);
    const before = hitsOf(rig.store);
    rig.write(create('floor', 'f1', { name: 'zebra crossing', 'label.a': 'b' }));
    rig.write(remove('floor/f1'));
    for (let round = 0; round < 3; round += 1) {
      rig.inventory.collectTombstones();
      rig.clock.advance(TOMBSTONE_KEEP_MS + 1);
    }
    expect(Object.keys(rig.records('floor'))).toEqual([]);
    expect(hitsOf(rig.store)).toEqual(before);
  });
});

describe('a store that had no index', () => {
  function oldStore(): Rig {
    const rig = Rig.withSwitches(1);
    const ports = Array.from({ length: 3 * INDEX_ROWS }, (_, i) =>
      put('port', `p${i}`, 'status', { switch: 'ams1/switch/sw1', name: `p${i}`, description: `desk ${i}` }),
    );
    rig.agent().send('sw1', ports);
    dropIndex(rig.store);
    return new Rig({ store: rig.store, clock: rig.clock });
  }

  it('is indexed piece by piece, and says how far it is', () => {
    const rig = oldStore();
    const ask = (text: string) => rig.inventory.findText({ ...QUESTION, text }, ADMIN);
    expect(ask('desk')).toMatchObject({ found: [], indexedPercent: 0 });
    expect(rig.inventory.indexMore()).toBe(true);
    const part = ask('desk');
    expect(part.found.length).toBeGreaterThan(INDEX_ROWS / 2);
    expect(part.found.length).toBeLessThanOrEqual(INDEX_ROWS);
    expect(part.indexedPercent).toBeGreaterThan(10);
    expect(part.indexedPercent).toBeLessThan(50);
    while (rig.inventory.indexMore());
    expect(ask('desk')).toMatchObject({ indexedPercent: 100 });
    expect(ask('desk').found).toHaveLength(3 * INDEX_ROWS);
    expect(rig.inventory.indexMore()).toBe(false);
  });

  it('takes up what is written and taken away meanwhile, and goes on after a restart', () => {
    const rig = oldStore();
    rig.inventory.indexMore();
    rig.write(update('switch/sw1', { name: 'renamed' }), create('floor', 'f1', { name: 'meanwhile' }));
    rig.clock.advance(1000);
    const agent = rig.agent('agent2');
    const body = { switch: 'ams1/switch/sw1', name: 'p899', description: 'moved to the attic' };
    agent.send('sw1', [put('port', 'p899', 'status', body)], { full: true, coverage: [] });
    const after = new Rig({ store: rig.store, clock: rig.clock });
    while (after.inventory.indexMore());
    const found = (text: string): number =>
      after.inventory.findText({ ...QUESTION, text }, ADMIN).found.length;
    expect([found('renamed'), found('meanwhile'), found('attic'), found('desk 899')]).toEqual([1, 1, 1, 0]);
    expect(found('desk')).toBe(3 * INDEX_ROWS - 1);
  });
});
