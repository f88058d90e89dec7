/**
 * Replicas that write and merge in part, in any order. What is expected of a value is told from the run alone: who
 * had seen what when writing. Dots and ctx, which are on trial here, have no part in it.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, type JsonObject } from './json.ts';
import { type Folded, fold, nextVersion, sameDot, undominated, type Version } from './version.ts';

const SEED = process.env['SEED'];
const RUNS = { numRuns: 200, ...(SEED ? { seed: Number(SEED) } : {}) };
const ORIGINS = ['a', 'b', 'c', 'd'] as const;
const FIELDS = ['x', 'y', 'z'] as const;

/** A write, and every write that its writer knew of. */
interface Event {
  readonly version: Version;
  readonly changes: JsonObject;
  readonly saw: ReadonlySet<Event>;
}

interface Replica {
  readonly origin: string;
  seq: number;
  held: readonly Event[];
}

type Step =
  | { readonly type: 'write'; readonly at: number; readonly changes: JsonObject; readonly hlc: number }
  | { readonly type: 'merge'; readonly from: number; readonly to: number; readonly mask: number };

class Run {
  readonly replicas: readonly Replica[] = ORIGINS.map((origin) => ({ origin, seq: 0, held: [] }));
  readonly events: Event[] = [];

  play(steps: readonly Step[], changesFor = (wanted: JsonObject, _at: Replica): JsonObject => wanted): this {
    for (const step of steps) {
      if (step.type === 'write') this.write(this.replica(step.at), step, changesFor);
      else this.merge(step);
    }
    return this;
  }

  /** Everything that is not dominated, from everywhere. */
  all(): readonly Event[] {
    return keep(this.replicas.flatMap((replica) => replica.held));
  }

  private replica(i: number): Replica {
    const replica = this.replicas[i];
    if (!replica) throw new Error(`no replica ${i}`);
    return replica;
  }

  private write(
    at: Replica,
    step: { changes: JsonObject; hlc: number },
    changesFor: (wanted: JsonObject, at: Replica) => JsonObject,
  ): void {
    const changes = changesFor(step.changes, at);
    const saw = known(at.held);
    const top = Math.max(0, ...[...saw].map((event) => event.version.hlc));
    at.seq += 1;
    const dot = { origin: at.origin, seq: at.seq };
    // Stamp 0 stands for a clock in step: above all that was seen.
    const hlc = step.hlc === 0 ? top + 1 : step.hlc;
    const next = nextVersion(versions(at.held), changes, { ...dot, hlc });
    const event = { version: { dot, hlc, by: at.origin, ...next }, changes, saw };
    this.events.push(event);
    at.held = keep([...at.held, event]);
  }

  private merge({ from, to, mask }: { from: number; to: number; mask: number }): void {
    const part = this.replica(from).held.filter((_event, i) => ((mask >> i) & 1) === 1);
    this.replica(to).held = keep([...this.replica(to).held, ...part]);
  }
}

function keep(events: readonly Event[]): readonly Event[] {
  const unique = [...new Set(events)];
  const live = new Set(undominated(versions(unique)));
  return unique.filter((event) => live.has(event.version));
}

function versions(events: readonly Event[]): Version[] {
  return events.map((event) => event.version);
}

function known(held: readonly Event[]): ReadonlySet<Event> {
  return new Set(held.flatMap((event) => [event, ...event.saw]));
}

/** Writes of the field that no other write of the field had seen. */
function latest(field: string, events: ReadonlySet<Event>): readonly Event[] {
  const writes = [...events].filter((event) => Object.hasOwn(event.changes, field));
  return writes.filter((write) => !writes.some((other) => other.saw.has(write)));
}

function expectNothingLost(folded: Folded, held: readonly Event[]): void {
  const events = known(held);
  for (const field of FIELDS) {
    const [only, ...others] = latest(field, events);
    const conflict = folded.conflicts.find((one) => one.field === field);
    if (only && others.length === 0) {
      expect(canonicalJson(folded.fields[field]), field).toBe(canonicalJson(only.changes[field] ?? null));
      expect(conflict, field).toBeUndefined();
    }
    for (const write of [only, ...others]) {
      if (!write || [...events].some((event) => event.saw.has(write))) continue;
      const stands =
        conflict?.survivors.some((survivor) => sameDot(survivor.dot, write.version.dot)) ??
        canonicalJson(folded.fields[field]) === canonicalJson(write.changes[field] ?? null);
      expect(stands, `${field} of ${write.version.dot.origin} ${write.version.dot.seq}`).toBe(true);
    }
  }
}

const changes = fc
  .dictionary(fc.constantFrom(...FIELDS), fc.option(fc.nat(2), { nil: null }), { minKeys: 1 })
  .map((fields): JsonObject => fields);
const replica = fc.nat(ORIGINS.length - 1);

function steps(hlc: fc.Arbitrary<number>): fc.Arbitrary<Step[]> {
  const write = fc.record({ type: fc.constant('write' as const), at: replica, changes, hlc });
  const merge = fc.record({
    type: fc.constant('merge' as const),
    from: replica,
    to: replica,
    mask: fc.nat(15),
  });
  return fc.array(fc.oneof(write, merge), { minLength: 1, maxLength: 40, size: 'max' });
}

describe.each([
  ['in step', steps(fc.constant(0))],
  ['far out of step', steps(fc.integer({ min: 1, max: 30 }))],
])('replicas with clocks %s', (_clocks, plan) => {
  it('lose no update, and show what everyone has seen', () => {
    fc.assert(
      fc.property(plan, (list) => {
        const run = new Run().play(list);
        for (const { held } of run.replicas) expectNothingLost(fold(versions(held)), held);
        expectNothingLost(fold(versions(run.all())), run.all());
      }),
      RUNS,
    );
  });

  it('show one value for one set, in whatever order and however often it came', () => {
    fc.assert(
      fc.property(plan, fc.infiniteStream(fc.nat()), (list, order) => {
        const run = new Run().play(list);
        const set = versions(run.all());
        const folded = fold(set);
        const shuffled = [...set, ...set]
          .map((version) => ({ version, key: Number(order.next().value) }))
          .sort((a, b) => a.key - b.key);
        expect(fold(shuffled.map((one) => one.version))).toEqual(folded);
        // Versions that were dominated add nothing when they come late.
        expect(fold(versions(run.events))).toEqual(folded);
      }),
      RUNS,
    );
  });

  it('agree once someone writes after seeing all', () => {
    fc.assert(
      fc.property(plan, changes, (list, wanted) => {
        const set = versions(new Run().play(list).all());
        const own = { origin: 'e', seq: 1, hlc: 1 };
        const next: Version = {
          dot: { origin: 'e', seq: 1 },
          hlc: 1,
          by: 'e',
          ...nextVersion(set, wanted, own),
        };
        expect(undominated([...set, next])).toEqual([next]);
        expect(fold([...set, next]).conflicts).toEqual([]);
        const laid = Object.entries({ ...fold(set).fields, ...wanted }).filter(([, value]) => value !== null);
        expect(fold([next]).fields).toEqual(Object.fromEntries(laid));
      }),
      RUNS,
    );
  });
});

describe('replicas that delete', () => {
  /** People delete and edit what they see, and make anew what they see deleted. */
  function wish(wanted: JsonObject, at: Replica): JsonObject {
    if (fold(versions(at.held)).fields['deleted'] === true) return { ...wanted, deleted: null };
    return wanted['x'] === 0 ? { deleted: true } : wanted;
  }

  it('show a record as deleted only when every write that nobody has seen since is a delete', () => {
    fc.assert(
      fc.property(steps(fc.integer({ min: 1, max: 30 })), (list) => {
        const run = new Run().play(list, wish);
        for (const held of [...run.replicas.map((one) => one.held), run.all()]) {
          if (held.length === 0) continue;
          const events = [...known(held)];
          const ends = events.filter((event) => !events.some((other) => other.saw.has(event)));
          const deletes = ends.filter((event) => event.changes['deleted'] === true).length;
          const { fields, conflicts } = fold(versions(held));
          expect(fields['deleted'] === true).toBe(deletes === ends.length);
          const contested = conflicts.some((one) => one.field === 'deleted');
          expect(contested).toBe(deletes > 0 && deletes < ends.length);
        }
      }),
      RUNS,
    );
  });
});
