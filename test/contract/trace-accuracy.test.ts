/**
 * How often the trace names the right port, over many generated campuses of every kind of endpoint. The switches'
 * tables go the whole way: rendered as a device prints them, parsed by the platform packs, judged by the trace.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Located, Question } from '../../controller/trace/facts.ts';
import { locate } from '../../controller/trace/locate.ts';
import { buildTopology } from '../../controller/trace/topology.ts';
import { type Campus, type EndpointClass, generateCampus, type Truth, truths } from '../lab/index.ts';
import { answerOf, platformOf, readSwitch } from './trace-reading.ts';

const SEED = Number(process.env['SEED'] ?? 20_260_701);
const CAMPUSES = 10;
/** A busy machine may take a while over all of them. */
const TRACING_MAX_MS = 120_000;
const SWITCHES = [3, 6, 12, 20, 30] as const;
const NOW = 1_900_000_000_000;
const RIGHT_WITH_LLDP_MIN = 0.99;
const RIGHT_WITHOUT_LLDP_MIN = 0.95;

interface Outcome {
  readonly seed: number;
  readonly truth: Truth;
  readonly answer: Located;
  readonly right: boolean;
}

/** Asks a campus for every one of its addresses; all switches answer. */
function traceCampus(campus: Campus): readonly Outcome[] {
  const facts = campus.devices.map((device) =>
    readSwitch(device.hostname, platformOf(device.platform), answerOf(device)),
  );
  const topology = buildTopology(facts);
  const sightings = new Map<string, Question['sightings'][number][]>();
  for (const { ref, fdb } of facts) {
    for (const { mac, ...row } of fdb) {
      const rows = sightings.get(mac) ?? [];
      rows.push({ ...row, switch: ref, seenAt: NOW, live: true, present: true });
      sightings.set(mac, rows);
    }
  }
  const answered = facts.map(({ ref }) => ref);
  return truths(campus).map((truth) => {
    const rows = sightings.get(truth.mac) ?? [];
    const answer = locate({ mac: truth.mac, now: NOW, sightings: rows, answered, failed: [] }, topology);
    return { seed: campus.seed, truth, answer, right: isRight(truth, answer) };
  });
}

function isRight(truth: Truth, { verdict, edges, path }: Located): boolean {
  switch (truth.class) {
    case 'quiet':
      return verdict === 'not-found';
    case 'virtual-gateway':
      return verdict === 'not-an-endpoint';
    case 'infra':
      return verdict === 'not-an-endpoint' && path.at(-1)?.switchName === truth.switch;
    default: {
      // The former switch of a moved host still holds its row: the new place must come first.
      const verdictRight = verdict === (truth.class === 'moved' ? 'several' : 'found');
      return verdictRight && edges[0]?.switchName === truth.switch && edges[0].port === truth.port;
    }
  }
}

function outcomesOf(lldp: boolean): readonly Outcome[] {
  return Array.from({ length: CAMPUSES }, (_, n) =>
    generateCampus({ seed: SEED + n, switches: SWITCHES[n % SWITCHES.length] ?? 12, lldp, moved: n % 2 }),
  ).flatMap(traceCampus);
}

function share(outcomes: readonly Outcome[]): number {
  return outcomes.filter(({ right }) => right).length / outcomes.length;
}

/** What went wrong, for the message of a failed test. */
function wrong(outcomes: readonly Outcome[]): string {
  const lines = outcomes
    .filter(({ right }) => !right)
    .map(
      ({ seed, truth, answer }) =>
        `seed ${seed} ${truth.class} ${truth.switch} ${truth.port}: ${answer.summary}`,
    );
  return [`${lines.length} wrong`, ...lines.slice(0, 5)].join('\n');
}

describe.each([
  { lldp: true, min: RIGHT_WITH_LLDP_MIN },
  { lldp: false, min: RIGHT_WITHOUT_LLDP_MIN },
])(`edge ports on generated campuses (SEED=${SEED}, LLDP $lldp)`, ({ lldp, min }) => {
  let outcomes: readonly Outcome[] = [];
  beforeAll(() => {
    outcomes = outcomesOf(lldp);
  }, TRACING_MAX_MS);

  it(`the right port is named for at least ${min * 100} % of all addresses (S1.1)`, () => {
    expect(outcomes.length).toBeGreaterThan(3_000);
    expect(share(outcomes), wrong(outcomes)).toBeGreaterThanOrEqual(min);
  });

  it('and of each class of endpoint by itself', () => {
    const classes = new Set<EndpointClass>(outcomes.map(({ truth }) => truth.class));
    expect(classes.size).toBeGreaterThanOrEqual(13);
    for (const name of classes) {
      const ofClass = outcomes.filter(({ truth }) => truth.class === name);
      expect(share(ofClass), `${name}: ${wrong(ofClass)}`).toBeGreaterThanOrEqual(min);
    }
  });

  it('the path is the one that frames take, for all found addresses', () => {
    const found = outcomes.filter(({ right, answer }) => right && answer.edges.length > 0);
    const samePath = found.filter(({ truth, answer }) => {
      const hops = answer.path.map(({ switchName, outPort }) => `${switchName} ${outPort}`);
      return hops.join() === truth.path.map((hop) => `${hop.switch} ${hop.port}`).join();
    });
    expect(samePath.length / found.length).toBeGreaterThanOrEqual(min);
  });

  it('a confidence of 0.9 and more is kept: such answers are right', () => {
    const sure = outcomes.filter(({ answer }) => (answer.edges[0]?.confidence ?? 0) >= 0.9);
    expect(sure.length / outcomes.length).toBeGreaterThan(0.8);
    expect(share(sure), wrong(sure)).toBeGreaterThanOrEqual(0.99);
  });
});

describe(`classes of ports on generated campuses (SEED=${SEED})`, () => {
  const CLASS_OF: Partial<Readonly<Record<EndpointClass, string>>> = {
    edge: 'edge',
    phone: 'phone',
    'phone-pc': 'phone',
    ap: 'ap',
    'ap-client': 'ap',
    hypervisor: 'hypervisor',
    'hypervisor-vm': 'hypervisor',
    'host-lag': 'host-lag',
    hub: 'unmanaged',
  };

  it('are right where neighbours tell what is there', () => {
    const outcomes = traceCampus(generateCampus({ seed: SEED, switches: 20 }));
    for (const { truth, answer, seed } of outcomes) {
      const expected = CLASS_OF[truth.class];
      if (expected === undefined) continue;
      expect(answer.edges[0]?.portClass, `seed ${seed} ${truth.class} ${truth.mac}`).toBe(expected);
    }
  });
});
