/**
 * A thousand agents on one controller, each with its own key and connection, speaking with the agent's own code: how soon
 * they join, what they cost in memory, how soon a job starts, how soon all of them have answered, what the controller takes
 * in, and what is there after a kill. Agents and controller share two cores; beside it a bare grpc-js server with as many
 * mutual TLS streams.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { systemClock } from '../../shared/runtime/index.ts';
import { ready } from '../../shared/seal/index.ts';
import { ask, broadcast, Fleet, killAndReturn, OwnController } from '../lab/load/index.ts';
import { fleetDifferences } from '../mesh/fleet-stores.ts';
import { type BareFigures, measureBare } from './bare-sessions.ts';
import { type Figure, median, percentile, timed } from './figure.ts';
import { cpuMsOf, memoryOf } from './program.ts';

const AGENTS = 1000;
const SITES = 100;
/** Of each agent: 100,000 in all. */
const RECORDS = 100;
const DISPATCHES = 500;
/** Records that change at each agent while the controller is killed. */
const CHANGED_AT_KILL = 10;
/** Taken with its entry in the audit trail, offered, begun, ended. */
const COMMITS_OF_JOB = 4;
const BARE_COMMITS = 200;
const BAR_NAME = 'bar of the design';

export async function benchSessions({ profileDir }: { profileDir?: string | undefined }): Promise<Figure[]> {
  await ready();
  const bare = await measureBare(AGENTS, DISPATCHES);
  const profile = ['--cpu-prof', `--cpu-prof-dir=${profileDir}`, '--cpu-prof-name=sessions.cpuprofile'];
  const controller = await OwnController.start(profileDir === undefined ? {} : { nodeArgs: profile });
  const fleet = new Fleet({
    ...{ client: controller.client, clock: systemClock, agents: AGENTS, sites: SITES, records: RECORDS },
    ...{ latencyMs: 0, failureShare: 0, seed: 1, durable: false, prefix: 'bench' },
    dir: mkdtempSync(join(tmpdir(), 'wayside-bench-')),
  });
  try {
    await fleet.prepare();
    return [
      ...(await arrivals({ controller, fleet }, bare)),
      ...(await takenIn({ controller, fleet })),
      ...(await dispatches({ controller, fleet }, bare)),
      ...memory(controller, bare),
      ...(await killed({ controller, fleet })),
    ];
  } finally {
    await fleet.stop();
    await controller.stop();
  }
}

interface Place {
  readonly controller: OwnController;
  readonly fleet: Fleet;
}

async function arrivals({ controller, fleet }: Place, bare: BareFigures): Promise<Figure[]> {
  const cpuBeforeMs = cpuMsOf(controller.pid);
  const joinedMs = await fleet.join();
  const cpuMs = cpuMsOf(controller.pid) - cpuBeforeMs;
  const connectedMs = await fleet.connect();
  return [
    {
      ...{ name: `${AGENTS} agents join, for one`, value: joinedMs / AGENTS, unit: 'ms', bar: 1 },
      ...{ baseline: 20, baselineName: '50 in a second' },
    },
    {
      ...{
        name: `${AGENTS} agents join, CPU of the controller for one`,
        value: cpuMs / AGENTS,
        unit: 'ms',
        bar: 1,
      },
      ...{ baseline: 20, baselineName: '50 in a second' },
    },
    {
      ...{
        name: `${AGENTS} agents connect for the first time, until the last`,
        value: connectedMs,
        unit: 'ms',
      },
      ...{ baseline: bare.connectMs, baselineName: 'bare mutual TLS streams', bar: 3 },
    },
  ];
}

/** New and then changed records, from the agents' scans to the last acknowledgement. */
async function takenIn(place: Place): Promise<Figure[]> {
  const fresh = await scanned('new', place);
  for (const { source } of place.fleet.agents) source.change(RECORDS);
  return [...fresh, ...(await scanned('changed', place))];
}

async function scanned(what: string, { controller, fleet }: Place): Promise<Figure[]> {
  const cpuBeforeMs = cpuMsOf(controller.pid);
  const { ms, changes } = await fleet.scan();
  const cpuMs = cpuMsOf(controller.pid) - cpuBeforeMs;
  if (changes !== AGENTS * RECORDS) throw new Error(`${changes} records were told`);
  const name = `${changes} ${what} records from ${AGENTS} agents until they are acknowledged`;
  const bar = { unit: 'µs', baseline: 50, baselineName: '20,000 in a second', bar: 1 };
  return [
    { name: `${name}, for one`, value: (ms * 1000) / changes, ...bar },
    { name: `${name}, CPU of the controller for one`, value: (cpuMs * 1000) / changes, ...bar },
  ];
}

async function dispatches({ controller, fleet }: Place, bare: BareFigures): Promise<Figure[]> {
  const deps = { clock: systemClock, client: () => controller.client, fleet };
  const starts: number[] = [];
  for (let i = 0; i < DISPATCHES; i += 1) {
    const agent = fleet.agents[(i * 7) % AGENTS];
    if (agent) starts.push((await ask(deps, agent, 'probe')).startedMs ?? Number.NaN);
  }
  const allMs = await timed(() => Promise.all(fleet.agents.map((agent) => ask(deps, agent, 'probe'))));
  const refs = fleet.agents.map(({ source }) => source.ref);
  const one = await broadcast(deps, refs, new AbortController().signal);
  if (one.answers !== AGENTS) throw new Error(`${one.answers} answers to one job for all`);
  const commitsMs = bareCommitMs(controller.dir) * COMMITS_OF_JOB * AGENTS;
  const [p50, p99] = [median(starts), percentile(starts, 99)];
  const name = `a job with ${AGENTS} agents, from its submit to its start at the agent`;
  return [
    bound(`${name}, p99`, 'ms', p99, 50),
    {
      ...{ name: `${name}, p50`, value: p50, unit: 'ms', bar: 20 },
      ...{ baseline: median(bare.echoesMs), baselineName: 'a call that a bare server turns into a message' },
    },
    bound(`one job for all ${AGENTS} agents, until all answers are in it`, 'ms', one.answeredMs, 1000),
    bound(`a job for each of ${AGENTS} agents at once, until all have answered`, 'ms', allMs, 1000),
    {
      ...{
        name: `a job for each of ${AGENTS} agents at once, until all have answered`,
        value: allMs,
        unit: 'ms',
      },
      ...{ baseline: bare.broadcastMs, baselineName: 'as many bare messages', bar: 20 },
    },
    {
      ...{
        name: `a job for each of ${AGENTS} agents at once, until all have answered`,
        value: allMs,
        unit: 'ms',
      },
      ...{ baseline: commitsMs, baselineName: `${COMMITS_OF_JOB} bare synced commits for each`, bar: 2 },
    },
  ];
}

/** What the disk alone takes for one, as the store writes: mean in milliseconds. */
function bareCommitMs(dir: string): number {
  const db = new Database(join(dir, 'bare.db'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('CREATE TABLE rows (no INTEGER PRIMARY KEY, text TEXT)');
  const insert = db.prepare('INSERT INTO rows (text) VALUES (?)');
  const startMs = systemClock.monotonic();
  for (let i = 0; i < BARE_COMMITS; i += 1) insert.run('a row of a job');
  const tookMs = systemClock.monotonic() - startMs;
  db.close();
  return tookMs / BARE_COMMITS;
}

function memory({ pid }: OwnController, bare: BareFigures): Figure[] {
  const { nowMb } = memoryOf(pid);
  const name = `memory of the controller with ${AGENTS} agents and ${AGENTS * RECORDS} records`;
  return [
    bound(name, 'MB', nowMb, 300),
    {
      ...{ name, value: nowMb, unit: 'MB', bar: 2.5 },
      ...{ baseline: bare.memoryMb, baselineName: 'a bare server with as many streams' },
    },
  ];
}

async function killed({ controller, fleet }: Place): Promise<Figure[]> {
  for (const agent of fleet.agents) {
    agent.source.change(CHANGED_AT_KILL);
    agent.spool();
  }
  const backMs = await killAndReturn(controller, fleet);
  await fleet.settled();
  const { lost, doubled } = fleetDifferences(controller.dataDir, fleet.agents);
  for (const problem of [...lost, ...doubled].slice(0, 5)) process.stderr.write(`  ${problem}\n`);
  const zero = { unit: 'found', baseline: 1, baselineName: 'none may be', bar: 0 };
  return [
    bound(`all ${AGENTS} agents back after kill -9 of the controller`, 'ms', backMs, 30_000),
    { name: 'records lost in the kill, both stores compared record by record', value: lost.length, ...zero },
    {
      name: 'doubles and holes after the kill, in dots, positions and deltas',
      value: doubled.length,
      ...zero,
    },
  ];
}

function bound(name: string, unit: string, value: number, baseline: number): Figure {
  return { name, value, unit, baseline, baselineName: BAR_NAME, bar: 1 };
}
