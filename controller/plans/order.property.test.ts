import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../../shared/runtime/index.ts';
import type { DraftStep } from './draft.ts';
import { orderSteps } from './order.ts';
import { draftStep } from './testing/draft-steps.ts';
import { draftBetween, replay, type World } from './testing/world.ts';

// Another seed tries other drafts; a failure prints the one that it was found by.
const SEED = Number(process.env['SEED'] ?? 5);
const runs = (numRuns: number) => ({ seed: SEED, numRuns });

/** Two worlds. What is to be deleted never points in a circle: nothing could take that away. */
function worlds(sizeMax: number): fc.Arbitrary<{ readonly from: World; readonly to: World }> {
  const places = { minLength: sizeMax, maxLength: sizeMax };
  const things = fc.record({
    kept: fc.uniqueArray(fc.nat(sizeMax - 1)),
    names: fc.shuffledSubarray([...Array(sizeMax).keys()], places),
    peers: fc.array(fc.option(fc.nat(sizeMax - 1)), places),
  });
  return fc.tuple(things, things).map(([from, to]) => ({
    from: worldOf(from, (at, peer) => peer < at),
    to: worldOf(to, () => true),
  }));
}

interface Numbers {
  readonly kept: readonly number[];
  readonly names: readonly number[];
  readonly peers: readonly (number | null)[];
}

function worldOf({ kept, names, peers }: Numbers, mayPoint: (at: number, peer: number) => boolean): World {
  const there = new Set(kept);
  return new Map(
    kept.map((at) => {
      const peer = peers[at] ?? undefined;
      const points = peer !== undefined && there.has(peer) && mayPoint(at, peer);
      return [`t${at}`, { name: `n${names[at]}`, ...(points && { peer: `t${peer}` }) }];
    }),
  );
}

/** Any draft at all: needs, pointers and values in whatever circles. */
const wildDrafts: fc.Arbitrary<readonly DraftStep[]> = fc.nat(11).chain((last) => {
  const id = fc.nat(last).map((at) => `t${at}`);
  const some = fc.array(id, { maxLength: 2 });
  const value = fc.nat(3).map((at) => ({ field: 'name', text: `n${at}` }));
  const step = fc.record({
    action: fc.constantFrom('create' as const, 'update' as const, 'delete' as const),
    needs: some,
    refs: some.map((ids) => ids.map((one, at) => ({ field: `peer${at}`, id: one }))),
    takes: fc.array(
      fc.record({
        field: fc.constant('name'),
        text: value.map(({ text }) => text),
        temporary: fc.constantFrom('~', ''),
      }),
      { maxLength: 1 },
    ),
    frees: fc.array(value, { maxLength: 1 }),
    standing: fc.constantFrom('ready' as const, 'ready' as const, 'ready' as const, 'conflict' as const),
  });
  return fc
    .array(step, { minLength: last + 1, maxLength: last + 1 })
    .map((steps) => steps.map((one, at) => draftStep({ id: `t${at}`, ...one })));
});

test('a plan between any two worlds keeps names unique and pointers whole at every step, and ends in the second', () => {
  fc.assert(
    fc.property(worlds(8), ({ from, to }) => {
      const steps = orderSteps(draftBetween(from, to));
      expect(steps.filter(({ standing }) => standing !== 'ready')).toEqual([]);
      const end = replay(from, steps);
      expect(Object.fromEntries(end)).toEqual(Object.fromEntries(to));
    }),
    runs(400),
  );
});

test('needs come first, nothing is lost, and nothing ready waits for what is not, in any draft', () => {
  fc.assert(
    fc.property(wildDrafts, (draft) => {
      const steps = orderSteps(draft);
      expect(steps.map(({ no }) => no)).toEqual(steps.map((_, at) => at + 1));
      const whole = steps.filter(({ no, otherHalf = no }) => no <= otherHalf);
      expect(whole.map(({ id }) => id).sort()).toEqual(draft.map(({ id }) => id).sort());
      for (const { no, needs, standing, otherHalf } of steps) {
        expect(needs.every((need) => need < no)).toBe(true);
        if (standing !== 'ready') continue;
        for (const need of [...needs, ...(otherHalf === undefined ? [] : [otherHalf])])
          expect(steps[need - 1]?.standing).toBe('ready');
      }
      expect(steps.filter(({ standing, reason }) => standing === 'ready' && reason)).toEqual([]);
    }),
    runs(400),
  );
});

test('the order of the draft does not matter', () => {
  const shuffled = wildDrafts.chain((draft) =>
    fc.tuple(fc.constant(draft), fc.shuffledSubarray([...draft], { minLength: draft.length })),
  );
  fc.assert(
    fc.property(shuffled, ([draft, other]) => {
      expect(orderSteps(other)).toEqual(orderSteps(draft));
    }),
    runs(200),
  );
});

test('thousands of steps are ordered in one go, however they hang together', () => {
  const random = seededRandom(SEED);
  const count = 4000;
  const numbers = Array.from({ length: count }, (_, no) => no);
  const at = (): string => `t${Math.floor(random.float() * count)}`;
  const pointing = (pointers: (no: number) => readonly string[]): readonly DraftStep[] =>
    numbers.map((no) =>
      draftStep({ id: `t${no}`, refs: pointers(no).map((id, field) => ({ field: `p${field}`, id })) }),
    );
  const renaming = (heir: (no: number) => number): readonly DraftStep[] =>
    numbers.map((no) =>
      draftStep({
        ...{ id: `t${no}`, action: 'update', frees: [{ field: 'name', text: `n${no}` }] },
        takes: [{ field: 'name', text: `n${heir(no)}`, temporary: `~${no}` }],
      }),
    );
  const chain = pointing((no) => (no > 0 ? [`t${no - 1}`] : []));
  expect(orderSteps(chain)).toHaveLength(count);
  expect(orderSteps(renaming((no) => (no + 1) % count))).toHaveLength(count + 1);
  expect(orderSteps(renaming((no) => no ^ 1))).toHaveLength(count * 1.5);
  expect(orderSteps(pointing(() => [at(), at()])).every(({ standing }) => standing === 'ready')).toBe(true);
  const behind = orderSteps([...chain.slice(1), draftStep({ id: 't0', standing: 'conflict' })]);
  expect(behind.filter(({ standing }) => standing === 'deferred')).toHaveLength(count - 1);
});
