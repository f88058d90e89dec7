/** The trace on random networks: whatever the tables hold, its answers keep together. */
import { describe, expect, it } from 'vitest';
import type { Located, Question } from '../../controller/trace/facts.ts';
import { locate } from '../../controller/trace/locate.ts';
import { buildTopology } from '../../controller/trace/topology.ts';
import { type Random, randomInt, seededRandom } from '../../shared/runtime/index.ts';
import { edgesOf, hostMac, type NetHost, type NetSpec, NOW, switchRef, TraceNet } from './trace-net.ts';

const SEED = Number(process.env['SEED'] ?? 4_711);
const ROUNDS = 25;

/** A random tree of 2 to 12 switches with 1 to 6 hosts each, some of them two to a port. */
function randomNet(random: Random, change: Partial<NetSpec> = {}): NetSpec {
  const switches = Array.from({ length: 2 + randomInt(random, 11) }, (_, n) => `sw${n}`);
  const links = switches.slice(1).map((name, n) => {
    const up = `sw${randomInt(random, n + 1)}`;
    return [`${up} Te1/0/${n + 1}`, `${name} Po1`] as const;
  });
  const hosts: NetHost[] = [];
  for (const name of switches) {
    for (let left = 1 + randomInt(random, 6); left > 0; left -= 1) {
      const port = 1 + randomInt(random, 8);
      hosts.push({ mac: hostMac(hosts.length + 1), at: `${name} Gi1/0/${port}`, vlan: 10 });
    }
  }
  return { switches, links, hosts, ...change };
}

function shuffled<T>(random: Random, items: readonly T[]): readonly T[] {
  return items
    .map((item) => ({ item, key: random.float() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

/** A network with gaps: rows that were never learned, switches that are silent or unlisted, neighbours or none. */
function brokenNet(random: Random): { net: TraceNet; spec: NetSpec; failed: readonly string[] } {
  const spec = randomNet(random);
  const gone = new Set(
    spec.switches
      .flatMap((a) => spec.hosts.map(({ mac }) => `${a} ${mac}`))
      .filter(() => random.float() < 0.3),
  );
  const some = (share: number): readonly string[] => spec.switches.filter(() => random.float() < share);
  const unlisted = some(0.2).filter((name) => name !== 'sw0');
  const full: NetSpec = {
    ...spec,
    unlisted,
    lldp: random.float() < 0.5,
    ownAddresses: random.float() < 0.5,
    deaf: (name, mac) => gone.has(`${name} ${mac}`),
  };
  const failed = some(0.1).filter((name) => !unlisted.includes(name));
  return { net: new TraceNet(full), spec: full, failed };
}

function questionOf(net: TraceNet, mac: Question['mac'], failed: readonly string[]): Question {
  const sightings = net.facts.flatMap((facts) => {
    const rows = failed.includes(facts.name) ? [] : facts.fdb.filter((row) => row.mac === mac);
    return rows.map((row) => ({ ...row, switch: facts.ref, seenAt: NOW, live: true, present: true }));
  });
  const answered = net.facts.map(({ ref }) => ref).filter(({ id }) => !failed.includes(id));
  return { mac, now: NOW, sightings, answered, failed: failed.map(switchRef) };
}

function eachHost(
  check: (net: TraceNet, host: NetHost, context: { random: Random; failed: readonly string[] }) => void,
): void {
  for (let round = 0; round < ROUNDS; round += 1) {
    const random = seededRandom(SEED + round);
    const { net, spec, failed } = brokenNet(random);
    for (const host of spec.hosts) check(net, host, { random, failed });
  }
}

function places(answer: Located): readonly string[] {
  const rejected = answer.rejected.map((one) => `${one.switchName} ${one.port}`);
  return [...edgesOf(answer), ...rejected].toSorted();
}

describe(`the trace on random networks (SEED=${SEED})`, () => {
  it('is right on every host of every tree, with neighbours or without, as long as all has been learned', () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const random = seededRandom(SEED + round);
      const spec = randomNet(random);
      for (const lldp of [true, false]) {
        const net = new TraceNet({ ...spec, lldp });
        for (const { mac, at } of spec.hosts) {
          const answer = net.ask(mac);
          expect([answer.verdict, ...edgesOf(answer)], `seed ${SEED + round} lldp ${lldp} ${mac}`).toEqual([
            'found',
            at,
          ]);
        }
      }
    }
  });

  it('accounts for every sighting once: as an edge, or with a reason why not', () => {
    eachHost((net, { mac }, { failed }) => {
      const question = questionOf(net, mac, failed);
      const answer = locate(question, net.topology);
      const seen = new Set(question.sightings.map((row) => `${row.switch.id} ${row.port}`));
      expect(places(answer)).toEqual([...seen].toSorted());
      expect(answer.rejected.every(({ reason }) => reason !== '')).toBe(true);
    });
  });

  it('does not depend on the order in which switches and rows come in', () => {
    eachHost((net, { mac }, { random, failed }) => {
      const question = questionOf(net, mac, failed);
      const facts = shuffled(random, net.facts).map((one) => ({
        ...one,
        fdb: shuffled(random, one.fdb),
        ports: shuffled(random, one.ports),
        neighbours: shuffled(random, one.neighbours),
      }));
      const again = locate(
        { ...question, sightings: shuffled(random, question.sightings) },
        buildTopology(facts),
      );
      const answer = locate(question, net.topology);
      expect(edgesOf(again)).toEqual(edgesOf(answer));
      expect({ ...again, edges: [], rejected: [] }).toEqual({ ...answer, edges: [], rejected: [] });
    });
  });

  it('gives a path that ends at the edge and passes no switch twice', () => {
    eachHost((net, { mac }, { failed }) => {
      const answer = locate(questionOf(net, mac, failed), net.topology);
      const [edge] = answer.edges;
      const names = answer.path.map(({ switchName }) => switchName);
      expect(new Set(names).size).toBe(names.length);
      expect(answer.path.at(-1)?.switchName).toBe(edge?.switchName);
      expect(answer.path.at(-1)?.outPort).toBe(edge?.port);
      for (const { confidence } of answer.edges) expect(confidence > 0 && confidence < 1).toBe(true);
    });
  });

  it('says "not found" only when every switch answered', () => {
    eachHost((net, { mac }, { failed }) => {
      const { verdict, edges } = locate(questionOf(net, mac, failed), net.topology);
      if (failed.length > 0 && edges.length === 0) expect(verdict).not.toBe('found');
      if (verdict === 'found') expect(edges).toHaveLength(1);
      if (verdict === 'several') expect(edges.length).toBeGreaterThan(1);
    });
  });
});
