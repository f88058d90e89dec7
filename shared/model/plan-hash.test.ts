import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, type JsonObject } from './json.ts';
import { NO_COUNTS, type PlanHeader, type PlanStep } from './plan.ts';
import {
  PlanTree,
  planHeaderJson,
  planId,
  planLeaf,
  planStepJson,
  planStepText,
  stepsProven,
  wholePlanId,
} from './plan-hash.ts';

const SEED = process.env['SEED'];
const RUNS = { numRuns: 150, ...(SEED ? { seed: Number(SEED) } : {}) };

function step(no: number, more: Partial<PlanStep> = {}): PlanStep {
  return {
    ...{
      no,
      action: 'update',
      standing: 'ready',
      store: 'records',
      kind: 'switch',
      key: `ams1/switch/s${no}`,
    },
    ...{ name: `s${no}`, site: 'ams1', cause: { type: 'row', text: `row ${no}` } },
    ...{ before: { name: 'a', tags: ['x'] }, after: { name: 'b', tags: ['x'] }, token: 'e1' },
    ...{ needs: [], noUndo: '', risk: 'low' },
    ...more,
  };
}

function header(steps: number, more: Partial<PlanHeader> = {}): PlanHeader {
  return {
    ...{ format: 1, origin: 'o.1', planner: 'import', title: 'import of a.csv', why: '', madeBy: 'user:ada' },
    ...{ madeAt: 1_800_000_000_000, expiresAt: 1_800_000_360_000, basePos: 41, nonce: 'n', overrides: [] },
    ...{ steps, summary: { counts: { ...NO_COUNTS, update: steps }, kinds: [], reasons: [] }, of: '' },
    ...more,
  };
}

function planOf(steps: readonly PlanStep[], head: PlanHeader = header(steps.length)) {
  const tree = PlanTree.of(steps.map(planLeaf));
  return { steps, header: head, tree, id: planId(head, tree.root) };
}

function many(count: number): PlanStep[] {
  return Array.from({ length: count }, (_, at) => step(at + 1));
}

/** A plan, and some of its steps. */
const someOf = fc.integer({ min: 1, max: 70 }).chain((count) =>
  fc.record({
    count: fc.constant(count),
    nos: fc.uniqueArray(fc.integer({ min: 1, max: count }), { minLength: 1, maxLength: count }),
  }),
);

const otherValues: Readonly<Record<keyof PlanStep, unknown>> = {
  ...{
    no: 2,
    action: 'delete',
    standing: 'blocked',
    store: 'ams1/source/x',
    kind: 'site',
    key: 'k',
    name: 'n',
  },
  ...{ site: 'fra1', cause: { type: 'row', text: 'row 2' }, before: { name: 'a' }, after: null, token: '' },
  ...{ needs: [1], noUndo: 'gone is gone', risk: 'high' },
  reason: { code: 'c', message: 'm', override: '' },
  otherHalf: 3,
};

const otherHeader: Readonly<Record<keyof PlanHeader, unknown>> = {
  ...{ format: 2, origin: 'o.2', planner: 'edit', title: 't', why: 'w', madeBy: 'user:eve', madeAt: 1 },
  ...{
    expiresAt: 1_900_000_000_000,
    basePos: 42,
    nonce: 'm',
    overrides: [{ override: 'o', by: 'b' }],
    steps: 4,
  },
  ...{ summary: { counts: NO_COUNTS, kinds: [], reasons: [] }, of: 'x' },
};

describe('the id of a plan', () => {
  it('is for ever what it was: a golden plan of three steps', () => {
    const plan = planOf(many(3));
    expect(Buffer.from(planLeaf(step(1))).toString('hex')).toBe(LEAF);
    expect(Buffer.from(plan.tree.root).toString('hex')).toBe(ROOT);
    expect(plan.id).toBe(ID);
    expect(planOf([]).id).toBe(EMPTY_ID);
  });

  it('covers every field of the header, and none of a run', () => {
    const { id, tree } = planOf(many(3));
    for (const [field, value] of Object.entries(otherHeader)) {
      const edited = { ...header(3), [field]: value } as PlanHeader;
      expect(planId(edited, tree.root), field).not.toBe(id);
    }
    const viewed = { ...header(3), state: 'applied', changeSet: 'c', approvals: [] };
    expect(planId(viewed, tree.root)).toBe(id);
  });

  it('covers every field of every step, and none of a run', () => {
    const plain = planLeaf(step(1));
    for (const [field, value] of Object.entries(otherValues)) {
      const edited = { ...step(1), [field]: value } as PlanStep;
      expect(planLeaf(edited), field).not.toEqual(plain);
    }
    expect(planLeaf({ ...step(1), state: 'verified', fields: [] } as PlanStep)).toEqual(plain);
  });

  it('does not depend on the order in which fields were written down', () => {
    const turned = Object.fromEntries(Object.entries(step(1)).reverse()) as unknown as PlanStep;
    expect(planLeaf(turned)).toEqual(planLeaf(step(1)));
    expect(planStepJson(JSON.parse(JSON.stringify(turned)) as PlanStep)).toEqual(planStepJson(step(1)));
    expect(planHeaderJson({ ...header(1), state: 'open' } as PlanHeader)).toEqual({
      ...header(1),
    } as unknown as JsonObject);
  });

  it('of a whole plan is told from its steps alone, unless one is missing, doubled or out of its place', () => {
    const { id, steps } = planOf(many(5));
    const [first, second, ...rest] = steps;
    if (!first || !second) throw new Error('five steps');
    expect(wholePlanId(header(5), steps)).toBe(id);
    expect(wholePlanId(header(5), [second, first, ...rest])).toBeUndefined();
    expect(wholePlanId(header(5), [first, second])).toBeUndefined();
    expect(wholePlanId(header(5), [first, first, second, ...rest])).toBeUndefined();
    expect(wholePlanId(header(0), [])).toBe(planOf([]).id);
  });
});

describe('a proof', () => {
  it('shows any steps of a plan of any size to be of it, in whatever order they are shown', () => {
    fc.assert(
      fc.property(someOf, ({ count, nos }) => {
        const { id, header: head, steps, tree } = planOf(many(count));
        const shown = nos.flatMap((no) => steps[no - 1] ?? []);
        expect(stepsProven({ id, header: head, steps: shown, proof: tree.proof(nos) })).toBe(true);
      }),
      RUNS,
    );
  });

  it('of all steps is empty, and of one step has no more hashes than the tree has rows', () => {
    const { tree } = planOf(many(64));
    expect(tree.proof(many(64).map(({ no }) => no))).toHaveLength(0);
    expect(tree.proof([17])).toHaveLength(6 * 32);
    expect(tree.proof([17, 18])).toHaveLength(5 * 32);
  });

  it('shows nothing of a step of which one field was edited, or of a header of which one was', () => {
    const { id, header: head, steps, tree } = planOf(many(6));
    const [, , third] = steps;
    if (!third) throw new Error('six steps');
    const proof = tree.proof([3]);
    expect(stepsProven({ id, header: head, steps: [third], proof })).toBe(true);
    for (const [field, value] of Object.entries(otherValues)) {
      const edited = { ...third, [field]: value } as PlanStep;
      expect(stepsProven({ id, header: head, steps: [edited], proof }), field).toBe(false);
    }
    for (const [field, value] of Object.entries(otherHeader)) {
      const edited = { ...head, [field]: value } as PlanHeader;
      expect(stepsProven({ id, header: edited, steps: [third], proof }), field).toBe(false);
    }
  });

  it('shows nothing once a step is moved, left out, doubled, added or of another plan, or the proof is cut, longer or changed', () => {
    fc.assert(
      fc.property(someOf, fc.nat(), fc.integer({ min: 1, max: 255 }), ({ count, nos }, at, flip) => {
        const plan = planOf(many(count));
        const { id, header: head, tree } = plan;
        const shown = nos.flatMap((no) => plan.steps[no - 1] ?? []);
        const proof = tree.proof(nos);
        const holds = (steps: readonly PlanStep[], hashes = proof): boolean =>
          stepsProven({ id, header: head, steps, proof: hashes });
        const [one] = shown;
        if (!one) throw new Error('one step at least');
        expect(holds([{ ...one, no: (one.no % count) + 1 + (count === 1 ? 1 : 0) }, ...shown.slice(1)])).toBe(
          false,
        );
        expect(holds(shown.slice(1))).toBe(false);
        expect(holds([...shown, one])).toBe(false);
        expect(holds([...shown, step(count + 1)])).toBe(false);
        expect(holds([{ ...one, key: 'of another plan' }, ...shown.slice(1)])).toBe(false);
        expect(holds(shown, new Uint8Array([...proof, 0]))).toBe(false);
        expect(holds(shown, new Uint8Array([...proof, ...planLeaf(one)]))).toBe(false);
        if (proof.length === 0) return;
        expect(holds(shown, proof.slice(0, -1))).toBe(false);
        expect(holds(shown, proof.slice(32))).toBe(false);
        const changed = proof.slice();
        changed[at % proof.length] = (changed[at % proof.length] ?? 0) ^ flip;
        expect(holds(shown, changed)).toBe(false);
      }),
      RUNS,
    );
  });

  it('of another plan with the same steps shows nothing, for their headers differ', () => {
    const one = planOf(many(4));
    const other = planOf(many(4), header(4, { nonce: 'other' }));
    const claim = { header: one.header, steps: one.steps.slice(0, 1), proof: one.tree.proof([1]) };
    expect(stepsProven({ ...claim, id: one.id })).toBe(true);
    expect(stepsProven({ ...claim, id: other.id })).toBe(false);
  });

  it('takes no node of the tree for a step, and no number of steps that there cannot be', () => {
    const { id, header: head, steps, tree } = planOf(many(4));
    for (const count of [2, 3, 5, 8, -1, 0.5, Number.NaN, 2 ** 40])
      expect(
        stepsProven({ id, header: { ...head, steps: count }, steps, proof: tree.proof([1, 2, 3, 4]) }),
      ).toBe(false);
    expect(stepsProven({ id, header: head, steps: [], proof: new Uint8Array() })).toBe(false);
    const none = planOf([]);
    expect(stepsProven({ id: none.id, header: none.header, steps: [], proof: new Uint8Array() })).toBe(true);
  });

  it('never throws, whatever it is shown', () => {
    const { id, header: head, tree } = planOf(many(2));
    const broken = [Number.NaN, 1.5, -1, 3, 2 ** 60].map((no) => step(no));
    for (const one of [...broken, step(1, { before: { deep: nested(40) } })])
      expect(stepsProven({ id, header: head, steps: [one], proof: tree.proof([1]) })).toBe(false);
  });
});

function nested(depth: number): JsonObject {
  return depth === 0 ? {} : { in: nested(depth - 1) };
}

/** Computed by another program from the words at the head of `plan-hash.ts`. */
const LEAF = 'fcb2d9d837defa8fcc0d182e28ffd3b6070ca9a7d678f338b54d589c8ebb1a97';
const ROOT = '66fd08fb9a900aa6c1faeaca3a8331c43459d8654d14e0f55b2738666d9a9dfd';
const ID = '5e3c61b4d85a6de5bd4c1c9f9bd32f7ad29c3e4540acab59104a97065dc124ec';
const EMPTY_ID = '8d826dabb1b819426074e3739d4af052f0285d6014b9492434890141a050afb4';

describe('the words of a step', () => {
  it('are its canonical JSON, whatever else the object has and in whatever order', () => {
    const fields = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }));
    fc.assert(
      fc.property(fields, fc.option(fields), fc.boolean(), (before, after, blocked) => {
        const reason = { code: 'c', message: 'm', override: '' };
        const one = step(7, {
          before: before as JsonObject,
          after: after as JsonObject | null,
          ...(blocked && { standing: 'blocked' as const, reason }),
        });
        const shuffled = Object.fromEntries(
          Object.entries({ ...one, more: 1 }).reverse(),
        ) as unknown as PlanStep;
        expect(planStepText(shuffled)).toBe(canonicalJson(planStepJson(one)));
      }),
      RUNS,
    );
  });
});
