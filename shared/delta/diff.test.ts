import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, type JsonObject, type Kind } from '../model/index.ts';
import { diffScan, type SeenRecord, type SnapshotEntry, snapshotKey } from './diff.ts';
import type { ObservedItem } from './observed.ts';

const KINDS = ['port', 'sighting', 'vlan'] as const satisfies readonly Kind[];
type Snapshot = ReadonlyMap<string, SnapshotEntry>;

const record: fc.Arbitrary<SeenRecord> = fc.record({
  kind: fc.constantFrom(...KINDS),
  nativeKey: fc.constantFrom('', 'a', 'b', 'c', 'd'),
  sections: fc.dictionary(
    fc.constantFrom('one', 'two'),
    fc.record({ up: fc.boolean(), n: fc.nat(2) }, { requiredKeys: [] }),
    { minKeys: 1 },
  ) as fc.Arbitrary<Record<string, JsonObject>>,
});
const records = fc.array(record, { maxLength: 12 });
const coverage = fc.subarray([...KINDS]);

function snapshotOf(seen: readonly SeenRecord[]): Snapshot {
  return apply(new Map(), diffScan(new Map(), seen, []).items);
}

/** What a controller does with the items. */
function apply(before: Snapshot, items: readonly ObservedItem[]): Snapshot {
  const after = new Map(before);
  for (const { op, kind, nativeKey, section, bodyText } of items) {
    if (op === 'put')
      after.set(snapshotKey(kind, nativeKey, section), { kind, nativeKey, section, bodyText });
    else
      for (const [key, entry] of after)
        if (entry.kind === kind && entry.nativeKey === nativeKey) after.delete(key);
  }
  return after;
}

describe('the diff of two scans', () => {
  it('makes the new snapshot of the old one when everything was read', () => {
    fc.assert(
      fc.property(records, records, (old, seen) => {
        const before = snapshotOf(old);
        const after = apply(before, diffScan(before, seen, KINDS).items);
        const now = snapshotOf(seen);
        for (const [key, entry] of now) expect(after.get(key)).toEqual(entry);
        // A section that a record no longer shows stays; a record that is gone takes all of its own along.
        const shown = new Set([...now.values()].map((entry) => `${entry.kind} ${entry.nativeKey}`));
        for (const entry of after.values()) expect(shown).toContain(`${entry.kind} ${entry.nativeKey}`);
      }),
    );
  });

  it('says nothing when nothing changed, and everything to who knows nothing', () => {
    fc.assert(
      fc.property(records, (seen) => {
        const before = snapshotOf(seen);
        expect(diffScan(before, seen, KINDS).items).toEqual([]);
        expect(diffScan(new Map(), seen, KINDS).items).toHaveLength(before.size);
      }),
    );
  });

  it('never calls a record absent whose kind was not read to its end', () => {
    fc.assert(
      fc.property(records, records, coverage, (old, seen, covered) => {
        const { absent, items } = diffScan(snapshotOf(old), seen, covered);
        for (const gone of absent) {
          expect(covered).toContain(gone.kind);
          expect(seen.some((one) => one.kind === gone.kind && one.nativeKey === gone.nativeKey)).toBe(false);
        }
        expect(items.filter((item) => item.op === 'absent')).toHaveLength(absent.length);
      }),
    );
  });

  it('stores exactly what it tells', () => {
    fc.assert(
      fc.property(records, records, coverage, (old, seen, covered) => {
        const before = snapshotOf(old);
        const { puts, absent, items } = diffScan(before, seen, covered);
        expect(items.filter((item) => item.op === 'put')).toEqual(puts.map((put) => ({ ...put, op: 'put' })));
        const stored = new Map(before);
        for (const put of puts) stored.set(snapshotKey(put.kind, put.nativeKey, put.section), put);
        for (const gone of absent)
          for (const [key, entry] of stored)
            if (entry.kind === gone.kind && entry.nativeKey === gone.nativeKey) stored.delete(key);
        expect(stored).toEqual(apply(before, items));
      }),
    );
  });

  it('takes the last telling of a section, and joins the sections of a record told in parts', () => {
    const one = (section: string, body: JsonObject): SeenRecord => ({
      kind: 'port',
      nativeKey: 'a',
      sections: { [section]: body },
    });
    const { items } = diffScan(
      new Map(),
      [one('status', { n: 1 }), one('other', { n: 2 }), one('status', { n: 3 })],
      ['port'],
    );
    expect(items.map(({ section, bodyText }) => [section, bodyText])).toEqual([
      ['status', canonicalJson({ n: 3 })],
      ['other', canonicalJson({ n: 2 })],
    ]);
  });

  it('sees no change in another order of fields or in a field that is undefined', () => {
    const seen = (fields: JsonObject): SeenRecord[] => [
      { kind: 'port', nativeKey: 'a', sections: { s: fields } },
    ];
    const before = snapshotOf(seen({ a: 1, b: 2 }));
    expect(diffScan(before, seen({ b: 2, c: undefined, a: 1 }), ['port']).items).toEqual([]);
  });
});
