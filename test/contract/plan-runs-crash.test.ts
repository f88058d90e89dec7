/** A controller that dies while it applies a plan: the next one goes on, and nothing is done twice. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StoredPlan } from '../../controller/plans/index.ts';
import type { Store } from '../../controller/store/index.ts';
import type { PlanStep } from '../../shared/model/index.ts';
import { nextTurn } from '../../shared/runtime/index.ts';
import { MemoryStore } from '../lab/stores/index.ts';
import { forgetRuns, keepPlan, memoryStore, PlanRig, step } from './support/plan-rig.ts';

const STEPS = 500;
/** A batch is written down, sent and settled, and the process may die before and after each. */
const PER_BATCH = 6;
/** Lives differ by so much, so that each place within a batch has its turn. */
const STRIDE = 5;
/** Boundaries that a process lives for at least: with fewer it may do nothing but find out what the one before did. */
const LIFE_MIN = 7;

/** Creates, updates and deletes in turn, each tenth step in need of one of a batch before. */
function mixed(no: number): PlanStep {
  const needs = no > 30 && no % 10 === 0 ? [no - 30] : [];
  if (no % 3 === 0) return step(no, { before: { v: 0 }, after: { v: no }, needs });
  return no % 3 === 1
    ? step(no, { before: null, after: { v: no }, needs })
    : step(no, { before: { v: 0 }, after: null, needs });
}

const steps = Array.from({ length: STEPS }, (_, i) => mixed(i + 1));
const wanted = Object.fromEntries(steps.flatMap(({ key, after }) => (after ? [[key, after]] : [])));

let store: Store;
let plan: StoredPlan;

beforeAll(() => {
  store = memoryStore();
  plan = keepPlan(store, steps);
});
afterAll(() => store.close());

function freshMemory(batchMax: number): MemoryStore {
  const memory = new MemoryStore({ kinds: ['thing'], can: { batchMax } });
  for (const { key, before } of steps) if (before) memory.put('thing', key, before);
  memory.counting = true;
  return memory;
}

/** Goes on in the next process; one that died before the run was there begins anew. */
async function goOn(rig: PlanRig): Promise<void> {
  rig.runs.resume();
  if (rig.stateOf(plan) === 'open') rig.begin(plan);
  await rig.finish(plan);
}

function beginOrDie(rig: PlanRig): void {
  try {
    rig.begin(plan);
  } catch (error) {
    if (!rig.life.isDead) throw error;
  }
}

/** What is wrong with the end; empty: nothing. */
function wrongs(rig: PlanRig, memory: MemoryStore): readonly string[] {
  const found: string[] = [];
  const verdicts = new Set(rig.verdicts(plan));
  if (rig.stateOf(plan) !== 'applied') found.push(`the plan is ${rig.stateOf(plan)}`);
  if (verdicts.size > 1 || !verdicts.has('verified')) found.push(`steps are ${[...verdicts]}`);
  const twice = [...memory.writes].filter(([, times]) => times !== 1);
  if (twice.length > 0 || memory.writes.size !== STEPS)
    found.push(`${memory.writes.size} written, ${twice} twice`);
  if (JSON.stringify(sorted(memory.all('thing'))) !== JSON.stringify(sorted(wanted)))
    found.push('another end state');
  const jobs = [...rig.jobs.kept.values()].map(({ state }) => state);
  if (jobs.join() !== 'succeed') found.push(`jobs ${jobs}`);
  if (rig.store.changeSets.count() !== 1) found.push(`${rig.store.changeSets.count()} change sets`);
  return found;
}

function sorted(all: object): readonly [string, unknown][] {
  return Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1));
}

describe(`a plan of ${STEPS} steps`, () => {
  test('that is killed at every boundary, in batches of 25, ends as if nothing had happened', async () => {
    let died = 0;
    for (let dieAt = 1; ; dieAt += 1) {
      const memory = freshMemory(25);
      forgetRuns(store);
      const first = new PlanRig({ stores: [memory], store, dieAt });
      beginOrDie(first);
      await first.finish(plan);
      if (!first.life.isDead) break;
      died = dieAt;
      const second = first.after();
      await goOn(second);
      expect(wrongs(second, memory), `killed at boundary ${dieAt}`).toEqual([]);
    }
    expect(died).toBeGreaterThanOrEqual((STEPS / 25) * PER_BATCH);
  });

  test('that is killed again and again, at each of its steps, ends so, too', async () => {
    const memory = freshMemory(1);
    forgetRuns(store);
    const lifeOf = (deaths: number): number => LIFE_MIN + ((deaths * STRIDE) % PER_BATCH);
    let rig = new PlanRig({ stores: [memory], store, dieAt: lifeOf(0) });
    beginOrDie(rig);
    let deaths = 0;
    while (rig.stateOf(plan) !== 'applied') {
      await rig.finish(plan);
      if (!rig.life.isDead) break;
      deaths += 1;
      rig = rig.after({ dieAt: lifeOf(deaths) });
      rig.runs.resume();
      if (rig.stateOf(plan) === 'open') beginOrDie(rig);
    }
    const last = rig.after();
    last.runs.resume();
    for (let i = 0; i < 5; i += 1) await nextTurn();
    expect(wrongs(last, memory)).toEqual([]);
    expect(deaths).toBeGreaterThan(STEPS / 2);
  });
});
