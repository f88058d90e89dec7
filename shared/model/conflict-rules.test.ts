import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ConflictRule, type Decision, decide, ruleFor } from './conflict-rules.ts';
import { HLC_SKEW_MAX_MS } from './hlc.ts';
import type { Json } from './json.ts';
import type { ConflictView } from './record.ts';
import { conflictId, fold, nextVersion, type Version } from './version.ts';

const SEED = process.env['SEED'];
const RUNS = { numRuns: 100, ...(SEED ? { seed: Number(SEED) } : {}) };
const NOW = 1_800_000_000_000;

function rule(name: ConflictRule['rule'], origins: readonly string[] = []): ConflictRule {
  return { kind: '*', rule: name, origins };
}

/** Newest first, as a record shows them. */
function conflict(
  field: string,
  ...values: readonly (readonly [origin: string, value: Json | undefined, at?: number])[]
) {
  const all = values.map(([origin, value, at = NOW - 1000]) => ({ origin, value, at, by: `user:${origin}` }));
  return { id: 'c1', field, values: all } satisfies ConflictView;
}

function taken(decision: Decision): Json | undefined {
  if (!decision.decided) throw new Error(`left to a person: ${decision.reason}`);
  return decision.value;
}

describe('newest', () => {
  const two = conflict('name', ['a.1', 'new'], ['b.1', 'old']);

  it('takes the highest stamp, and says whose it was', () => {
    expect(decide(two, rule('newest'), { nowMs: NOW })).toEqual({
      ...{ decided: true, value: 'new', reason: 'newest, by user:a.1 at a.1' },
    });
  });

  it('leaves a stamp of more than five minutes ahead to a person, until its time has come', () => {
    const at = NOW + HLC_SKEW_MAX_MS + 1;
    const ahead = conflict('name', ['a.1', 'new', at], ['b.1', 'old']);
    expect(decide(ahead, rule('newest'), { nowMs: NOW })).toMatchObject({
      decided: false,
      reason: expect.stringContaining('a.1'),
    });
    expect(taken(decide(ahead, rule('newest'), { nowMs: NOW + 1 }))).toBe('new');
  });

  it('never decides whether a record was deleted', () => {
    const gone = conflict('deleted', ['a.1', undefined], ['b.1', true]);
    expect(decide(gone, rule('newest'), { nowMs: NOW }).decided).toBe(false);
    expect(taken(decide(gone, rule('authority', ['b']), { nowMs: NOW }))).toBe(true);
    expect(taken(decide(gone, rule('authority', ['a']), { nowMs: NOW }))).toBeUndefined();
  });
});

describe('authority', () => {
  const three = conflict('name', ['aa.1', 'x'], ['bb.2', 'y'], ['cc.1', 'z']);

  it('takes the first origin of the rule that wrote a value, by fingerprint or by name', () => {
    const of = (...origins: string[]) => decide(three, rule('authority', origins), { nowMs: NOW });
    expect(taken(of('dd', 'cc', 'aa'))).toBe('z');
    expect(taken(of('b'))).toBe('y');
    const named = { nowMs: NOW, nameOf: (origin: string) => (origin === 'bb.2' ? 'berlin' : undefined) };
    expect(taken(decide(three, rule('authority', ['berlin', 'aa']), named))).toBe('y');
    expect(of('dd', '').decided).toBe(false);
  });

  it('leaves two lives of one controller that differ to a person', () => {
    const lives = conflict('name', ['aa.2', 'x'], ['aa.1', 'y']);
    expect(decide(lives, rule('authority', ['aa']), { nowMs: NOW }).decided).toBe(false);
    expect(taken(decide(lives, rule('authority', ['aa.1']), { nowMs: NOW }))).toBe('y');
  });
});

describe('union', () => {
  const facts = { nowMs: NOW };
  const lists = conflict('tags', ['a.1', ['x', 'new', 'x']], ['b.1', ['y', 'kept', 'x']]);

  it('takes the items of all lists, each once and sorted', () => {
    expect(taken(decide(lists, rule('union'), facts))).toEqual(['kept', 'new', 'x', 'y']);
  });

  it('knows what was taken away where what all had seen is known', () => {
    const ancestor = { value: ['x', 'y', 'kept', 'gone'] };
    expect(taken(decide(lists, rule('union'), { ...facts, ancestor }))).toEqual(['new', 'x']);
    const away = conflict('tags', ['a.1', undefined], ['b.1', ['x', 'more']]);
    expect(taken(decide(away, rule('union'), { ...facts, ancestor }))).toEqual(['more']);
  });

  it('decides nothing that is no list', () => {
    expect(decide(conflict('tags', ['a.1', ['x']], ['b.1', 'x']), rule('union'), facts).decided).toBe(false);
  });

  it('comes to one list in whatever order the values stand', () => {
    const list = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 5 });
    fc.assert(
      fc.property(list, list, list, (base, one, two) => {
        const at = (...values: string[][]) =>
          taken(
            decide(conflict('tags', ...values.map((v, i) => [`o${i}.1`, v] as const)), rule('union'), {
              ...{ nowMs: NOW, ancestor: { value: base } },
            }),
          );
        const merged = at(one, two);
        expect(at(two, one)).toEqual(merged);
        const wanted = [...new Set([...base, ...one, ...two])].filter((item) =>
          base.includes(item) ? one.includes(item) && two.includes(item) : true,
        );
        expect(merged).toEqual(wanted.sort());
      }),
      RUNS,
    );
  });
});

describe('rules', () => {
  it('of a field come before those of its kind, and those before one for all', () => {
    const all: ConflictRule = { kind: '*', rule: 'manual', origins: [] };
    const kind: ConflictRule = { kind: 'switch', rule: 'newest', origins: [] };
    const field: ConflictRule = { kind: 'switch', field: 'name', rule: 'authority', origins: ['a'] };
    for (const rules of [
      [all, kind, field],
      [field, kind, all],
    ]) {
      expect(ruleFor(rules, 'switch', 'name')).toBe(field);
      expect(ruleFor(rules, 'switch', 'floor')).toBe(kind);
      expect(ruleFor(rules, 'source', 'name')).toBe(all);
    }
    expect(ruleFor([], 'switch', 'name').rule).toBe('manual');
  });

  it('come to one decision for one set of versions, in whatever order it was brought: S4.51', () => {
    const value = fc.option(fc.constantFrom('x', 'y', 'z'), { nil: null });
    const write = fc.record({ value, hlc: fc.nat(3), saw: fc.nat(31) });
    const name = fc.constantFrom('newest' as const, 'authority' as const, 'union' as const);
    fc.assert(
      fc.property(fc.array(write, { minLength: 2, maxLength: 5 }), name, fc.nat(), (writes, which, turn) => {
        const versions: Version[] = [];
        for (const [i, { value, hlc, saw }] of writes.entries()) {
          const own = { origin: `o${i}.1`, seq: 1, hlc };
          const known = versions.filter((_, at) => ((saw >> at) & 1) === 1);
          const next = nextVersion(known, { name: value }, own);
          versions.push({ dot: { origin: own.origin, seq: 1 }, hlc, by: 'user:x', ...next });
        }
        const turned = versions.map((_, i) => versions[(i + turn) % versions.length] as Version);
        const told = [versions, turned, [...turned].reverse()].map((set) =>
          fold(set).conflicts.map((one) => {
            const values = one.survivors.map(({ dot, ...rest }) => ({
              ...rest,
              origin: dot.origin,
              at: dot.hlc,
            }));
            const view = { id: conflictId([], one), field: one.field, values };
            return { id: view.id, ...decide(view, rule(which, ['o1', 'o3']), { nowMs: NOW }) };
          }),
        );
        expect(told[1]).toEqual(told[0]);
        expect(told[2]).toEqual(told[0]);
      }),
      RUNS,
    );
  });
});
