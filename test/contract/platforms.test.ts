/**
 * The real engine over real SSH against a device of each of the sixteen platforms: nobody tells it what the device is,
 * and whatever the line does to the answers, they are the same.
 */
import { describe, expect, test } from 'vitest';
import type { Scan, TargetOutcome, Task } from '../../agent/jobs/driver.ts';
import { findPlatform } from '../../agent/switch/platforms/index.ts';
import { parseMac } from '../../shared/model/index.ts';
import { type ReplayOptions, replayIds } from '../lab/replay/index.ts';
import { type ReplayBench, replayBench } from './support/replay-bench.ts';

const ENABLE = 'raise-me-please';
const probe: Task = { kind: 'probe', driver: 'switch' };
const collect: Task = { kind: 'collect', driver: 'switch' };

/** Recordings that hold a line of somebody's editing. */
const REASONS: Readonly<Record<string, string>> = {
  arista_eos: 'fdb: 1 line not understood, such as "200 jenn.3057.8423 STATIC Po66"',
};

async function on<T>(
  id: string,
  options: ReplayOptions,
  work: (bench: ReplayBench) => Promise<T>,
): Promise<T> {
  const bench = await replayBench(id, { enablePassword: ENABLE, ...options });
  try {
    return await work(bench);
  } finally {
    await bench.stop();
  }
}

function lookup(mac: string): Task {
  const parsed = parseMac(mac);
  if (!parsed) throw new Error(`${mac} is no address`);
  return { kind: 'lookup', driver: 'switch', mac: parsed };
}

function scanOf({ scan }: TargetOutcome): Scan {
  if (!scan) throw new Error('a collect without a scan');
  return scan;
}

const collected = async (bench: ReplayBench): Promise<Scan> => scanOf(await bench.run(collect));

/** The first record of the kind, by the parts of its key. */
function firstOf({ observations }: Scan, kind: string): readonly string[] {
  const found = observations.find((one) => one.kind === kind);
  if (!found) throw new Error(`the scan holds no ${kind}`);
  return found.nativeKey.split('|');
}

function firstPort({ device }: ReplayBench): string {
  const [first] = device.platform.first.ports.values();
  return first?.name ?? '';
}

/** What the device says of itself, of an address and of a port. */
async function small(bench: ReplayBench, mac: string): Promise<unknown> {
  const { data } = await bench.run(probe);
  const { model, serial, softwareVersion } = Object(data) as Record<string, unknown>;
  const found = await bench.run(lookup(mac));
  const port = await bench.run({ kind: 'port', driver: 'switch', port: firstPort(bench) });
  // Messages name the TCP port of this run.
  const told = JSON.stringify([found.data, port.data]).replace(/127\.0\.0\.1:\d+/g, 'device');
  return { model, serial, softwareVersion, told: told.replace(/"prompt":"[^"]*"/g, '') };
}

describe.each(replayIds)('%s over SSH', (id) => {
  const healthy = new Map<string, Promise<Scan>>();
  const whole = (): Promise<Scan> => {
    const scan = healthy.get(id) ?? on(id, {}, collected);
    healthy.set(id, scan);
    return scan;
  };

  test.concurrent('is found, read whole and let go in order (S1.1, S1.23)', () =>
    on(id, {}, async (bench) => {
      expect(await bench.run(probe)).toMatchObject({
        data: { platform: id, privileged: true, softwareVersion: expect.any(String) },
      });
      const { completeness } = await collected(bench);
      const reason = REASONS[id];
      expect(completeness).toEqual(
        reason === undefined ? { state: 'complete' } : { state: 'partial', code: 'PARSE_FAILED', reason },
      );
      await bench.driver.stop();
      const { authFailures, execRefused, logouts, shells } = bench.device.counters;
      expect({ authFailures, execRefused, logouts }).toEqual({
        authFailures: 0,
        execRefused: 0,
        logouts: shells,
      });
    }));

  test.concurrent('is asked for an address, for one that is not there, for an IP and for a port', () =>
    on(id, {}, async (bench) => {
      const scan = await whole();
      const [mac = '', , port] = firstOf(scan, 'sighting');
      const [address = '', , owner] = firstOf(scan, 'arp');
      const name = findPlatform(id)?.portName?.(firstPort(bench));
      expect(await bench.run(lookup(mac))).toMatchObject({
        data: { rows: expect.arrayContaining([expect.objectContaining({ mac, port })]) },
      });
      expect(await bench.run(lookup('02:00:5e:00:53:01'))).toMatchObject({ data: { rows: [] } });
      expect(await bench.run({ kind: 'resolve', driver: 'switch', address })).toMatchObject({
        data: { rows: [{ address, mac: owner }] },
      });
      expect(await bench.run({ kind: 'port', driver: 'switch', port: firstPort(bench) })).toMatchObject({
        data: { port: { name }, config: { name } },
      });
    }));

  const setup = findPlatform(id)?.setup ?? [];
  test.concurrent.each([
    [
      'page by page, since AAA forbids to switch paging off',
      { pageLines: 7, faults: { deny: anyOf(setup) } },
    ],
    ['in pieces of any size', { faults: { chunks: 'random' } }],
    ['with lines that end in CR CR LF', { newline: '\r\r\n' }],
    ['with lines that end in LF CR', { newline: '\n\r' }],
    ['on a terminal that wraps what is typed', { wrapAt: 40 }],
  ] satisfies [string, ReplayOptions][])('reads the same %s', async (_name, options) => {
    const { completeness, observations } = await on(id, options, collected);
    expect({ completeness, observations }).toEqual(asRead(await whole()));
  });

  test.concurrent('reads the same with a log message in the middle of each answer', () =>
    on(id, {}, async (bench) => {
      bench.device.setFaults({ logLine: bench.device.platform.log });
      expect(asRead(await collected(bench))).toEqual(asRead(await whole()));
    }));

  test.concurrent('loses no record to a line that equals the prompt, and says so where it is in doubt', () =>
    on(id, { faults: { promptLine: true } }, async (bench) => {
      const [hurt, good] = [await collected(bench), await whole()];
      expect(keysOf(hurt, 'sighting')).toEqual(keysOf(good, 'sighting'));
      expect(countsOf(hurt)).toEqual(countsOf(good));
      if (hurt.completeness.state !== 'complete') expect(hurt.completeness.code).toBe('PARSE_FAILED');
    }));

  test.concurrent('answers the same byte by byte', async () => {
    const [mac = ''] = firstOf(await whole(), 'sighting');
    const ask = (bench: ReplayBench): Promise<unknown> => small(bench, mac);
    expect(await on(id, { faults: { chunks: 'byte' } }, ask)).toEqual(await on(id, {}, ask));
  });
});

function asRead({ completeness, observations }: Scan): Pick<Scan, 'completeness' | 'observations'> {
  return { completeness, observations };
}

function keysOf({ observations }: Scan, kind: string): readonly string[] {
  return observations.filter((one) => one.kind === kind).map(({ nativeKey }) => nativeKey);
}

function countsOf({ observations }: Scan): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { kind } of observations) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/** Nothing at all is denied where there is nothing to deny. */
function anyOf(commands: readonly string[]): RegExp {
  return commands.length === 0 ? /(?!)/ : new RegExp(`^(?:${commands.join('|')})$`);
}
