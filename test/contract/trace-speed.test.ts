/**
 * The trace must not be what a person waits for. Time of the processor counts, not that of the clock: other programs have
 * their share of that. Bounds are loose, for only orders count.
 */
import { describe, expect, it } from 'vitest';
import type { SwitchFacts } from '../../controller/trace/facts.ts';
import { buildTopology } from '../../controller/trace/topology.ts';
import { hostMac, TraceNet } from './trace-net.ts';

const SWITCHES = 155;
const HOSTS = 2_000;
const LOCATE_MEDIAN_MAX_MS = 50;
const REBUILD_SHARE_MAX = 0.25;

/** A core, 10 distribution and 144 access switches; every switch has learned every host. */
function bigNet(lldp: boolean): TraceNet {
  const switches = Array.from({ length: SWITCHES }, (_, n) => `sw${n}`);
  const links = switches.slice(1).map((name, n) => {
    const up = n < 10 ? 'sw0' : `sw${1 + (n % 10)}`;
    return [`${up} Te1/0/${n}`, `${name} Po1`] as const;
  });
  const hosts = Array.from({ length: HOSTS }, (_, n) => {
    return { mac: hostMac(n + 1), at: `sw${11 + (n % 144)} Gi1/0/${1 + Math.floor(n / 144)}`, vlan: 10 };
  });
  return new TraceNet({ switches, links, hosts, lldp });
}

const TRIES = 3;

/** Milliseconds of the processor in the quickest of a few tries: in the others there was garbage to collect. */
function quickest(work: () => void): number {
  const times = Array.from({ length: TRIES }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

describe(`${SWITCHES} switches with ${HOSTS} addresses each`, () => {
  const withNeighbours = bigNet(true);

  it.each([
    ['with neighbours', withNeighbours],
    ['without', bigNet(false)],
  ])('%s: a question is answered in milliseconds', (_how, net) => {
    const times = Array.from({ length: 21 }, (_, n) =>
      quickest(() => expect(net.ask(hostMac(1 + n * 90)).verdict).toBe('found')),
    );
    expect(times.toSorted((a, b) => a - b)[10]).toBeLessThan(LOCATE_MEDIAN_MAX_MS);
  });

  it('after a change on one switch, a rebuild costs a small part of the whole', () => {
    const { facts } = withNeighbours;
    const first = buildTopology(facts);
    const whole = quickest(() => buildTopology(facts));
    const [core, ...others] = facts;
    if (core === undefined) throw new Error('no core');
    const row = { mac: hostMac(9_999), port: 'Gi1/0/1', vlan: 10, type: 'dynamic' };
    const changed: SwitchFacts = { ...core, fdb: [...core.fdb, row] };
    const again = quickest(() => buildTopology([changed, ...others], first));
    expect(again).toBeLessThan(REBUILD_SHARE_MAX * whole);
  });
});
