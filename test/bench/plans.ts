/**
 * A plan of 100,000 steps: made, kept, paged and applied on a store in memory, against a bare loop that writes the very same
 * rows to a file with the same settings and does the same to a map.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Draft, DraftStep, StoredPlan } from '../../controller/plans/index.ts';
import { ObjectsExecutor } from '../../controller/plans/index.ts';
import { PlanMaker } from '../../controller/plans/maker.ts';
import { DATABASE_DEFAULTS, openDatabase, Store } from '../../controller/store/index.ts';
import type { JsonObject } from '../../shared/model/index.ts';
import { nextTurn, systemClock, systemRandom } from '../../shared/runtime/index.ts';
import { PlanRig, USER } from '../contract/support/plan-rig.ts';
import { MemoryStore } from '../lab/stores/index.ts';
import { type Figure, median, timed } from './figure.ts';

const STEPS = 100_000;
/** Rows of one bare transaction, as those of a run. */
const BATCH = 1000;
const PAGE = 1000;
/** The middle one counts. */
const ROUNDS = 3;
const MEBIBYTE = 1_048_576;
/** What the process may grow by while it holds draft, store and run. */
const GROWN_BYTES_MAX = 300 * MEBIBYTE;
const RESUME_MS_MAX = 1000;

interface Round {
  readonly madeMs: number;
  readonly pagedMs: number;
  readonly appliedMs: number;
  readonly bareMs: number;
  readonly grownBytes: number;
  readonly resumedMs: number;
}

export async function benchPlans(): Promise<Figure[]> {
  const rounds: Round[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await measure());
  const middle = (name: keyof Round): number => median(rounds.map((one) => one[name]));
  const whole = middle('madeMs') + middle('pagedMs') + middle('appliedMs');
  const bare = { baseline: middle('bareMs'), baselineName: 'bare loop that writes the same rows' };
  return [
    { name: 'plan of 100,000 steps made, kept, paged, applied', value: whole, unit: 'ms', ...bare, bar: 3 },
    {
      ...{ name: 'memory added by that plan and its store', unit: 'MiB', bar: 1 },
      ...{
        value: middle('grownBytes') / MEBIBYTE,
        baseline: GROWN_BYTES_MAX / MEBIBYTE,
        baselineName: 'bound',
      },
    },
    {
      ...{ name: 'first step sent after a crash at half of it', unit: 'ms', bar: 1 },
      ...{ value: middle('resumedMs'), baseline: RESUME_MS_MAX, baselineName: 'bound' },
    },
  ];
}

async function measure(): Promise<Round> {
  const dir = mkdtempSync(join(tmpdir(), 'wayside-bench-'));
  try {
    const before = process.memoryUsage().rss;
    const store = openStore(join(dir, 'plans.db'));
    const memory = new MemoryStore({ kinds: ['thing'] });
    const rig = new PlanRig({ stores: [memory], store });
    const draft = draftOf();
    let plan: StoredPlan | undefined;
    const madeMs = await timed(async () => {
      plan = await make(store, draft);
    });
    if (!plan) throw new Error('no plan was made');
    const made = plan;
    const pagedMs = await timed(() => page(rig, made));
    const appliedMs = await timed(() => rig.apply(made));
    if (memory.size('thing') !== STEPS || rig.stateOf(made) !== 'applied')
      throw new Error('it was not applied');
    const grownBytes = process.memoryUsage().rss - before;
    const bareMs = await timed(() => bare(join(dir, 'bare.db'), draft));
    store.close();
    const other = openStore(join(dir, 'resumed.db'));
    const resumedMs = await resume(other, draft);
    other.close();
    return { madeMs, pagedMs, appliedMs, bareMs, grownBytes, resumedMs };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function openStore(file: string): Store {
  return new Store(openDatabase({ file, ...DATABASE_DEFAULTS }));
}

function draftOf(): Draft {
  const steps = Array.from({ length: STEPS }, (_, i): DraftStep => {
    const after: JsonObject = { name: `thing ${i}`, vlan: i % 4000, comment: 'made by a plan' };
    return {
      ...{
        id: `t${i}`,
        action: 'create',
        store: 'memory',
        kind: 'thing',
        key: `t${i}`,
        name: `thing ${i}`,
        site: '',
      },
      ...{
        cause: { type: 'row', text: `row ${i} of things.csv` },
        before: null,
        after,
        token: '',
        noUndo: '',
      },
      // Every tenth stands on one of a batch before, as things of an import do on their parents.
      ...{
        needs: i >= BATCH && i % 10 === 9 ? [`t${i - BATCH}`] : [],
        refs: [],
        takes: [],
        frees: [],
        standing: 'ready',
      },
    };
  });
  return { planner: 'import', title: 'things', steps, unchanged: [], bases: [], of: '' };
}

function make(store: Store, draft: Draft): Promise<StoredPlan> {
  const maker = new PlanMaker({
    ...{ store, clock: systemClock, random: systemRandom, origin: () => 'bench' },
    executors: [new ObjectsExecutor(new MemoryStore({ kinds: ['thing'] }), systemClock)],
    settings: {
      ...{
        expireAfterMs: 86_400_000,
        approval: 'unsigned',
        fourEyes: false,
        operatorKeys: [],
        guards: [],
        keepMs: 86_400_000,
      },
    },
  });
  const ask = { principal: USER, why: '', overrides: [], expireAfterMs: 0, validateOnly: false };
  return maker.make(draft, { ask, basePos: 0, within: () => undefined });
}

/** As somebody who looks at all of it. */
async function page({ repository }: PlanRig, plan: StoredPlan): Promise<void> {
  for (let after = 0; after < plan.steps; after += PAGE) {
    if (repository.steps(plan, { after, limit: PAGE }).length !== PAGE) throw new Error('a page is short');
    await nextTurn();
  }
}

/** The same rows in the same order, and nothing else. */
async function bare(file: string, { steps }: Draft): Promise<void> {
  const store = openStore(file);
  const hash = Buffer.alloc(32);
  const things = new Map<string, JsonObject | null>();
  const inBatches = (work: (step: DraftStep, no: number) => void): void => {
    for (let from = 0; from < steps.length; from += BATCH)
      store.write(() => {
        for (const [i, step] of steps.slice(from, from + BATCH).entries()) work(step, from + i + 1);
      });
  };
  inBatches((step, no) => {
    const { action, standing, store: name, kind, site } = step;
    const body = JSON.stringify({
      ...step,
      no,
      needs: no > BATCH && no % 10 === 0 ? [no - BATCH] : [],
      risk: 'low',
    });
    store.plans.addStep({ plan: 1, no, action, standing, store: name, kind, site, body, hash });
  });
  const all = { plan: 1, until: STEPS, limit: PAGE, actions: '', standings: '', store: '', kind: '' };
  const read = (after: number): readonly DraftStep[] =>
    store.plans.steps({ ...all, after }).map((body) => JSON.parse(body) as DraftStep);
  for (let after = 0; after < STEPS; after += PAGE) read(after);
  const row = { run: 1, at: systemClock.now(), sentBy: '' };
  for (let after = 0; after < STEPS; after += BATCH) {
    const part = read(after);
    const write = (state: 'sent' | 'verified', result: string): void =>
      store.write(() => {
        for (const [i] of part.entries()) store.runs.setStep({ ...row, no: after + i + 1, state, result });
      });
    write('sent', '');
    for (const { key, after: fields } of part) things.set(key, fields);
    write('verified', '{"token":"100000"}');
  }
  store.close();
}

/** Milliseconds from the start of the next process until it sends something. */
async function resume(store: Store, draft: Draft): Promise<number> {
  const memory = new MemoryStore({ kinds: ['thing'] });
  const plan = await make(store, draft);
  const first = new PlanRig({ stores: [memory], store });
  memory.faultOf = (_, no) => {
    if (no > STEPS / 2) first.life.isDead = true;
    return 'none';
  };
  await first.apply(plan);
  const left = memory.received;
  const next = first.after();
  let resumedAt = Number.NaN;
  memory.faultOf = (_, no) => {
    if (no === left + 1) resumedAt = systemClock.monotonic();
    return 'none';
  };
  const startedAt = systemClock.monotonic();
  next.runs.resume();
  await next.finish(plan);
  if (memory.size('thing') !== STEPS) throw new Error('it did not go on');
  return resumedAt - startedAt;
}
