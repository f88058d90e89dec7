import { describe, expect, it } from 'vitest';
import { macFromHex, type RecordRef } from '../../shared/model/index.ts';
import type { Sighting, SwitchFacts } from './facts.ts';
import { searchOrder } from './order.ts';
import { buildTopology } from './topology.ts';

const NOW = 1_900_000_000_000;
const mac = macFromHex('001b21000001');
const ref = (id: string): RecordRef => ({ site: 'ams1', kind: 'switch', id });
const names = ['a-core', 'acc1', 'acc2', 'acc3'];
const base = (name: string): string => `f8:b1:56:00:00:0${names.indexOf(name)}`;

/** acc1 to acc3 on ports 1 to 3 of the core. */
const facts = names.map((name): SwitchFacts => {
  const others = names.filter((other) => other !== name);
  const port = (other: string): string => (name === 'a-core' ? `Gi1/0/${names.indexOf(other)}` : 'Gi1/0/49');
  return {
    ref: ref(name),
    name,
    hostname: name,
    baseMac: base(name),
    macs: [],
    managementAddress: undefined,
    ports: [],
    fdb: others.map((other) => ({ mac: base(other), port: port(other), vlan: 1, type: 'dynamic' })),
    neighbours: [],
  };
});
const topology = buildTopology(facts);
const seen = (id: string, port: string, minutesAgo: number, present = true): Sighting => {
  const seenAt = NOW - minutesAgo * 60_000;
  return { switch: ref(id), port, vlan: 10, type: 'dynamic', seenAt, live: false, present };
};
const order = (...sightings: Sighting[]): readonly string[] =>
  searchOrder(names.map(ref), { mac, now: NOW, sightings }, topology).map(({ id }) => id);

describe('the order of the search', () => {
  it('begins where the address was on an edge, then where it was on a link', () => {
    expect(order(seen('a-core', 'Gi1/0/2', 5), seen('acc2', 'Gi1/0/7', 5))).toEqual([
      'acc2',
      'a-core',
      'acc1',
      'acc3',
    ]);
  });

  it('asks the place that was seen last first, and one that had already lost it after those that have it', () => {
    expect(order(seen('acc3', 'Gi1/0/7', 2), seen('acc1', 'Gi1/0/7', 50))[0]).toBe('acc3');
    expect(order(seen('acc1', 'Gi1/0/7', 2, false), seen('a-core', 'Gi1/0/2', 50)).slice(0, 2)).toEqual([
      'a-core',
      'acc1',
    ]);
  });

  it('knowing nothing, asks the rim before the core, and everyone once', () => {
    expect(order()).toEqual(['acc1', 'acc2', 'acc3', 'a-core']);
  });
});
