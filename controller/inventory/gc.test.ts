import { describe, expect, it } from 'vitest';
import { TOMBSTONE_KEEP_MS } from './gc.ts';
import { ADMIN, create, errorOf, Rig, refOf, remove, update } from './testing/rig.ts';

const EMPTY = { filter: {}, showAbsent: true, showDeleted: true } as const;

/** The first call drafts a line, the next one publishes it once it is old enough. */
function collectAfter(rig: Rig, ms: number): number {
  rig.clock.advance(ms);
  return rig.inventory.collectTombstones();
}

function withDeletedFloor(): Rig {
  const rig = Rig.withSwitches(1);
  rig.write(create('floor', 'f1', { name: 'First' }), create('floor', 'f2', { name: 'Second' }));
  rig.write(remove('floor/f1'));
  return rig;
}

/** Moves a version of the store to another writer, as if it had come from there. */
function foreign(rig: Rig, id: string, columns: Readonly<Record<string, number>>): void {
  for (const [column, value] of Object.entries(columns))
    rig.store.db.prepare(`UPDATE versions SET ${column} = ? WHERE id = ?`).run(value, id);
}

describe('a deleted record', () => {
  it('is there to be asked about until the line has come past it, and later only at the time when it was', () => {
    const rig = withDeletedFloor();
    const deletedAtMs = rig.clock.now();
    rig.clock.advance(1);
    rig.write(update('floor/f2', { description: 'later' }));
    expect(collectAfter(rig, 0)).toBe(0);
    expect(collectAfter(rig, TOMBSTONE_KEEP_MS - 1)).toBe(0);
    expect(Object.keys(rig.records('floor', EMPTY))).toEqual(['f1', 'f2']);
    const kept = (): unknown => rig.store.db.prepare("SELECT op FROM history WHERE id = 'f1'").pluck().all();
    expect(collectAfter(rig, 1)).toBe(1);
    expect(Object.keys(rig.records('floor', EMPTY))).toEqual(['f2']);
    expect(kept()).toEqual(['put', 'delete']);
    const then = { ...EMPTY, atMs: deletedAtMs };
    expect(Object.keys(rig.records('floor', then))).toEqual(['f1', 'f2']);
    expect(collectAfter(rig, 10 * TOMBSTONE_KEEP_MS)).toBe(0);
  });

  it('that was deleted after the line was drafted waits for the next one', () => {
    const rig = withDeletedFloor();
    collectAfter(rig, 0);
    rig.write(remove('floor/f2'));
    expect(collectAfter(rig, TOMBSTONE_KEEP_MS)).toBe(1);
    expect(Object.keys(rig.records('floor', EMPTY))).toEqual(['f2']);
    expect(collectAfter(rig, TOMBSTONE_KEEP_MS)).toBe(1);
    expect(rig.records('floor', EMPTY)).toEqual({});
  });

  it('stays while an agent has seen it: without the tombstone it would come back', () => {
    const rig = Rig.withSwitches(2);
    rig
      .agent()
      .send('sw1', [
        { kind: 'switch', nativeKey: '', section: 'system', op: 'put', bodyText: '{"hostname":"h"}' },
      ]);
    rig.write(remove('switch/sw1'), remove('switch/sw2'));
    collectAfter(rig, 0);
    expect(collectAfter(rig, TOMBSTONE_KEEP_MS)).toBe(1);
    expect(Object.keys(rig.records('switch', EMPTY))).toEqual(['sw1']);
    expect(errorOf(() => rig.inventory.get(refOf('switch/sw1'), ADMIN)).code).toBe('NOT_FOUND');
  });

  it('stays while the line stays below a version that is held', () => {
    const rig = withDeletedFloor();
    rig.write(create('floor', 'f3', { name: 'Third' }));
    foreign(rig, 'f3', { held: 1, seq: 1_000 });
    foreign(rig, 'f2', { held: 1 });
    collectAfter(rig, 0);
    // f2 was written before f1 was deleted, by the same origin.
    expect(collectAfter(rig, TOMBSTONE_KEEP_MS)).toBe(0);
    foreign(rig, 'f2', { held: 0 });
    collectAfter(rig, TOMBSTONE_KEEP_MS);
    expect(collectAfter(rig, TOMBSTONE_KEEP_MS)).toBe(1);
  });

  it('stays beside a version of it that is held', () => {
    const rig = withDeletedFloor();
    rig.write(create('floor', 'f9', { name: 'Ninth' }));
    rig.store.db.prepare("UPDATE versions SET held = 1, id = 'f1' WHERE id = 'f9'").run();
    collectAfter(rig, 0);
    expect(collectAfter(rig, TOMBSTONE_KEEP_MS)).toBe(0);
    rig.store.db.prepare('DELETE FROM versions WHERE held = 1').run();
    expect(collectAfter(rig, 0)).toBe(1);
  });

  it('of a clock that ran ahead and was set right is not kept for ever', () => {
    const rig = withDeletedFloor();
    rig.clock.advance(10 * TOMBSTONE_KEEP_MS);
    collectAfter(rig, 0);
    rig.clock.jump(-10 * TOMBSTONE_KEEP_MS);
    expect(collectAfter(rig, 0)).toBe(0);
    expect(collectAfter(rig, TOMBSTONE_KEEP_MS)).toBe(1);
  });
});

describe('what was forgotten', () => {
  it('can be made anew, and covers the tombstone wherever that still is', () => {
    const rig = withDeletedFloor();
    const ctxOf = (id: string): unknown =>
      JSON.parse(String(rig.store.db.prepare('SELECT ctx FROM versions WHERE id = ?').pluck().get(id)));
    collectAfter(rig, 0);
    collectAfter(rig, TOMBSTONE_KEEP_MS);
    const line = rig.store.gc.line(rig.store.words.laneNo({ site: 'ams1', group: 'core' }));
    const [back] = rig.write(create('floor', 'f1', { name: 'First again' })).records;
    expect(back).toMatchObject({ deleted: false, conflicts: [], fields: { name: 'First again' } });
    expect(ctxOf('f1')).toEqual(line.map(({ seq }) => [rig.inventory.origin, seq]));
    expect(line[0]?.seq).toBeGreaterThan(0);
  });

  it('sends a watch that slept through it back to the start, and lets others go on', async () => {
    const rig = Rig.withSwitches(0);
    rig.write(create('floor', 'f1', { name: 'First' }));
    const watch = async (resumeToken: string): Promise<string> => {
      const signal = new AbortController();
      const question = { kinds: [], site: '', resumeToken };
      let token = '';
      for await (const event of rig.inventory.watch(question, { principal: ADMIN, signal: signal.signal })) {
        ({ token } = event);
        if (event.type === 'synced') signal.abort();
      }
      return token;
    };
    const before = await watch('');
    rig.write(remove('floor/f1'));
    const after = await watch('');
    collectAfter(rig, 0);
    expect(collectAfter(rig, TOMBSTONE_KEEP_MS)).toBe(1);
    await expect(watch(before)).rejects.toMatchObject({ code: 'RESYNC' });
    expect(await watch(after)).toBe(after);
  });

  it('is gone for good after a restart too, and the line with it', () => {
    const rig = withDeletedFloor();
    rig.write(update('floor/f2', { description: 'stays' }));
    collectAfter(rig, 0);
    collectAfter(rig, TOMBSTONE_KEEP_MS);
    const again = new Rig({ store: rig.store, clock: rig.clock });
    expect(Object.keys(again.records('floor', EMPTY))).toEqual(['f2']);
    expect(again.inventory.counts()['floor']).toBe(1);
    expect(again.inventory.collectTombstones()).toBe(0);
  });
});
