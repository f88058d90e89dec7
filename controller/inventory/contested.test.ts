import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject, Principal, RecordRef } from '../../shared/model/index.ts';
import type { VersionRow } from '../store/index.ts';
import { ALL_CONTESTED, CONTESTED_START, commonAncestor, contestedRecords } from './contested.ts';
import { carry, rigOfLife, rowsOf } from './testing/carry.ts';
import { ADMIN, create, errorOf, type Rig, refOf, remove, update } from './testing/rig.ts';

const SEED = process.env['SEED'];
const RUNS = { numRuns: 12, ...(SEED ? { seed: Number(SEED) } : {}) };
const SW1 = refOf('switch/sw1');
const SW2 = refOf('switch/sw2');

/** Stores of one mesh with the same records, each with its own origin. */
function mesh(count: number, switches = 2): Rig[] {
  const rigs = Array.from({ length: count }, (_, i) => rigOfLife(i + 1));
  const [first] = rigs;
  if (!first) throw new Error('no store');
  for (const rig of rigs) rig.write(create('site', 'ams1', { name: 'Amsterdam 1' }));
  for (let i = 1; i <= switches; i += 1) first.write(create('switch', `sw${i}`, { name: `sw${i}` }));
  for (const rig of rigs.slice(1)) for (const ref of [SW1, SW2]) carry(first, rig, ref);
  return rigs;
}

function pair(): readonly [Rig, Rig] {
  const [a, b] = mesh(2);
  if (!a || !b) throw new Error('no stores');
  return [a, b];
}

function open(rig: Rig, principal: Principal = ADMIN): string[] {
  const sight = rig.inventory.sight(principal);
  return [...contestedRecords(rig.store, ALL_CONTESTED, CONTESTED_START, sight)].flatMap(({ shown }) =>
    (shown?.conflicts ?? []).map(({ field }) => `${shown?.ref.kind}/${shown?.ref.id} ${field}`),
  );
}

/** What the table says, and what counting all versions says. */
function contested(rig: Rig): readonly [unknown, unknown] {
  const table = rig.store.db.prepare('SELECT lane, kind, id, section FROM contested ORDER BY 1, 2, 3, 4');
  const all = rig.store.db.prepare(
    'SELECT lane, kind, id, section FROM versions WHERE held = 0 GROUP BY 1, 2, 3, 4 HAVING count(*) > 1',
  );
  return [table.all(), all.all()];
}

function record(rig: Rig, ref: RecordRef) {
  return rig.inventory.get(ref, ADMIN);
}

/** Settles the conflicts of the record, as a plan of `conflict resolve` does. */
function resolve(rig: Rig, ref: RecordRef, fields: JsonObject): void {
  const resolves = record(rig, ref).conflicts.map(({ id }) => id);
  rig.write({ type: 'update', ref, fields, ifEtag: '', resolves });
}

describe('contested records', () => {
  it('are found with what contradicts there, and no longer once somebody wrote who saw all', () => {
    const [a, b] = pair();
    a.write(update('switch/sw2', { name: 'left', description: 'same' }));
    b.write(update('switch/sw2', { name: 'right', description: 'same' }));
    expect(open(a)).toEqual([]);
    carry(b, a, SW2);
    expect(open(a)).toEqual(['switch/sw2 name']);
    a.write(update('switch/sw2', { description: 'other' }));
    expect(open(a)).toEqual([]);
    expect(contested(a)[0]).toEqual([]);
  });

  it('come by site, kind and id, and go on behind any of them', () => {
    const [a, b] = pair();
    for (const [rig, name] of [
      [a, 'left'],
      [b, 'right'],
    ] as const) {
      rig.write(update('ams1/site/ams1', { name }));
      rig.write(update('switch/sw1', { name }), update('switch/sw2', { name: `${name} 2` }));
    }
    for (const ref of [SW2, SW1, refOf('ams1/site/ams1')]) carry(b, a, ref);
    const all = ['site/ams1 name', 'switch/sw1 name', 'switch/sw2 name'];
    expect(open(a)).toEqual(all);
    const sight = a.inventory.sight(ADMIN);
    const behind = (ref: RecordRef) =>
      [...contestedRecords(a.store, ALL_CONTESTED, ref, sight)].map((one) => one.ref.id);
    expect(behind(refOf('ams1/site/ams1'))).toEqual(['sw1', 'sw2']);
    expect(behind(SW1)).toEqual(['sw2']);
    expect(behind(SW2)).toEqual([]);
  });

  it('are none for who does not see their site, nor conflicts over what is held', () => {
    const [a, b] = pair();
    b.write(update('switch/sw1', { name: 'right' }));
    a.write(update('switch/sw1', { name: 'left' }));
    carry(
      b,
      a,
      SW1,
      rowsOf(b, SW1).map((row) => ({ ...row, held: 1 })),
    );
    expect(open(a)).toEqual([]);
    expect(contested(a)[0]).toEqual([]);
    const grants = [{ level: 'admin', switchView: 'full', scopes: [{ site: 'ber1' }] }] as const;
    const other: Principal = { type: 'user', name: 'eve', grants, readOnly: false, tokenId: 't' };
    const [c, d] = pair();
    c.write(update('switch/sw1', { name: 'left' }));
    d.write(update('switch/sw1', { name: 'right' }));
    carry(d, c, SW1);
    expect([open(c), open(c, other)]).toEqual([['switch/sw1 name'], []]);
  });

  it('are those that have several versions, after any history: the table is never behind', () => {
    const step = fc.record({
      at: fc.nat(2),
      what: fc.constantFrom('write', 'merge', 'merge', 'delete', 'make', 'forget'),
      from: fc.nat(2),
      id: fc.constantFrom('sw1', 'sw2'),
      name: fc.constantFrom('x', 'y', 'z'),
      field: fc.constantFrom('description', 'label.a', 'label.b'),
    });
    let conflicts = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 30, size: 'max' }), (steps) => {
        const rigs = mesh(3);
        for (const { at, what, from, id, name, field } of steps) {
          const [rig, other] = [rigs[at], rigs[from]];
          const ref = refOf(`switch/${id}`);
          if (!rig || !other) continue;
          const there = rig.inventory.peek(ref, ADMIN) !== undefined;
          if (what === 'merge' && rig !== other) carry(other, rig, ref);
          if (what === 'write' && there) rig.write(update(`switch/${id}`, { [field]: name }));
          if (what === 'delete' && there) rig.write(remove(`switch/${id}`));
          if (what === 'make' && !there) rig.write(create('switch', id, { name: `${id}${name}` }));
          if (what === 'forget') {
            rig.clock.advance(100 * 86_400_000);
            rig.inventory.collectTombstones();
          }
          const [table, all] = contested(rig);
          expect(table).toEqual(all);
          const shown = [SW1, SW2].flatMap((one) => rig.inventory.peek(one, ADMIN)?.conflicts ?? []);
          expect(open(rig)).toHaveLength(shown.length);
          conflicts += shown.length;
        }
      }),
      RUNS,
    );
    expect(conflicts).toBeGreaterThan(0);
  });

  it('of a store of an earlier schema are found when it is brought to this one', () => {
    const [a, b] = pair();
    a.write(update('switch/sw1', { name: 'left' }));
    b.write(update('switch/sw1', { name: 'right' }));
    carry(b, a, SW1);
    const before = contested(a)[0];
    a.store.db.exec('DELETE FROM contested');
    // As the migration does.
    a.store.db.exec(
      'INSERT INTO contested SELECT lane, kind, id, section FROM versions WHERE held = 0 GROUP BY lane, kind, id, section HAVING count(*) > 1',
    );
    expect(contested(a)[0]).toEqual(before);
  });
});

describe('a resolution', () => {
  it('is refused once the conflict is another, and writes what is shown already', () => {
    const [a, b] = pair();
    a.write(update('switch/sw1', { name: 'left' }));
    b.write(update('switch/sw1', { name: 'right' }));
    carry(b, a, SW1);
    const [seen] = record(a, SW1).conflicts;
    const shown = record(a, SW1).fields['name'];
    b.write(update('switch/sw1', { name: 'righter' }));
    carry(b, a, SW1);
    const late = {
      type: 'update',
      ref: SW1,
      fields: { name: 'left' },
      ifEtag: '',
      resolves: [seen?.id ?? ''],
    } as const;
    expect(errorOf(() => a.write(late)).code).toBe('STALE_ETAG');
    resolve(a, SW1, {});
    expect(record(a, SW1)).toMatchObject({ conflicts: [], fields: { name: record(a, SW1).fields['name'] } });
    expect(['left', 'right']).toContain(shown);
  });

  it('of a contested delete keeps the record or lets it go', () => {
    for (const keep of [true, false]) {
      const [a, b] = pair();
      a.write(remove('switch/sw1'));
      b.write(update('switch/sw1', { description: 'wanted' }));
      carry(b, a, SW1);
      expect(open(a)).toEqual(['switch/sw1 deleted']);
      const resolves = record(a, SW1).conflicts.map(({ id }) => id);
      if (keep) a.write({ type: 'update', ref: SW1, fields: {}, ifEtag: '', resolves });
      else a.write({ type: 'delete', ref: SW1, ifEtag: '', resolves });
      for (const rig of [a, b]) {
        carry(a, rig, SW1);
        expect(rig.inventory.peek(SW1, ADMIN)?.fields['description']).toBe(keep ? 'wanted' : undefined);
        expect(open(rig)).toEqual([]);
      }
    }
  });

  it('is remembered with who wrote it, as is any other write that ends a conflict', () => {
    const [a, b] = pair();
    a.write(update('switch/sw1', { name: 'left' }), update('switch/sw2', { name: 'left 2' }));
    b.write(update('switch/sw1', { name: 'right' }), update('switch/sw2', { name: 'right 2' }));
    for (const ref of [SW1, SW2]) carry(b, a, ref);
    const ids = [SW1, SW2].map((ref) => record(a, ref).conflicts[0]?.id ?? '');
    resolve(a, SW1, { name: 'right' });
    a.write(update('switch/sw2', { description: 'x' }));
    for (const [i, id] of ids.entries()) {
      expect(a.store.conflicts.settled(id.slice(0, 8))).toMatchObject({
        ...{ id, site: 'ams1', kind: 'switch', record: `sw${i + 1}`, field: 'name', by: 'user:ann' },
        at: a.clock.now(),
      });
    }
    expect(a.store.conflicts.settled('zzzz')).toBeUndefined();
  });

  it('dominates everywhere: every store shows its value and no conflict, in whatever order it comes: S4.45', () => {
    const write = fc.record({
      at: fc.nat(2),
      fields: fc.dictionary(
        fc.constantFrom('name', 'description', 'label.a'),
        fc.constantFrom('x', 'y', 'z'),
        {
          minKeys: 1,
        },
      ),
    });
    let settled = 0;
    fc.assert(
      fc.property(
        fc.array(write, { minLength: 3, maxLength: 8 }),
        fc.array(fc.nat(9), { minLength: 12, maxLength: 12 }),
        fc.nat(2),
        (writes, order, where) => {
          const rigs = mesh(3);
          for (const { at, fields } of writes) rigs[at]?.write(update('switch/sw1', fields));
          // What is on its way, from before anybody resolved.
          const sent = rigs.map((rig) => ({ rig, rows: rowsOf(rig, SW1) }));
          const home = rigs[where];
          if (!home) throw new Error('no home');
          for (const { rig, rows } of sent) if (rig !== home) carry(rig, home, SW1, rows);
          const { conflicts } = record(home, SW1);
          const chosen = conflicts.map(({ field, values }) => [field, values.at(-1)?.value ?? null] as const);
          if (chosen.length === 0) return;
          settled += 1;
          resolve(home, SW1, Object.fromEntries(chosen));
          const answer = { rig: home, rows: rowsOf(home, SW1) };
          const wanted = record(home, SW1);
          expect(wanted.fields).toMatchObject(
            Object.fromEntries(chosen.filter(([, value]) => value !== null)),
          );
          for (const [i, rig] of rigs.entries()) {
            if (rig === home) continue;
            const arrivals = [answer, ...sent].flatMap((one) =>
              one.rows.map((row) => ({ from: one.rig, row })),
            );
            const shuffled = arrivals
              .map((one, n) => ({ one, key: order[(n + 4 * i) % order.length] ?? 0 }))
              .sort((x, y) => x.key - y.key);
            for (const { one } of shuffled) carryRow(one.from, rig, one.row);
            const { fields, conflicts: left, etag } = record(rig, SW1);
            expect({ fields, left, etag }).toEqual({ fields: wanted.fields, left: [], etag: wanted.etag });
            expect(open(rig)).toEqual([]);
          }
        },
      ),
      RUNS,
    );
    expect(settled).toBeGreaterThan(0);
  });
});

function carryRow(from: Rig, to: Rig, row: VersionRow): void {
  carry(from, to, SW1, [row]);
}

describe('what all had seen', () => {
  it('is the version before those that contradict, where it is kept, and nothing older', () => {
    const [a, b] = pair();
    a.write(update('switch/sw1', { description: 'base' }));
    carry(a, b, SW1);
    a.write(update('switch/sw1', { description: 'left' }));
    b.write(update('switch/sw1', { description: 'right' }));
    carry(b, a, SW1);
    const [conflict] = record(a, SW1).conflicts;
    if (!conflict) throw new Error('no conflict');
    expect(commonAncestor(a.store, SW1, conflict)).toEqual({ value: 'base' });
    a.store.db.exec("DELETE FROM history WHERE body LIKE '%base%'");
    // There is an older version still, of which both knew more.
    expect(a.store.db.prepare('SELECT count(*) FROM history').pluck().get()).toBeGreaterThan(0);
    expect(commonAncestor(a.store, SW1, conflict)).toBeUndefined();
  });
});
