/** One load from its first record to its report. Ends early, and in order, when the signal aborts. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../../shared/runtime/index.ts';
import { memoryOf } from '../../bench/program.ts';
import { atOnce } from './at-once.ts';
import { checkRecords } from './check.ts';
import { type LoadController, OwnController } from './controller.ts';
import { Lines, makeFaults } from './faults.ts';
import { Fleet, removeLoad } from './fleet.ts';
import type { LoadOptions } from './options.ts';
import { jobsOf, type LoadReport } from './report.ts';
import { work } from './work.ts';

export interface RunDeps {
  readonly controller: LoadController;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

const clock = systemClock;
const LOOKS_AT_ONCE = 16;

export async function runLoad(options: LoadOptions, deps: RunDeps): Promise<LoadReport> {
  const { controller, say, signal } = deps;
  const needsLines = options.faults.some((kind) => kind === 'cut' || kind === 'freeze');
  const lines = needsLines ? await Lines.open(controller.address) : undefined;
  const fleet = new Fleet({
    ...{ client: controller.client, clock, agents: options.agents, sites: options.sites },
    ...{ records: options.records, latencyMs: options.latencyMs, seed: options.seed },
    ...{ failureShare: options.failurePercent / 100, durable: options.durable, prefix: options.prefix },
    dir: mkdtempSync(join(tmpdir(), 'wayside-agents-')),
    ...(lines && { addressOf: (at: number) => lines.addressOf(at) }),
  });
  try {
    return await drive({ options, deps, fleet, lines });
  } finally {
    await fleet.stop();
    await lines?.stop();
    const isGone = signal.aborted && controller instanceof OwnController;
    if (options.clean && !isGone) {
      const { agents, sites } = await removeLoad(controller.client, options.prefix);
      say(`removed ${agents} agents and ${sites} sites`);
    } else if (signal.aborted && !isGone)
      say('what was made stays; --agents 0 --clean with the same --prefix removes it');
  }
}

interface Drive {
  readonly options: LoadOptions;
  readonly deps: RunDeps;
  readonly fleet: Fleet;
  readonly lines: Lines | undefined;
}

async function drive({ options, deps, fleet, lines }: Drive): Promise<LoadReport> {
  const { controller, say, signal } = deps;
  say(`${options.agents} agents: sites, sources and join tokens …`);
  await fleet.prepare();
  signal.throwIfAborted();
  say('joining …');
  const joinedMs = await fleet.join();
  signal.throwIfAborted();
  say('connecting …');
  const connectedMs = await fleet.connect();
  signal.throwIfAborted();
  say(`first scans: ${options.agents * options.records} records …`);
  const firstScans = await fleet.scan();
  signal.throwIfAborted();
  say(`jobs, changes and faults for ${options.seconds} s …`);
  const backMs: number[] = [];
  const { done, faults } = await busy({ options, deps, fleet, lines }, backMs);
  // Ctrl-C reaches a controller of our own as well: there is nobody left to wait for.
  signal.throwIfAborted();
  say('waiting for what is under way …');
  const startMs = clock.monotonic();
  await fleet.settled();
  const settledMs = clock.monotonic() - startMs;
  const states = await statesOf(
    controller,
    done.asked.map(({ job }) => job),
  );
  const sessions = fleet.agents.reduce((sum, agent) => sum + agent.sessions, 0);
  return {
    ...{ agents: options.agents, sites: options.sites, records: options.records, seed: options.seed },
    ...{ joinedMs, connectedMs, firstScans, jobs: jobsOf(done, states), changes: done.changes },
    ...{ refusedScans: done.refusedScans, faults, backMs, settledMs },
    reconnects: sessions - options.agents,
    check: await checkRecords(controller.client, fleet),
    memoryMb: {
      load: Math.round(memoryOf(process.pid).nowMb),
      controller: controller.pid === undefined ? undefined : Math.round(memoryOf(controller.pid).nowMb),
    },
  };
}

/** For the time that was asked for, or until Ctrl-C. */
async function busy({ options, deps, fleet, lines }: Drive, backMs: number[]) {
  const { controller, signal } = deps;
  const over = new AbortController();
  const end = (): void => over.abort();
  const timer = clock.after(options.seconds * 1000, end);
  signal.addEventListener('abort', end, { once: true });
  const killController =
    controller instanceof OwnController
      ? async () => void backMs.push(await killAndReturn(controller, fleet))
      : undefined;
  try {
    const rates = { jobsPerSecond: options.jobsPerSecond, recordsPerSecond: options.recordsPerSecond };
    const [done, faults] = await Promise.all([
      work({ clock, client: () => controller.client, fleet, interrupt: signal }, rates, over.signal),
      makeFaults(
        { clock, fleet, lines, killController },
        { kinds: options.faults, everyMs: options.faultEverySeconds * 1000 },
        over.signal,
      ),
    ]);
    return { done, faults };
  } finally {
    timer.cancel();
    over.abort();
    signal.removeEventListener('abort', end);
  }
}

/** Kills it with -9 and starts it again. Milliseconds from its start until every agent is back. */
export async function killAndReturn(controller: OwnController, fleet: Fleet): Promise<number> {
  const then = fleet.counts();
  await controller.kill();
  const startMs = clock.monotonic();
  await controller.start();
  await fleet.allUp(then);
  return clock.monotonic() - startMs;
}

/** How many of these jobs are in which state, without `JOB_STATE_`. */
async function statesOf(
  { client }: LoadController,
  jobs: readonly string[],
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  await atOnce(jobs, LOOKS_AT_ONCE, async (id) => {
    const { job } = await client.unary('JobService.GetJob', { id });
    const state = String(job?.state).replace('JOB_STATE_', '');
    counts[state] = (counts[state] ?? 0) + 1;
  });
  return counts;
}
