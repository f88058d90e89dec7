/**
 * Random plans with random faults, against an executor that is too simple to be wrong. The seed and the plan of a failure are
 * printed; to see it again: SEED=… npx vitest run test/contract/plan-runs-random.test.ts
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Executor,
  PlanRepository,
  type RunContext,
  type RunJournal,
  type StepOutcome,
  type StoredPlan,
} from '../../controller/plans/index.ts';
import type { Store } from '../../controller/store/index.ts';
import {
  changeOf,
  type Failure,
  type JsonObject,
  type ObjectStore,
  type PlanStep,
  type RunStepState,
  type StoredObject,
  standsAsPlanned,
  standsAsWanted,
} from '../../shared/model/index.ts';
import { nextTurn } from '../../shared/runtime/index.ts';
import { type Fault, MemoryStore } from '../lab/stores/index.ts';
import {
  forgetRuns,
  keepPlan,
  memoryStore,
  mortalStore,
  PlanRig,
  type PlanRigOptions,
  step,
} from './support/plan-rig.ts';

const SEED = Number(process.env['SEED'] ?? 20_261_122);
const RUNS = 120;

/** What goes wrong with a step. */
const fates = [
  'well',
  'refused',
  'passing',
  'never',
  'answer-lost',
  'request-lost',
  'lied',
  'moved',
  'moved-beside',
] as const;
type Fate = (typeof fates)[number];

interface Case {
  readonly steps: readonly {
    readonly what: 'create' | 'update' | 'delete';
    readonly needs: readonly number[];
  }[];
  readonly ills: readonly { readonly at: number; readonly fate: Fate }[];
  readonly batchMax: number;
  readonly atomic: boolean;
  readonly conditional: boolean;
  readonly stores: number;
  /** Boundary at which the first process dies; 0: it does not. */
  readonly dieAt: number;
  /** Boundary at which somebody cancels; 0: nobody does. */
  readonly cancelAt: number;
}

const STEPS_MAX = 14;
/** More would use up what a step may be tried. */
const ILLS_MAX = 3;

const cases: fc.Arbitrary<Case> = fc.record({
  steps: fc.array(
    fc.record({
      what: fc.constantFrom('create', 'update', 'delete'),
      needs: fc.uniqueArray(fc.nat(STEPS_MAX), { maxLength: 2 }),
    }),
    { minLength: 1, maxLength: STEPS_MAX },
  ),
  ills: fc.uniqueArray(fc.record({ at: fc.nat(STEPS_MAX - 1), fate: fc.constantFrom(...fates) }), {
    maxLength: ILLS_MAX,
    selector: ({ at }) => at,
  }),
  batchMax: fc.integer({ min: 1, max: 6 }),
  atomic: fc.boolean(),
  conditional: fc.boolean(),
  stores: fc.integer({ min: 1, max: 2 }),
  dieAt: fc.oneof(fc.constant(0), fc.integer({ min: 3, max: 60 })),
  cancelAt: fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 3, max: 40 }) },
  ),
});

const storeOf = (no: number, { stores }: Case): string => `store-${no % stores}`;

function planOf(one: Case): readonly PlanStep[] {
  return one.steps.map(({ what, needs }, i) => {
    const no = i + 1;
    return step(no, {
      before: what === 'create' ? null : { v: 0, w: 0 },
      after: what === 'delete' ? null : { v: no, w: 0 },
      needs: needs.filter((other) => other > 0 && other < no),
      store: storeOf(no, one),
    });
  });
}

function fateOf(no: number, { ills }: Case): Fate {
  return ills.find(({ at }) => at + 1 === no)?.fate ?? 'well';
}

type Things = Readonly<Record<string, JsonObject>>;

/** As it must end when nobody dies or cancels. */
function reference(one: Case): readonly RunStepState[] {
  const states: RunStepState[] = [];
  for (const { needs, no, before } of planOf(one)) {
    const fate = fateOf(no, one);
    if (needs.some((need) => states[need - 1] !== 'verified')) states.push('waiting');
    else if (fate === 'moved') states.push('stale');
    // What is made new has nothing beside it that could have moved: somebody else made it.
    else if (fate === 'moved-beside' && before === null) states.push('stale');
    else if (fate === 'moved-beside' && planOf(one)[no - 1]?.after === null) states.push('stale');
    else if (['refused', 'never', 'lied'].includes(fate)) states.push('failed');
    else states.push('verified');
  }
  return states;
}

/** What is in the stores when exactly these steps were done. */
function things(one: Case, states: readonly RunStepState[]): Things {
  const found: Record<string, JsonObject> = {};
  for (const { no, key, before, after } of planOf(one)) {
    const was = beforeOf(no, one);
    if (was) found[key] = was;
    if (states[no - 1] !== 'verified' && states[no - 1] !== 'acknowledged') continue;
    if (after === null) delete found[key];
    else found[key] = before === null ? after : { ...was, v: after['v'] ?? null };
  }
  return found;
}

/** What stands there when the run begins. */
function beforeOf(no: number, one: Case): JsonObject | undefined {
  const fate = fateOf(no, one);
  const before = planOf(one)[no - 1]?.before;
  if (fate === 'moved') return { v: 99, w: 0 };
  if (fate === 'moved-beside') return { v: 0, w: 77 };
  return before ?? undefined;
}

/** How often a fault comes; each try asks once. */
const faultsOf: Readonly<Record<Fate, readonly Fault[]>> = {
  ...{ well: [], moved: [], 'moved-beside': [] },
  ...{ refused: Array<Fault>(60).fill('refuse'), never: Array<Fault>(60).fill('transient') },
  ...{
    passing: ['transient', 'transient'],
    'answer-lost': ['lose-answer'],
    'request-lost': ['lose-request'],
  },
  lied: Array<Fault>(60).fill('lie'),
};

function storesOf(one: Case): readonly MemoryStore[] {
  const { batchMax, atomic: atomicBatch, conditional } = one;
  const stores = Array.from({ length: one.stores }, (_, i) => {
    const can = { batchMax, atomicBatch, conditional };
    return new MemoryStore({ name: `store-${i}`, kinds: ['thing'], can });
  });
  for (const { no, key } of planOf(one)) {
    const was = beforeOf(no, one);
    if (was) stores[no % one.stores]?.put('thing', key, was);
  }
  for (const store of stores) {
    const left = new Map(planOf(one).map(({ no, key }) => [key, [...faultsOf[fateOf(no, one)]]]));
    store.faultOf = ({ key }) => left.get(key)?.shift() ?? 'none';
    store.counting = true;
  }
  return stores;
}

let store: Store;

beforeAll(() => {
  store = memoryStore();
});
afterAll(() => store.close());

interface Course {
  readonly verdicts: readonly RunStepState[];
  readonly things: Things;
  /** Writes of each thing that the store kept. */
  readonly writes: ReadonlyMap<string, number>;
  readonly hasEnded: boolean;
}

async function follow(one: Case, bug: Bug = () => ({})): Promise<Course> {
  forgetRuns(store);
  const stores = storesOf(one);
  const plan = keepPlan(store, planOf(one));
  const options = { stores, store, ...bug(stores) };
  let rig = new PlanRig({ ...options, dieAt: one.dieAt });
  begin(rig, plan, one);
  await rig.finish(plan);
  if (rig.life.isDead) {
    rig = rig.after(options);
    rig.runs.resume();
    if (rig.stateOf(plan) === 'open') begin(rig, plan, one);
    await rig.finish(plan);
  }
  await nextTurn();
  return {
    verdicts: rig.verdicts(plan),
    things: Object.fromEntries(stores.flatMap((kept) => Object.entries(kept.all('thing')))),
    writes: new Map(stores.flatMap((kept) => [...kept.writes])),
    hasEnded: !['open', 'applying'].includes(rig.stateOf(plan) ?? ''),
  };
}

function begin(rig: PlanRig, plan: StoredPlan, { cancelAt }: Case): void {
  try {
    const { job } = rig.begin(plan);
    rig.life.onStep = (at) => at === cancelAt && rig.jobs.cancel(job);
  } catch (error) {
    if (!rig.life.isDead) throw error;
  }
}

/** Where the run is not as the reference; empty: nowhere. */
function lies(one: Case, course: Course): readonly string[] {
  const right = reference(one);
  const found: string[] = course.hasEnded ? [] : ['it has not ended'];
  course.verdicts.forEach((state, i) => {
    const isLeft = one.cancelAt > 0 && state === 'skipped';
    if (state !== right[i] && !isLeft) found.push(`step ${i + 1} is ${state} and not ${right[i]}`);
  });
  if (sorted(course.things) !== sorted(things(one, course.verdicts)))
    found.push(`in the store: ${sorted(course.things)}`);
  // A batch that goes back as a whole wrote nothing, though it is counted.
  for (const [place, times] of one.atomic ? [] : course.writes)
    if (times > 1) found.push(`${place} was written ${times} times`);
  return found;
}

function sorted(all: Things): string {
  return JSON.stringify(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Parts of the process in place of the right ones. */
type Bug = (stores: readonly MemoryStore[]) => Partial<PlanRigOptions>;

async function search(numRuns: number, bug?: Bug): Promise<fc.RunDetails<[Case]>> {
  const property = fc.asyncProperty(cases, async (one) => {
    const found = lies(one, await follow(one, bug));
    if (found.length > 0) throw new Error(found.join('; '));
  });
  return await fc.check(property, { numRuns, seed: SEED, endOnFailure: bug !== undefined });
}

/** The shortest executor that does it all, one step at a time; each part of it can be left out. */
interface Parts {
  readonly checks: boolean;
  readonly writesDownFirst: boolean;
  readonly readsBack: boolean;
  readonly verifies: boolean;
}

const WHOLE: Parts = { checks: true, writesDownFirst: true, readsBack: true, verifies: true };

class ShortExecutor implements Executor {
  readonly batchMax = 4;
  private readonly store: ObjectStore;
  private readonly parts: Parts;

  constructor(store: ObjectStore, parts: Parts) {
    this.store = store;
    this.parts = parts;
  }

  serves(store: string): boolean {
    return store === this.store.name;
  }

  cannot(): undefined {}

  current(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  async apply(steps: readonly PlanStep[], context: RunContext): Promise<void> {
    const open = new Set(steps.map(({ no }) => no));
    for (const one of steps) {
      if (context.signal.aborted) return;
      if (one.needs.some((no) => open.has(no))) continue;
      const outcome = await this.one(one, context.journal);
      context.journal.settle([outcome]);
      if (outcome.error === undefined) open.delete(one.no);
    }
  }

  async recover(steps: readonly PlanStep[], { journal }: RunContext): Promise<void> {
    for (const one of steps) journal.settle([await this.judge(one, LOST)]);
  }

  private async one(one: PlanStep, journal: RunJournal): Promise<StepOutcome> {
    const { checks, writesDownFirst, verifies } = this.parts;
    const { no } = one;
    const found = await this.read(one);
    if (checks && !standsAsPlanned(one, found)) return { no, state: 'stale', error: LOST, token: '' };
    if (writesDownFirst) journal.sent([no], '');
    const change = changeOf(one, '');
    const answers = await this.store.write(change ? [change] : [], CALL).catch(() => undefined);
    if (!writesDownFirst) journal.sent([no], '');
    const [answer] = answers ?? [];
    if (answer?.state === 'refused') return { no, state: 'failed', error: answer.error, token: '' };
    if (!answer) return this.judge(one, LOST);
    if (!verifies) return { no, state: 'verified', error: undefined, token: '' };
    return this.judge(one, { code: 'COMMAND_REJECTED', message: 'not kept', hint: undefined });
  }

  /** `why`: when it is not there. */
  private async judge(one: PlanStep, why: Failure): Promise<StepOutcome> {
    const isThere = this.parts.readsBack && standsAsWanted(one, await this.read(one));
    return isThere
      ? { no: one.no, state: 'verified', error: undefined, token: '' }
      : { no: one.no, state: 'failed', error: why, token: '' };
  }

  private async read(one: PlanStep): Promise<StoredObject | undefined> {
    return (await this.store.read([one], CALL))[0];
  }
}

const CALL = { signal: new AbortController().signal };
const LOST: Failure = { code: 'CONNECTION_LOST', message: 'no answer came', hint: undefined };

function short(parts: Partial<Parts>): Bug {
  return (stores) => ({
    executors: (life) =>
      stores.map((one) => new ShortExecutor(mortalStore(one, life), { ...WHOLE, ...parts })),
  });
}

/** Plans in which no step needs another. */
class Careless extends PlanRepository {
  override steps(...asked: Parameters<PlanRepository['steps']>): readonly PlanStep[] {
    return super.steps(...asked).map((one) => ({ ...one, needs: [] }));
  }
}

describe('random plans under random faults', () => {
  const told = ({ seed, counterexample, errorInstance }: fc.RunDetails<[Case]>): string =>
    `SEED=${seed} ${errorInstance instanceof Error ? errorInstance.message : ''} ${JSON.stringify(counterexample)}`;

  test('end as the reference says, with nothing done twice', async () => {
    const found = await search(RUNS);
    expect(found.failed, told(found)).toBe(false);
  });

  test('end so with any executor that keeps to the rules', async () => {
    const found = await search(RUNS / 2, short({}));
    expect(found.failed, told(found)).toBe(false);
  });

  test.each<readonly [string, Bug]>([
    ['does what needs a step that was not done', () => ({ repository: (of) => new Careless(of) })],
    ['sends again without reading back', short({ readsBack: false, verifies: false })],
    ['sends before it is written down', short({ writesDownFirst: false })],
    ['believes the store', short({ verifies: false })],
    ['does not look before it writes', short({ checks: false })],
  ])('find a run that %s', async (_, bug) => {
    expect((await search(RUNS, bug)).failed).toBe(true);
  });
});
