/**
 * A thousand API clients on one controller with 100,000 records, each with its own TLS connection and its own token: how
 * soon they are in, how long their calls take at a steady rate, how many calls there is room for, and how soon a write
 * is seen by all of them. Beside it the same questions as bare SQL, and as the program asked them that Wayside replaces.
 * Clients and controller share the machine; rate limits are the default ones.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../shared/runtime/index.ts';
import { structToWire } from '../../shared/wire/index.ts';
import { bareQueries } from './bare-queries.ts';
import { besideSeed } from './beside-seed.ts';
import type { Times } from './clients-child.ts';
import { BUSY_CLIENTS, BUSY_MS, Crowd, PROCESSES, ROUNDS } from './crowd.ts';
import { createTokens, Doors, fill, siteName } from './doors.ts';
import { type Figure, mean, median, percentile } from './figure.ts';
import { cpuMsOf, memoryOf, startChild } from './program.ts';
import type { SeedPathOrder } from './seed-path-child.ts';

const CLIENTS = 1000;
const USERS = 100;
/** Each client calls so often on average: 200 calls a second from all of them, one in five a list. */
const THINK_MS = 5000;
const PACED_MS = 8000;
const WRITES = 20;

const DESIGN_BAR = { baseline: 100, baselineName: 'bar of the design', unit: 'ms' } as const;

export async function benchClients({ profileDir }: { profileDir?: string | undefined }): Promise<Figure[]> {
  const dir = mkdtempSync(join(tmpdir(), 'wayside-bench-'));
  const doors = new Doors({ profileDir });
  const ends = [() => doors.stop(), async () => rmSync(dir, { recursive: true, force: true })];
  try {
    const order: SeedPathOrder = { file: join(dir, 'seed.db') };
    const seed = await startChild<string>('seed-path-child', order);
    ends.unshift(() => seed.stop());
    await doors.start();
    await fill(doors);
    const tokens = await createTokens(doors, USERS, CLIENTS / USERS);
    const { nowMb } = memoryOf(doors.pid);
    const crowd = await Crowd.start({ ...doors.access, tokens, seedUrl: seed.answer });
    ends.unshift(() => crowd.stop());
    const place = { doors, crowd, bare: bareQueries(doors) };
    return [
      await connected(crowd),
      ...(await steady(crowd)),
      ...(await busy(place)),
      ...(await besideSeed({ doors, crowd, seed })),
      ...(await watched(place)),
      {
        ...{ name: `memory of the controller with ${CLIENTS} clients after all this`, unit: 'MB', bar: 2 },
        ...{ value: memoryOf(doors.pid).nowMb, baseline: nowMb, baselineName: 'before they came' },
      },
    ];
  } finally {
    for (const end of ends) await end();
  }
}

interface Place {
  readonly doors: Doors;
  readonly crowd: Crowd;
  /** Milliseconds. */
  readonly bare: ReturnType<typeof bareQueries>;
}

async function connected(crowd: Crowd): Promise<Figure> {
  const untilLastMs = async (type: 'connect' | 'handshake'): Promise<number> => {
    const startMs = systemClock.monotonic();
    const { get: done } = await crowd.ask({ type });
    if (done.length !== CLIENTS) throw new Error(`only ${done.length} of ${CLIENTS} came through`);
    return systemClock.monotonic() - startMs;
  };
  const baseline = await untilLastMs('handshake');
  const value = await untilLastMs('connect');
  return {
    ...{ name: `S0.41 ${CLIENTS} clients over TLS at once, until the last one has its first answer`, value },
    ...{ unit: 'ms', baseline, baselineName: 'as many bare TLS handshakes with it', bar: 3 },
  };
}

/** Means and 99th of a hundred, the middle of the rounds. */
async function steady(crowd: Crowd): Promise<Figure[]> {
  const rounds: Times[] = [];
  for (let i = 0; i < ROUNDS; i += 1)
    rounds.push(await crowd.ask({ type: 'paced', thinkMs: THINK_MS, forMs: PACED_MS }));
  const rate = `${CLIENTS} clients with ${(CLIENTS * 1000) / THINK_MS} calls a second`;
  return (['get', 'list'] as const).flatMap((what) => {
    const name = `${what === 'get' ? 'Get' : 'List of 100 of a site'} by ${rate}`;
    return latencies(
      name,
      rounds.map((round) => round[what]),
    );
  });
}

/** What a call costs the controller when nobody pauses, and how soon the next one is served. */
async function busy({ doors, crowd, bare }: Place): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const what of ['get', 'list'] as const) {
    const [wall, cpu]: [number[], number[]] = [[], []];
    for (let i = 0; i < ROUNDS; i += 1) {
      const cpuBeforeMs = cpuMsOf(doors.pid);
      const calls = (await crowd.ask({ type: 'busy', what, clients: BUSY_CLIENTS, forMs: BUSY_MS }))[what];
      wall.push(BUSY_MS / calls.length);
      cpu.push((cpuMsOf(doors.pid) - cpuBeforeMs) / calls.length);
    }
    const name = `${what === 'get' ? 'Get' : 'List'} by ${PROCESSES * BUSY_CLIENTS} clients without a pause`;
    figures.push({
      ...{ name: `${name}, one each`, value: median(wall), unit: 'ms' },
      ...{ baseline: THINK_MS / CLIENTS, baselineName: 'pause between two calls of the steady rate', bar: 1 },
    });
    figures.push({
      ...{ name: `${name}, CPU of the controller for one`, value: median(cpu), unit: 'ms' },
      ...{ baseline: bare[what], baselineName: 'the same rows by bare SQL', bar: what === 'get' ? 60 : 12 },
    });
  }
  return figures;
}

async function watched({ doors, crowd, bare }: Place): Promise<Figure[]> {
  await crowd.ask({ type: 'watch', resumeToken: await liveEdge(doors) });
  const ref = { site: siteName(0), kind: 'floor', id: 'f0' };
  const cpuBeforeMs = cpuMsOf(doors.pid);
  let events: readonly number[] = [];
  for (let writes = 1; writes <= WRITES; writes += 1) {
    const fields = structToWire({ description: String(systemClock.now()) });
    const question = { operations: [{ update: { ref, fields } }], why: 'the bench' };
    await doors.admin.unary('InventoryService.WriteRecords', question);
    ({ get: events } = await crowd.ask({ type: 'seen', writes }));
  }
  const cpuMs = (cpuMsOf(doors.pid) - cpuBeforeMs) / events.length;
  return [
    ...latencies(`Watch by ${CLIENTS} clients, from a write to its event`, [events]),
    {
      ...{
        name: `Watch by ${CLIENTS} clients, CPU of the controller for one event`,
        value: cpuMs,
        unit: 'ms',
      },
      ...{ baseline: bare.get, baselineName: 'a Get by bare SQL', bar: 12 },
    },
  ];
}

/** Where a watch begins that has all of today. */
async function liveEdge({ admin }: Doors): Promise<string> {
  const watch = admin.stream('InventoryService.WatchRecords', { kinds: ['floor'] });
  for await (const { type, resumeToken } of watch)
    if (type === 'EVENT_TYPE_SYNCED') return String(resumeToken);
  throw new Error('the watch ended');
}

function latencies(name: string, rounds: readonly (readonly number[])[]): Figure[] {
  const value = (of: (times: readonly number[]) => number): number => median(rounds.map(of));
  return [
    { name: `${name}, mean`, value: value(mean), ...DESIGN_BAR, bar: 1 },
    { name: `${name}, p99`, value: value((times) => percentile(times, 99)), ...DESIGN_BAR, bar: 4 },
  ];
}
