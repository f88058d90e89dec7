import { describe, expect, it } from 'vitest';
import {
  type Cursors,
  draftLine,
  GC_LINE_AGE_MIN_MS,
  isCollectable,
  isRipe,
  lineCtx,
  mergeVersion,
} from './gc-line.ts';
import type { JsonObject } from './json.ts';
import { nextVersion, type Version } from './version.ts';

const NOW = 1_790_000_000_000;

function write(origin: string, seq: number, changes: JsonObject, sees: readonly Version[] = []): Version {
  const own = { origin, seq, hlc: seq };
  return { dot: { origin, seq }, hlc: seq, by: origin, ...nextVersion(sees, changes, own) };
}

const cursors = (seqs: Readonly<Record<string, number>>): Cursors => new Map(Object.entries(seqs));

describe('the line of a lane', () => {
  it('lies where the member stands that has least, and remembers how far all had written', () => {
    const draft = draftLine([cursors({ a: 7, b: 2 }), cursors({ a: 3, b: 5 })], NOW);
    expect(Object.fromEntries(draft.line)).toEqual({ a: 3, b: 2 });
    expect(Object.fromEntries(draft.heads)).toEqual({ a: 7, b: 5 });
  });

  it('lies at nothing for an origin that one member has never heard of', () => {
    expect(draftLine([cursors({ a: 7 }), cursors({})], NOW).line.get('a')).toBe(0);
  });

  it('is published a day later, and only once everybody has come past what was written by then', () => {
    const draft = draftLine([cursors({ a: 7, b: 2 }), cursors({ a: 3, b: 5 })], NOW);
    const met = [cursors({ a: 9, b: 5 }), cursors({ a: 7, b: 6 })];
    expect(isRipe(draft, met, NOW + GC_LINE_AGE_MIN_MS)).toBe(true);
    expect(isRipe(draft, met, NOW + GC_LINE_AGE_MIN_MS - 1)).toBe(false);
    const late = [cursors({ a: 9, b: 5 }), cursors({ a: 6, b: 6 })];
    expect(isRipe(draft, late, NOW + GC_LINE_AGE_MIN_MS)).toBe(false);
  });
});

describe('a tombstone', () => {
  const made = write('a', 4, { name: 'x' });
  const gone = write('b', 2, { deleted: true }, [made]);

  it('is forgotten when it and all that it saw are at or below the line', () => {
    expect(isCollectable([gone], cursors({ a: 4, b: 2 }))).toBe(true);
    expect(isCollectable([gone], cursors({ a: 4, b: 1 }))).toBe(false);
    expect(isCollectable([gone], cursors({ a: 3, b: 2 }))).toBe(false);
  });

  it('stays beside a write that did not know of it', () => {
    const edited = write('c', 1, { name: 'y' }, [made]);
    expect(isCollectable([gone, edited], cursors({ a: 9, b: 9, c: 9 }))).toBe(false);
  });

  it('is not what a record is that lives', () => {
    expect(isCollectable([made], cursors({ a: 9 }))).toBe(false);
    expect(isCollectable([], cursors({ a: 9 }))).toBe(false);
  });

  it('that others still have is dominated by who makes the record anew after it was forgotten', () => {
    const line = cursors({ a: 4, b: 2, d: 0 });
    const anew: Version = { ...write('c', 1, { name: 'z' }), ctx: lineCtx(line) };
    expect(anew.ctx).toEqual([
      { origin: 'a', seq: 4 },
      { origin: 'b', seq: 2 },
    ]);
    expect(mergeVersion([gone], anew)).toEqual([anew]);
  });
});

describe('a set of versions', () => {
  const first = write('a', 1, { name: 'x' });
  const second = write('a', 2, { name: 'y' }, [first]);
  const beside = write('b', 1, { name: 'z' }, [first]);

  it('takes a version in once, and one that is already known to it not at all', () => {
    const set = mergeVersion(mergeVersion([], first), beside);
    expect(set).toEqual([beside]);
    expect(mergeVersion(set, beside)).toBe(set);
    expect(mergeVersion(set, first)).toBe(set);
  });

  it('keeps those that did not know of each other', () => {
    expect(mergeVersion([beside], second)).toEqual([beside, second]);
  });
});
