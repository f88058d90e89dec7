/** One load from its first record to its report. Ends early, and in order, when the signal aborts. */
import { setMaxListeners } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../../shared/runtime/index.ts';
import { atOnce } from './at-once.ts';
import { type Broadcast, broadcast } from './broadcast.ts';
import { type LoadController, OwnController } from './controller.ts';
import { CostMeter } from './cost.ts';
import { type FaultCounts, Lines, makeFaults } from './faults.ts';
import { type Fleet, type FleetOptions, removeLoad } from './fleet.ts';
import type { LoadOptions } from './options.ts';
import { RemoteSquad } from './remote-squad.ts';
import { jobsOf, type LoadReport, mergeChecks, mergeWork } from './report.ts';
import { LocalSquad, type Squad } from './squad.ts';
import type { WorkDone } from './work.ts';

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
  const squads: Squad[] = [];
  try {
    squads.push(...(await muster(options, controller, lines)));
    return await drive({ options, deps, squads, lines });
  } finally {
    await Promise.all(squads.map((squad) => squad.stop()));
    await lines?.stop();
    const isGone = signal.aborted && controller instanceof OwnController;
    if (options.clean && !isGone) {
      const { agents, sites } = await removeLoad(controller.client, options.prefix);
      say(`removed ${agents} agents and ${sites} sites`);
    } else if (signal.aborted && !isGone)
      say('what was made stays; --agents 0 --clean with the same --prefix removes it');
  }
}

/** All agents in this process, or spread over as many as were asked for. */
async function muster(
  options: LoadOptions,
  controller: LoadController,
  lines: Lines | undefined,
): Promise<readonly Squad[]> {
  const { agents, sites, records, latencyMs, seed, durable, prefix, processes } = options;
  const fleet = { agents, sites, records, latencyMs, seed, durable, prefix };
  const failureShare = options.failurePercent / 100;
  if (processes > 0)
    return Promise.all(
      Array.from({ length: processes }, (_, index) => {
        const part = { index, of: processes };
        const { access } = controller;
        return RemoteSquad.start({
          access,
          fleet: { ...fleet, failureShare, part },
          lines: lines?.addresses ?? [],
        });
      }),
    );
  const here: FleetOptions = {
    ...{ ...fleet, failureShare, client: controller.client, clock },
    dir: mkdtempSync(join(tmpdir(), 'wayside-agents-')),
    ...(lines && { addressOf: (at: number) => lines.addressOf(at) }),
  };
  return [new LocalSquad(here, () => controller.client)];
}

interface Drive {
  readonly options: LoadOptions;
  readonly deps: RunDeps;
  readonly squads: readonly Squad[];
  readonly lines: Lines | undefined;
}

async function drive(all: Drive): Promise<LoadReport> {
  const { options, deps, squads } = all;
  const { controller, say, signal } = deps;
  const meter = new CostMeter(
    squads.map(({ pid }) => pid),
    () => controller.pid,
  );
  const phase = async <T>(name: string, said: string, work: (squad: Squad) => Promise<T>) => {
    signal.throwIfAborted();
    say(`${said} …`);
    return meter.phase(name, () => Promise.all(squads.map(work)));
  };
  const what = `${options.agents} agents: sites, sources and join tokens`;
  await phase('preparing', what, (squad) => squad.prepare());
  const { ms: joinedMs } = await phase('joining', 'joining', (squad) => squad.join());
  const { ms: connectedMs } = await phase('connecting', 'connecting', (squad) => squad.connect());
  const scanning = `first scans: ${options.agents * options.records} records`;
  const scans = await phase('first scans', scanning, (squad) => squad.scan());
  signal.throwIfAborted();
  say(`jobs, changes and faults for ${options.seconds} s …`);
  const backMs: number[] = [];
  const { value: did } = await meter.phase('work', () => busy(all, backMs));
  // Ctrl-C reaches a controller of our own as well: there is nobody left to wait for.
  const { ms: settledMs } = await phase('settling', 'waiting for what is under way', (squad) =>
    squad.settled(),
  );
  const { broadcasts, eachMs } = await together(all, meter);
  const done = mergeWork(did.done);
  const asked = done.asked.map(({ job }) => job);
  const states = await statesOf(controller, asked);
  const sessions = await Promise.all(squads.map((squad) => squad.sessions()));
  return {
    ...{
      schema: 1,
      agents: options.agents,
      sites: options.sites,
      records: options.records,
      seed: options.seed,
    },
    ...{ joinedMs, connectedMs, jobs: jobsOf(done, states), changes: done.changes, broadcasts, eachMs },
    firstScans: { ms: scans.ms, changes: scans.value.reduce((sum, changes) => sum + changes, 0) },
    ...{ refusedScans: done.refusedScans, faults: did.faults, faultKinds: options.faults, backMs, settledMs },
    reconnects: sessions.reduce((sum, count) => sum + count, 0) - options.agents,
    check: mergeChecks(await Promise.all(squads.map((squad) => squad.check()))),
    cost: meter.cost(squads.length),
  };
}

/** One job for all agents at once, and then a job for each of them at once; as often as was asked for. */
async function together({ options, deps, squads }: Drive, meter: CostMeter) {
  const { controller, say, signal } = deps;
  const broadcasts: Broadcast[] = [];
  const eachMs: number[] = [];
  if (options.broadcasts === 0) return { broadcasts, eachMs };
  const targets = (await Promise.all(squads.map((squad) => squad.sources()))).flat();
  const place = { clock, client: () => controller.client };
  const calls = async (): Promise<void> => {
    for (let i = 0; i < options.broadcasts; i += 1) {
      signal.throwIfAborted();
      broadcasts.push(await broadcast(place, targets, signal));
    }
  };
  const each = async (): Promise<void> => {
    for (let i = 0; i < options.broadcasts; i += 1) {
      signal.throwIfAborted();
      eachMs.push(Math.max(...(await Promise.all(squads.map((squad) => squad.each())))));
    }
  };
  say('one job for all agents …');
  await meter.phase('one job for all', calls);
  say('a job for each agent, at once …');
  await meter.phase('a job for each', each);
  return { broadcasts, eachMs };
}

interface Did {
  readonly done: readonly WorkDone[];
  readonly faults: FaultCounts;
}

/** For the time that was asked for, or until Ctrl-C. */
async function busy({ options, deps, squads, lines }: Drive, backMs: number[]): Promise<Did> {
  const { controller, signal } = deps;
  const over = new AbortController();
  setMaxListeners(0, over.signal);
  const end = (): void => over.abort();
  const timer = clock.after(options.seconds * 1000, end);
  const giveUp = (): void => void Promise.all(squads.map((squad) => squad.giveUp())).then(end, end);
  signal.addEventListener('abort', giveUp, { once: true });
  const killController =
    controller instanceof OwnController
      ? async () => void backMs.push(await killAndWait(controller, squads))
      : undefined;
  const share = 1 / squads.length;
  const rates = {
    jobsPerSecond: options.jobsPerSecond * share,
    recordsPerSecond: options.recordsPerSecond * share,
  };
  over.signal.addEventListener('abort', () => void rest(squads), { once: true });
  try {
    const [done, faults] = await Promise.all([
      Promise.all(squads.map((squad) => squad.work(rates))),
      makeFaults(
        { clock, squads, lines, killController, seed: options.seed },
        { kinds: options.faults, everyMs: options.faultEverySeconds * 1000 },
        over.signal,
      ),
    ]);
    return { done, faults };
  } finally {
    timer.cancel();
    over.abort();
    signal.removeEventListener('abort', giveUp);
  }
}

async function rest(squads: readonly Squad[]): Promise<void> {
  // One that is gone has told so by its work.
  await Promise.all(squads.map((squad) => squad.rest().catch(() => undefined)));
}

/** Kills it with -9 and starts it again. Milliseconds from its start until every agent is back. */
async function killAndWait(controller: OwnController, squads: readonly Squad[]): Promise<number> {
  await Promise.all(squads.map((squad) => squad.mark()));
  return restarted(controller, () => Promise.all(squads.map((squad) => squad.allUp())));
}

/** The same of a fleet in this process. */
export async function killAndReturn(controller: OwnController, fleet: Fleet): Promise<number> {
  const then = fleet.counts();
  return restarted(controller, () => fleet.allUp(then));
}

async function restarted(controller: OwnController, allUp: () => Promise<unknown>): Promise<number> {
  await controller.kill();
  const startMs = clock.monotonic();
  await controller.start();
  await allUp();
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
