/** Traces that begin with an IP address or a name, against real agents beside simulated switches; and the directed one. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { TraceIpAnswer, TraceNameAnswer } from '../../shared/model/index.ts';
import {
  jobFromWire,
  traceAnswerFromWire,
  traceIpAnswerFromWire,
  traceNameAnswerFromWire,
} from '../../shared/wire/index.ts';
import { generateCampus, pick, type RunningCampus, startCampus } from '../lab/index.ts';
import { errorFrom } from './rig.ts';
import { Live } from './support/live.ts';

const SITE = 'ams1';
const START_MAX_MS = 60_000;

let live: Live;
let campus: RunningCampus;
let names: string[];

beforeAll(async () => {
  [live, campus] = await Promise.all([
    Live.start(),
    startCampus(generateCampus({ seed: 7, switches: 12, deskPorts: 8 })),
  ]);
  names = [...campus.switches.keys()];
  await live.addSite(SITE);
  await live.addCampus(SITE, campus);
  await live.startAgent(SITE, 'beside');
  const { job } = await live.admin.unary('JobService.SubmitJob', { kind: 'collect', site: SITE });
  for await (const _ of live.admin.stream('JobService.WatchJob', { id: job?.id ?? '' }));
}, START_MAX_MS);
afterAll(async () => {
  await live.stop();
  await campus.stop();
});
beforeEach(() => {
  for (const one of campus.switches.values()) one.setFaults({});
});

async function traceIp(request: object): Promise<{ progress: string[]; answer: TraceIpAnswer }> {
  const progress: string[] = [];
  for await (const event of live.admin.stream('TraceService.TraceIp', { site: SITE, ...request })) {
    if (event.progress) progress.push(event.progress.switch);
    if (event.answer) return { progress, answer: traceIpAnswerFromWire(event.answer) };
  }
  throw new Error('no answer');
}

async function traceName(request: object): Promise<TraceNameAnswer> {
  for await (const event of live.admin.stream('TraceService.TraceName', { site: SITE, ...request }))
    if (event.answer) return traceNameAnswerFromWire(event.answer);
  throw new Error('no answer');
}

const ipOf = (mac: string): string => {
  const rows = campus.campus.devices.flatMap(({ arp }) => arp);
  const row = rows.find((one) => one.mac === mac);
  if (!row) throw new Error(`nobody has resolved ${mac}`);
  return row.ip;
};

describe('trace mac', () => {
  const trace = async (request: object) => {
    for await (const event of live.admin.stream('TraceService.TraceMac', { site: SITE, ...request }))
      if (event.answer) return traceAnswerFromWire(event.answer);
    throw new Error('no answer');
  };

  test('asks the way to the port alone, and says so; --all-hits and --no-cache ask all', async () => {
    const { mac, switch: switchName, port } = pick(campus.campus, 'edge');
    const few = await trace({ mac });
    expect(few).toMatchObject({
      verdict: 'found',
      searched: 'directed',
      edges: [{ switchName, port, live: true }],
    });
    expect(few.totals.asked).toBeLessThanOrEqual(4);
    expect(few.totals).toMatchObject({ answered: few.totals.asked, inPlace: names.length });
    for (const wish of [{ allHits: true }, { noCache: true }]) {
      const all = await trace({ mac, ...wish });
      expect(all).toMatchObject({ searched: 'all', edges: [{ switchName, port }] });
      expect(all.totals.asked).toBe(names.length);
    }
  });

  test('tells since when the address is there', async () => {
    const { edges } = await trace({ mac: pick(campus.campus, 'edge', 1).mac });
    expect(edges[0]?.firstSeenAt).toBeGreaterThan(0);
    expect(edges[0]?.firstSeenAt).toBeLessThanOrEqual(edges[0]?.seenAt ?? 0);
  });

  test('asks all when one on the way is silent, and tells which was (S1.13)', async () => {
    const { mac, path, switch: switchName, port } = pick(campus.campus, 'edge', 2);
    const between = path.map((hop) => hop.switch).find((name) => name !== switchName) ?? '';
    campus.switch(between).setFaults({ deny: /mac/ });
    const answer = await trace({ mac });
    expect(answer).toMatchObject({ searched: 'all', edges: [{ switchName, port }] });
    expect(answer.deviceErrors.map((one) => one.switchName)).toEqual([between]);
  });
});

describe('trace ip', () => {
  test('TraceService.TraceIp asks who resolved the address, then where its MAC address is (S1.12)', async () => {
    const { mac, switch: switchName, port } = pick(campus.campus, 'edge');
    const address = ipOf(mac);
    const { progress, answer } = await traceIp({ address });
    expect(answer).toMatchObject({
      verdict: 'found',
      address,
      traces: [{ mac, edges: [{ switchName, port, live: true }] }],
    });
    expect(answer.resolutions.length).toBeGreaterThan(0);
    for (const one of answer.resolutions) expect(one).toMatchObject({ mac, live: true });
    expect(answer.summary).toContain(`${address} is ${mac}, says `);
    expect(progress.length).toBeGreaterThan(answer.asked);
  });

  test('asks only those who knew it, while they say so; the job tells the address', async () => {
    const { mac } = pick(campus.campus, 'edge', 1);
    const { answer } = await traceIp({ address: ipOf(mac) });
    const knowers = campus.campus.devices.filter(({ arp }) => arp.some((row) => row.mac === mac));
    expect(answer.asked).toBe(knowers.length);
    const { jobs } = await live.admin.unary('JobService.ListJobs', { kind: 'trace' });
    expect(jobs.map((job) => jobFromWire(job).input)).toContainEqual({ address: ipOf(mac) });
  });

  test('tells of an address that nobody knows what may bring it back', async () => {
    const { answer } = await traceIp({ address: '10.255.255.1' });
    expect(answer).toMatchObject({ verdict: 'not-found', resolutions: [], traces: [] });
    expect(answer.summary).toMatch(/^No switch knows which MAC address 10\.255\.255\.1 is; .*a ping/);
  });

  test('falls back on the last collect when nobody answers, and says when that was (S1.13)', async () => {
    const { mac } = pick(campus.campus, 'edge');
    for (const one of campus.switches.values()) one.setFaults({ deny: /arp/ });
    const { answer } = await traceIp({ address: ipOf(mac) });
    expect(answer.resolutions[0]).toMatchObject({ mac, live: false });
    expect(answer.summary).toContain('ago; no switch says so now');
    expect(answer.deviceErrors.length).toBeGreaterThan(0);
    expect(answer.traces[0]).toMatchObject({ mac, verdict: 'found' });
  });

  test('of a gateway that several switches share is told as no endpoint', async () => {
    const { mac } = pick(campus.campus, 'virtual-gateway');
    const { answer } = await traceIp({ address: ipOf(mac) });
    expect(answer.verdict).toBe('not-an-endpoint');
    expect(answer.traces[0]?.summary).toContain(mac);
  });

  test('asks nobody with `cached_only`', async () => {
    const { answer } = await traceIp({ address: ipOf(pick(campus.campus, 'edge').mac), cachedOnly: true });
    expect(answer).toMatchObject({
      asked: 0,
      verdict: 'found',
      traces: [{ totals: { asked: 0 }, searched: 'none' }],
    });
  });

  test('refuses what is no address', async () => {
    expect((await errorFrom(traceIp({ address: '10.1' }))).violations).toMatchObject([{ field: 'address' }]);
    expect(
      (await errorFrom(traceIp({ address: '10.0.0.1', floor: 'f', site: '' }))).violations,
    ).toMatchObject([{ field: 'floor' }]);
  });
});

describe('trace name', () => {
  test('finds a switch by its name, which is no endpoint', async () => {
    const answer = await traceName({ name: (names[1] ?? '').toUpperCase() });
    expect(answer.matches).toMatchObject([{ source: 'switch', switchName: names[1] }]);
    expect(answer.verdict).toBe('not-an-endpoint');
  });

  test('TraceService.TraceName finds what tells its name by LLDP, and where that is', async () => {
    const truth = pick(campus.campus, 'ap');
    const heard = campus.campus.devices
      .find(({ hostname }) => hostname === truth.switch)
      ?.neighbours.find(({ chassis }) => chassis === truth.mac);
    const answer = await traceName({ name: heard?.name ?? '' });
    expect(answer.matches[0]).toMatchObject({
      source: 'neighbour',
      switchName: truth.switch,
      mac: truth.mac,
    });
    expect(answer.trace).toMatchObject({
      mac: truth.mac,
      edges: [{ switchName: truth.switch, port: truth.port }],
    });
  });

  test('tells that nothing has a name, and refuses none', async () => {
    const nothing = await traceName({ name: 'nobody' });
    expect(nothing).toMatchObject({ verdict: 'not-found', matches: [], trace: undefined });
    expect((await errorFrom(traceName({ name: ' ' }))).violations).toMatchObject([{ field: 'name' }]);
  });
});
