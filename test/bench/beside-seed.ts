/**
 * The same page of switches, asked of us and of the query path of the program before (`seed-path-child`), turn by turn.
 * It promised 70 % less query time, 30 % less memory and 3 to 5 times the users (S1.34, S1.35, S1.36): so much better
 * than its old path must ours be. Ours speaks TLS, knows who asks and shows what that one may see; the other does nothing of it.
 */
import { Agent } from 'node:http';
import { systemClock } from '../../shared/runtime/index.ts';
import { BUSY_CLIENTS, BUSY_MS, type Crowd, PROCESSES, ROUNDS } from './crowd.ts';
import { type Doors, PAGE_RECORDS, SITES, siteName } from './doors.ts';
import { type Figure, median, timed } from './figure.ts';
import { type Child, forgetPeak, memoryOf } from './program.ts';
import { seedList } from './seed-path.ts';

/** One after the other, of each. */
const SINGLE_CALLS = 40;
const BASELINE = { baselineName: 'the query path of the seed' } as const;

export interface Besides {
  readonly doors: Doors;
  readonly crowd: Crowd;
  readonly seed: Child<string>;
}

export async function besideSeed(besides: Besides): Promise<Figure[]> {
  const alone = await oneByOne(besides);
  const rounds: Round[] = [];
  for (let i = 0; i < ROUNDS; i += 1) rounds.push(await round(besides));
  const middle = (of: (round: Round) => number): number => median(rounds.map(of));
  const crowded = `${PROCESSES * BUSY_CLIENTS} clients without a pause`;
  return [
    {
      ...{ name: 'S1.34 a page of a site for one client, p50', unit: 'ms', bar: 0.3 },
      ...{ value: alone.ours, baseline: alone.seed, ...BASELINE },
    },
    {
      ...{ name: `S1.35 memory added by pages for ${crowded}`, unit: 'MB', bar: 0.7 },
      ...{ value: middle((one) => one.oursMb), baseline: middle((one) => one.seedMb), ...BASELINE },
    },
    {
      ...{ name: `S1.36 a page for ${crowded}, one each`, unit: 'ms', bar: 0.33 },
      ...{ value: middle((one) => one.oursMs), baseline: middle((one) => one.seedMs), ...BASELINE },
    },
  ];
}

async function oneByOne({ doors, seed }: Besides): Promise<{ readonly ours: number; readonly seed: number }> {
  const times: Record<'ours' | 'seed', number[]> = { ours: [], seed: [] };
  const agent = new Agent({ keepAlive: true });
  for (let i = 0; i < SINGLE_CALLS; i += 1) {
    const site = siteName(i % SITES);
    const question = { kind: 'switch', site, pageSize: PAGE_RECORDS };
    times.ours.push(await timed(() => doors.admin.unary('InventoryService.ListRecords', question)));
    times.seed.push(await timed(() => seedList(seed.answer, site, agent)));
  }
  agent.destroy();
  return { ours: median(times.ours), seed: median(times.seed) };
}

interface Round {
  readonly oursMs: number;
  readonly seedMs: number;
  readonly oursMb: number;
  readonly seedMb: number;
}

async function round({ doors, crowd, seed }: Besides): Promise<Round> {
  const [ours, theirs] = [await crowded(crowd, doors.pid, 'list'), await crowded(crowd, seed.pid, 'seed')];
  return { oursMs: ours.ms, oursMb: ours.mb, seedMs: theirs.ms, seedMb: theirs.mb };
}

/** Milliseconds for each page, and what the process took above its rest before. */
async function crowded(
  crowd: Crowd,
  pid: number,
  what: 'list' | 'seed',
): Promise<{ readonly ms: number; readonly mb: number }> {
  forgetPeak(pid);
  const { nowMb } = memoryOf(pid);
  const startMs = systemClock.monotonic();
  const calls = (await crowd.ask({ type: 'busy', what, clients: BUSY_CLIENTS, forMs: BUSY_MS }))[what];
  // A call that was under way at the end counts, and so does its time.
  const ms = (systemClock.monotonic() - startMs) / calls.length;
  return { ms, mb: memoryOf(pid).peakMb - nowMb };
}
