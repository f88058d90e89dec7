/**
 * kill -9 of agent and controller in the middle of a plan of steps in a database beside the agent. Whatever dies where, the
 * database ends as the plan says, and no row was written twice: triggers of its own count. KILLS=500 kills the agent that
 * often, and the controller at each of its points, in plans of 500 steps.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import type { Draft, DraftStep } from '../../controller/plans/index.ts';
import type { JsonObject } from '../../shared/model/index.ts';
import { seededRandom } from '../../shared/runtime/index.ts';
import { jobFromWire, structToWire } from '../../shared/wire/index.ts';
import { SITE } from './calls.ts';
import { type Rig, startRig } from './harness.ts';
import type { CrashPoint } from './processes.ts';

const SEED = Number(process.env['SEED'] ?? 4711);
/** Of each program, at points that the seed chooses. */
const KILLS = Number(process.env['KILLS'] ?? 1);
/** Of the agent within one plan. */
const KILLS_PER_PLAN = 20;
/** One plan, with all that dies in it, on a machine that has much else to do. */
const RUN_MAX_MS = 60_000;
const TEST_MAX_MS = 2 * RUN_MAX_MS + KILLS * 5000;

const UPDATES = KILLS > 2 ? 200 : 80;
const CREATES = UPDATES;
const DELETES = UPDATES / 2;
const STEPS = UPDATES + CREATES + DELETES;
/** Rows that no step touches. */
const OTHERS = 700;
const SOURCE = 'inventory';
/** Steps told when a test fails. */
const SHOWN_MAX = 5;

const CONTROLLER_POINTS: readonly Required<CrashPoint>[] = [
  { point: 'book.markSent:before', hits: 1 },
  { point: 'book.markSent:after', hits: 1 },
  { point: 'jobs.submit:after', hits: 1 },
  { point: 'receive:jobAccepted:before', hits: 1 },
  { point: 'receive:jobProgressed:before', hits: 1 },
  { point: 'receive:jobProgressed:after', hits: 3 },
  { point: 'receive:jobEnded:before', hits: 1 },
  { point: 'book.settle:before', hits: 1 },
  { point: 'book.settle:after', hits: 1 },
];

const folder = mkdtempSync(join(tmpdir(), 'wayside-plan-'));
const random = seededRandom(SEED);
let rig: Rig | undefined;
let databases = 0;

afterAll(async () => {
  await rig?.stop();
  rmSync(folder, { recursive: true });
});

describe(`a plan of ${STEPS} steps whose programs are killed (seed ${SEED})`, {
  timeout: TEST_MAX_MS,
}, () => {
  it(`is done once and whole when the agent dies in the middle of it, ${KILLS} times`, async () => {
    const it = await started();
    for (let left = KILLS; left > 0; left -= KILLS_PER_PLAN) {
      const run = await begin(it, killsOf(Math.min(left, KILLS_PER_PLAN)));
      await run.expectWhole();
    }
  });

  it.each(sample(CONTROLLER_POINTS, KILLS))(
    'is done once and whole when the controller dies at $point, time $hits',
    async (point) => {
      const it = await started();
      const prepared = await prepare(it);
      await it.controller.arm(point);
      // Its answer may die with it.
      await applied(it, prepared.plan).catch(() => undefined);
      await it.controller.crashed();
      await it.startController();
      await it.reunited();
      await prepared.expectWhole();
    },
  );
});

function sample<T>(all: readonly T[], count: number): readonly T[] {
  const chosen = new Set<number>();
  while (chosen.size < Math.min(count, all.length)) chosen.add(Math.floor(random.float() * all.length));
  return all.filter((_, at) => chosen.has(at));
}

/** Each at a step of its own, in the order in which they come. */
function killsOf(count: number): readonly CrashPoint[] {
  const points = ['writes.move:before', 'writes.move:after', 'sql.write:before', 'sql.write:after'];
  // Each step moves twice and is written once.
  const stepsMax = Math.floor(STEPS / (count + 2));
  return Array.from({ length: count }, () => {
    const point = points[Math.floor(random.float() * points.length)] ?? 'sql.write:after';
    const steps = 1 + Math.floor(random.float() * (stepsMax - 1));
    return { point, hits: point.startsWith('writes') ? 2 * steps - Math.round(random.float()) : steps };
  });
}

async function started(): Promise<Rig> {
  rig ??= await startRig({
    seed: SEED,
    agentConfig: {
      sql: { folders: [folder] },
      writes: { enabled: true, approval: 'unsigned', perMinute: 60_000 },
    },
  });
  return rig;
}

interface Prepared {
  readonly plan: string;
  expectWhole(): Promise<void>;
}

/** Applies a plan and kills the agent each time that it comes to the next point. */
async function begin(it: Rig, kills: readonly CrashPoint[]): Promise<Prepared> {
  const prepared = await prepare(it);
  const [first, ...others] = kills;
  if (first) await it.agent.arm(first);
  await applied(it, prepared.plan);
  for (const next of others) {
    await it.agent.crashed();
    it.launchAgent(next);
  }
  await it.agent.crashed();
  it.launchAgent();
  return prepared;
}

async function applied(it: Rig, id: string): Promise<void> {
  await it.client.unary('PlanService.ApplyPlan', { id });
}

/** A database of its own, known as a source, and a plan for it. */
async function prepare(it: Rig): Promise<Prepared> {
  databases += 1;
  const source = `${SOURCE}${databases}`;
  const file = join(folder, `${source}.db`);
  const db = new Database(file);
  db.exec(`CREATE TABLE hosts (id TEXT PRIMARY KEY, name TEXT NOT NULL, size INTEGER);
    CREATE TABLE written (id TEXT NOT NULL);
    CREATE TRIGGER added AFTER INSERT ON hosts BEGIN INSERT INTO written VALUES (NEW.id); END;
    CREATE TRIGGER changed AFTER UPDATE ON hosts BEGIN INSERT INTO written VALUES (NEW.id); END;
    CREATE TRIGGER gone AFTER DELETE ON hosts BEGIN INSERT INTO written VALUES (OLD.id); END`);
  const insert = db.prepare('INSERT INTO hosts VALUES (?, ?, ?)');
  db.transaction(() => {
    for (let no = 0; no < UPDATES + DELETES + OTHERS; no += 1) insert.run(`h${no}`, `host ${no}`, 1);
    db.exec('DELETE FROM written');
  })();
  const fields = { name: source, driver: 'sql', address: file };
  await it.client.unary('InventoryService.WriteRecords', {
    operations: [{ create: { site: SITE, kind: 'source', id: source, fields: structToWire(fields) } }],
    why: 'a database',
  });
  const draft = draftOf(`${SITE}/source/${source}`);
  const plan = await it.controller.plan(draft);
  return {
    plan,
    expectWhole: async () => {
      const end = await ended(it, plan);
      const rows = db.prepare<[], Row>('SELECT * FROM hosts').all();
      const twice = db.prepare('SELECT id, count(*) AS n FROM written GROUP BY id HAVING n > 1').all();
      const written = db.prepare<[], number>('SELECT count(*) FROM written').pluck().get();
      db.close();
      const steps = { RUN_STATE_VERIFIED: STEPS };
      expect(end).toEqual({ plan: 'PLAN_STATE_APPLIED', job: 'succeeded', steps, others: [] });
      expect(twice).toEqual([]);
      expect(written).toBe(STEPS);
      expect(new Map(rows.map((row) => [row.id, row]))).toEqual(wantedRows());
    },
  };
}

interface Row {
  readonly id: string;
  readonly name: string;
  readonly size: number;
}

function wantedRows(): ReadonlyMap<string, Row> {
  const rows: Row[] = [];
  for (let no = 0; no < UPDATES; no += 1) rows.push({ id: `h${no}`, name: `host ${no}`, size: 2 });
  for (let no = UPDATES + DELETES; no < UPDATES + DELETES + OTHERS; no += 1)
    rows.push({ id: `h${no}`, name: `host ${no}`, size: 1 });
  for (let no = 0; no < CREATES; no += 1) rows.push({ id: `new${no}`, name: `new ${no}`, size: 3 });
  return new Map(rows.map((row) => [row.id, row]));
}

function draftOf(store: string): Draft {
  const step = (
    action: DraftStep['action'],
    key: string,
    before: JsonObject | null,
    after: JsonObject | null,
  ): DraftStep => ({
    ...{
      id: `${action} ${key}`,
      action,
      store,
      kind: 'hosts',
      key,
      name: key,
      site: SITE,
      before,
      after,
      token: '',
    },
    ...{ cause: { type: 'person', text: 'a test' }, needs: [], refs: [], takes: [], frees: [], noUndo: '' },
    standing: 'ready',
  });
  const host = (no: number, size: number): JsonObject => ({ name: `host ${no}`, size });
  const numbers = (count: number, from = 0): readonly number[] =>
    Array.from({ length: count }, (_, no) => from + no);
  return {
    ...{ planner: 'import', title: 'a test', unchanged: [], of: '' },
    steps: [
      ...numbers(UPDATES).map((no) => step('update', `h${no}`, host(no, 1), host(no, 2))),
      ...numbers(CREATES).map((no) => step('create', `new${no}`, null, { name: `new ${no}`, size: 3 })),
      ...numbers(DELETES, UPDATES).map((no) => step('delete', `h${no}`, host(no, 1), null)),
    ],
    bases: [{ store, kind: 'hosts', existing: UPDATES + DELETES + OTHERS, firstRun: false }],
  };
}

interface Ended {
  readonly plan: string;
  readonly job: string;
  /** Steps by how they stand. */
  readonly steps: Readonly<Record<string, number>>;
  /** Of steps that are not verified: a few words each. */
  readonly others: readonly string[];
}

/** Once its run is over. */
async function ended(it: Rig, id: string): Promise<Ended> {
  const { plan } = await it.client.unary('PlanService.GetPlan', { id });
  const job = await jobEnded(it, plan?.jobId ?? '');
  const { plan: last } = await it.client.unary('PlanService.GetPlan', { id });
  const { steps } = await it.client.unary('PlanService.ListPlanSteps', { id, pageSize: STEPS, brief: true });
  const counts: Record<string, number> = {};
  for (const { state } of steps) counts[state] = (counts[state] ?? 0) + 1;
  const odd = steps.filter(({ state }) => state !== 'RUN_STATE_VERIFIED').slice(0, SHOWN_MAX);
  const others = odd.map(({ number, state, error }) => `${number} ${state} ${error?.message}`);
  return { plan: last?.state ?? '', job, steps: counts, others };
}

/** Its last state. */
async function jobEnded(it: Rig, id: string): Promise<string> {
  let state = '';
  for await (const { job } of it.client.stream('JobService.WatchJob', { id }, { timeoutMs: RUN_MAX_MS }))
    state = job ? jobFromWire(job).state : state;
  return state;
}
