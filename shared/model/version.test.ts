import { describe, expect, it } from 'vitest';
import type { JsonObject } from './json.ts';
import { conflictId, dotsOf, etagOf, fold, nextVersion, undominated, type Version } from './version.ts';

interface Wish {
  readonly sees?: readonly Version[];
  readonly hlc?: number;
  readonly by?: string;
}

/** The next version of the section as `origin` would write it. */
function write(origin: string, seq: number, changes: JsonObject, wish: Wish = {}): Version {
  const { sees = [], hlc = seq, by = origin } = wish;
  const own = { origin, seq, hlc };
  const { ctx, fieldDots, body } = nextVersion(sees, changes, own);
  return { dot: { origin, seq }, hlc, ctx, fieldDots, body, by };
}

describe('one version', () => {
  it('is its own value', () => {
    const only = write('a', 1, { name: 'x', port: 22 });
    expect(fold([only])).toEqual({
      fields: { name: 'x', port: 22 },
      fieldDots: { name: { origin: 'a', seq: 1, hlc: 1 }, port: { origin: 'a', seq: 1, hlc: 1 } },
      conflicts: [],
    });
  });

  it('keeps the dots of the fields it did not set', () => {
    const first = write('a', 1, { name: 'x', port: 22 });
    const second = write('b', 1, { port: 23 }, { sees: [first] });
    expect(second.ctx).toEqual([{ origin: 'a', seq: 1 }]);
    expect(second.body).toEqual({ name: 'x', port: 23 });
    expect(dotsOf(second)).toEqual({
      name: { origin: 'a', seq: 1, hlc: 1 },
      port: { origin: 'b', seq: 1, hlc: 1 },
    });
  });

  it('remembers who took a field away', () => {
    const first = write('a', 1, { name: 'x', port: 22 });
    const second = write('a', 2, { port: undefined }, { sees: [first] });
    const third = write('a', 3, { name: null }, { sees: [second] });
    expect(third.body).toEqual({});
    expect(third.fieldDots).toEqual({
      port: { origin: 'a', seq: 2, hlc: 2 },
      name: { origin: 'a', seq: 3, hlc: 3 },
    });
  });

  it('of nothing is empty', () => {
    expect(fold([])).toEqual({ fields: {}, fieldDots: {}, conflicts: [] });
  });
});

describe('versions of one origin', () => {
  it('are one: the later takes the place of the earlier, whatever it says it saw', () => {
    const first = write('a', 1, { name: 'x' });
    const later = write('a', 3, { port: 22 });
    expect(undominated([first, later])).toEqual([later]);
    expect(fold([later, first]).fields).toEqual({ port: 22 });
  });
});

describe('concurrent versions', () => {
  const base = write('a', 1, { name: 'old', port: 22 });

  it('that set different fields are both there, without a conflict', () => {
    const left = write('a', 2, { name: 'left' }, { sees: [base] });
    const right = write('b', 1, { port: 23 }, { sees: [base] });
    const { fields, conflicts } = fold([left, right]);
    expect(fields).toEqual({ name: 'left', port: 23 });
    expect(conflicts).toEqual([]);
  });

  it('that set one field to unequal values are a conflict, shown by the newest stamp', () => {
    const left = write('a', 2, { name: 'left' }, { sees: [base], hlc: 50, by: 'user:ann' });
    const right = write('b', 1, { name: 'right' }, { sees: [base], hlc: 60, by: 'user:bob' });
    const { fields, conflicts } = fold([left, right]);
    expect(fields['name']).toBe('right');
    expect(conflicts).toEqual([
      {
        field: 'name',
        survivors: [
          { dot: { origin: 'b', seq: 1, hlc: 60 }, value: 'right', by: 'user:bob' },
          { dot: { origin: 'a', seq: 2, hlc: 50 }, value: 'left', by: 'user:ann' },
        ],
      },
    ]);
  });

  it('with equal stamps are shown by the higher origin, the same everywhere', () => {
    const left = write('a', 2, { name: 'left' }, { sees: [base], hlc: 50 });
    const right = write('b', 1, { name: 'right' }, { sees: [base], hlc: 50 });
    expect(fold([left, right]).fields['name']).toBe('right');
    expect(fold([right, left]).fields['name']).toBe('right');
  });

  it('that set one field to equal values are no conflict', () => {
    const left = write('a', 2, { name: 'same' }, { sees: [base] });
    const right = write('b', 1, { name: 'same' }, { sees: [base] });
    expect(fold([left, right]).conflicts).toEqual([]);
  });

  it('of which one took away what the other set are a conflict with nothing', () => {
    const left = write('a', 2, { name: null }, { sees: [base], hlc: 60 });
    const right = write('b', 1, { name: 'right' }, { sees: [base], hlc: 50 });
    const { fields, conflicts } = fold([left, right]);
    expect(fields).toEqual({ port: 22 });
    expect(conflicts[0]?.survivors.map((one) => one.value)).toEqual([undefined, 'right']);
  });

  it('let a value fall that another had seen and replaced, even where the old one has the newer stamp', () => {
    const left = write('a', 2, { name: 'new' }, { sees: [base], hlc: 5 });
    const right = write('b', 1, { port: 23 }, { sees: [base], hlc: 90 });
    expect(right.body['name']).toBe('old');
    expect(fold([left, right]).fields['name']).toBe('new');
  });

  it('are resolved by the next write, which dominates all that it saw', () => {
    const left = write('a', 2, { name: 'left' }, { sees: [base] });
    const right = write('b', 1, { name: 'right' }, { sees: [base] });
    const merged = write('c', 1, { name: 'agreed' }, { sees: [left, right] });
    expect(merged.ctx).toEqual([
      { origin: 'a', seq: 2 },
      { origin: 'b', seq: 1 },
    ]);
    expect(undominated([base, left, right, merged])).toEqual([merged]);
    expect(fold([left, right, merged])).toMatchObject({ fields: { name: 'agreed' }, conflicts: [] });
  });

  it('do not lose a field when stamps are out of step and two writers fell each other’s choice', () => {
    // c saw far-off clocks: each of the last two carries a dot that the other had seen and left behind.
    const far = write('a', 1, { name: 'far' }, { hlc: 1000 });
    const other = write('b', 1, { name: 'other' }, { hlc: 500 });
    const over = write('c', 1, { name: 'over' }, { sees: [far], hlc: 10 });
    const left = write('d', 1, { port: 1 }, { sees: [other, over] });
    const right = write('e', 1, { port: 2 }, { sees: [far, other] });
    expect([left.body['name'], right.body['name']]).toEqual(['other', 'far']);
    const { fields, conflicts } = fold([left, right]);
    expect(fields['name']).toBe('far');
    expect(conflicts.map((one) => one.field)).toEqual(['name', 'port']);
  });
});

describe('a delete', () => {
  const base = write('a', 1, { name: 'x' });
  const gone = write('a', 2, { deleted: true }, { sees: [base], hlc: 90 });

  it('that saw every version stands', () => {
    expect(fold([base, gone]).fields['deleted']).toBe(true);
  });

  it('is undone by an edit that it had not seen, of whatever field, as a conflict', () => {
    const edit = write('b', 1, { description: 'still needed' }, { sees: [base], hlc: 10 });
    const { fields, conflicts } = fold([gone, edit]);
    expect(fields).toEqual({ name: 'x', description: 'still needed' });
    expect(conflicts.map((one) => one.field)).toEqual(['deleted']);
    expect(conflicts[0]?.survivors.map((one) => one.value)).toEqual([undefined, true]);
  });

  it('of a record that was made anew before stands against the same edit in the same way', () => {
    const anew = write('a', 3, { name: 'y', deleted: null }, { sees: [gone] });
    const again = write('a', 4, { deleted: true }, { sees: [anew], hlc: 99 });
    const edit = write('b', 1, { description: 'needed' }, { sees: [anew], hlc: 10 });
    expect(fold([again]).fields['deleted']).toBe(true);
    expect(fold([again, edit]).fields['deleted']).toBeUndefined();
    expect(fold([again, edit]).conflicts.map((one) => one.field)).toEqual(['deleted']);
  });

  it('made twice at once is no conflict', () => {
    const twice = write('b', 1, { deleted: true }, { sees: [base] });
    expect(fold([gone, twice])).toMatchObject({ fields: { deleted: true }, conflicts: [] });
  });

  it('that knew of the edit stands, and one that is repeated after the conflict settles it', () => {
    const edit = write('b', 1, { description: 'needed' }, { sees: [base] });
    const informed = write('a', 3, { deleted: true }, { sees: [gone, edit] });
    expect(fold([gone, edit, informed])).toMatchObject({ fields: { deleted: true }, conflicts: [] });
  });

  it('contested and then edited leaves a record that lives', () => {
    const edit = write('b', 1, { description: 'needed' }, { sees: [base] });
    const settled = write('c', 1, { name: 'z' }, { sees: [gone, edit] });
    expect(fold([settled]).fields).toEqual({ name: 'z', description: 'needed' });
    expect(fold([settled, gone]).conflicts).toEqual([]);
  });
});

describe('names of versions', () => {
  it('give a disagreement the same id on every controller', () => {
    const left = write('a', 1, { name: 'l' });
    const right = write('b', 1, { name: 'r' });
    const place = ['ams1', 'switch', 'sw1', 'core'];
    const [one] = fold([left, right]).conflicts;
    const [two] = fold([right, left]).conflicts;
    if (!one || !two) throw new Error('no conflict');
    expect(conflictId(place, one)).toBe(conflictId(place, two));
    expect(conflictId(['ams2', 'switch', 'sw1', 'core'], one)).not.toBe(conflictId(place, one));
    expect(conflictId(place, { ...one, field: 'port' })).not.toBe(conflictId(place, one));
  });

  it('give a version set one etag, which each write changes', () => {
    const dots = [
      { origin: 'a', seq: 1 },
      { origin: 'b', seq: 2 },
    ];
    expect(etagOf(dots)).toBe(etagOf(dots.toReversed()));
    expect(etagOf(dots)).not.toBe(etagOf([{ origin: 'a', seq: 1 }]));
    expect(etagOf(dots)).not.toBe(
      etagOf([
        { origin: 'a', seq: 2 },
        { origin: 'b', seq: 2 },
      ]),
    );
  });

  it('keep a field that is named like a prototype apart from the object', () => {
    const body = JSON.parse('{"__proto__":{"deleted":true},"name":"x"}') as JsonObject;
    const left: Version = { dot: { origin: 'a', seq: 1 }, hlc: 1, ctx: [], fieldDots: {}, body, by: '' };
    const folded = fold([left, write('b', 1, { name: 'y' })]);
    expect(folded.fields['deleted']).toBeUndefined();
    expect(Object.getPrototypeOf(folded.fields)).toBe(Object.prototype);
  });
});
