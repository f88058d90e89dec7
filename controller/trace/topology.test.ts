import { describe, expect, it } from 'vitest';
import type { FdbFacts, NeighbourFacts, PortFacts, SwitchFacts } from './facts.ts';
import { buildTopology, type PortView, portOf, type SwitchView, type Topology, viewOf } from './topology.ts';

const ref = (id: string): SwitchFacts['ref'] => ({ site: 'ams1', kind: 'switch', id });
const base = (n: number): string => `f8:b1:56:00:0${n}:00`;
const row = (mac: string, port: string, vlan = 10): FdbFacts => ({ mac, port, vlan, type: 'dynamic' });
const pcs = (count: number, port: string): FdbFacts[] =>
  Array.from({ length: count }, (_, n) => row(`00:1b:21:00:${port.length}0:${(16 + n).toString(16)}`, port));
const port = (name: string, change: Partial<PortFacts> = {}): PortFacts => ({
  name,
  description: undefined,
  mode: 'access',
  vlan: 10,
  lag: undefined,
  operUp: true,
  state: 'up',
  ...change,
});
const hears = (at: string, change: Partial<NeighbourFacts>): NeighbourFacts => ({
  port: at,
  protocol: 'lldp',
  chassisId: undefined,
  remotePort: undefined,
  systemName: undefined,
  systemDescription: undefined,
  managementAddress: undefined,
  capabilities: [],
  ...change,
});

function facts(n: number, change: Partial<SwitchFacts> = {}): SwitchFacts {
  const common = {
    hostname: undefined,
    macs: [],
    managementAddress: undefined,
    ports: [],
    fdb: [],
    neighbours: [],
  };
  return { ref: ref(`sw${n}`), name: `sw${n}`, baseMac: base(n), ...common, ...change };
}

function classOf(change: Partial<SwitchFacts>, name: string): string {
  const topology = buildTopology([facts(1, change), facts(2)]);
  return at(topology, 'sw1', name).portClass;
}

function view(topology: Topology, id: string): SwitchView {
  return viewOf(topology, ref(id));
}

function at(topology: Topology, id: string, name: string): PortView {
  return portOf(topology, view(topology, id), name);
}

describe('the class of a port', () => {
  it('is interswitch when a managed switch is the neighbour, or its address is learned there', () => {
    expect(classOf({ neighbours: [hears('Gi1/0/1', { chassisId: base(2) })] }, 'Gi1/0/1')).toBe(
      'interswitch',
    );
    expect(classOf({ fdb: [row(base(2), 'Gi1/0/1')] }, 'Gi1/0/1')).toBe('interswitch');
  });

  it('is told by the neighbour before it is guessed from addresses', () => {
    const fdb = pcs(2, 'Gi1/0/1');
    const phone = hears('Gi1/0/1', { capabilities: ['bridge', 'telephone'] });
    expect(classOf({ fdb, neighbours: [phone] }, 'Gi1/0/1')).toBe('phone');
    expect(classOf({ fdb }, 'Gi1/0/1')).toBe('unmanaged');
  });

  it('is phone for an access port with one address in a VLAN of its own, neighbours or not', () => {
    const fdb = [row('00:1b:21:00:00:01', 'Gi1/0/1', 10), row('64:16:7f:00:00:01', 'Gi1/0/1', 300)];
    expect(classOf({ ports: [port('Gi1/0/1')], fdb }, 'Gi1/0/1')).toBe('phone');
    expect(classOf({ ports: [port('Gi1/0/1', { mode: 'trunk' })], fdb }, 'Gi1/0/1')).toBe('unmanaged');
  });

  it('is interswitch for a trunk with more addresses than a device has; without a trunk by the measure of the switch itself', () => {
    const trunk = port('Po1', { mode: 'trunk' });
    const quiet = [...pcs(1, 'Gi1/0/1'), ...pcs(1, 'Gi1/0/12')];
    expect(classOf({ ports: [trunk], fdb: [...quiet, ...pcs(20, 'Po1')] }, 'Po1')).toBe('interswitch');
    const busy = ['Gi1', 'Gi1/1', 'Gi1/0/1'].flatMap((name) => pcs(20, name));
    expect(classOf({ ports: [trunk], fdb: [...busy, ...pcs(20, 'Po1')] }, 'Po1')).toBe('interswitch');
    expect(classOf({ ports: [port('Po1')], fdb: [...busy, ...pcs(20, 'Po1')] }, 'Po1')).toBe('host-lag');
    expect(classOf({ ports: [port('Po1')], fdb: [...quiet, ...pcs(20, 'Po1')] }, 'Po1')).toBe('interswitch');
  });

  it('is hypervisor by the makers of virtual machines, ap by made-up addresses', () => {
    const machines = [1, 2].map((n) => row(`00:50:56:00:00:0${n}`, 'Gi1/0/1'));
    const wireless = [1, 2, 3].map((n) => row(`da:00:00:00:00:0${n}`, 'Gi1/0/2'));
    expect(classOf({ fdb: machines }, 'Gi1/0/1')).toBe('hypervisor');
    expect(classOf({ fdb: wireless }, 'Gi1/0/2')).toBe('ap');
  });

  it('is fabric inside a stack or pair', () => {
    expect(classOf({ fdb: pcs(3, 'vPC Peer-Link') }, 'vPC Peer-Link')).toBe('fabric');
    expect(classOf({ ports: [port('Po9', { description: 'VLT peer-link' })] }, 'Po9')).toBe('fabric');
  });
});

describe('the picture of a site', () => {
  const one = facts(1, {
    ports: [port('Te1/0/1', { lag: 'Po1' }), port('Te1/0/2', { lag: 'Po1' }), port('Po1', { mode: 'trunk' })],
    fdb: [row(base(2), 'TenGigabitEthernet1/0/1'), row('00:1b:21:00:00:01', 'Gi1/0/9')],
    neighbours: [hears('Te1/0/2', { chassisId: base(2), remotePort: 'Gi1/0/49' })],
  });
  const two = facts(2, { fdb: [row('00:1b:21:00:00:01', 'Gi1/0/49'), row(base(1), 'Gi1/0/49')] });
  const three = facts(3, { fdb: [row(base(1), 'Gi1/0/1'), row(base(2), 'Gi1/0/1')] });
  const topology = buildTopology([one, two, three]);

  it('counts members as their port channel, in any spelling', () => {
    expect(at(topology, 'sw1', 'te1/0/1').name).toBe('Po1');
    expect(at(topology, 'sw1', 'Po1')).toMatchObject({ count: 1, portClass: 'interswitch' });
    expect(at(topology, 'sw1', 'Po1').members).toHaveLength(2);
  });

  it('knows where each switch is seen from the others, and both ends of a cable that one end heard', () => {
    expect(view(topology, 'sw1').toward.get('ams1/switch/sw2')).toEqual(new Set(['po1']));
    expect(topology.links.get('ams1/switch/sw2')?.get('ams1/switch/sw1')).toEqual(new Set(['gi1/0/49']));
  });

  it('a port that no collect has seen is judged on the spot, a switch without facts is empty', () => {
    expect(at(topology, 'sw1', 'Gi1/0/33')).toMatchObject({ count: 0, portClass: 'edge' });
    expect(view(topology, 'nobody').ports.size).toBe(0);
  });

  it('a rebuild redoes what changed and keeps the rest, with the same result as from scratch', () => {
    const changed = facts(2, { fdb: [...two.fdb, row('00:1b:21:00:00:02', 'Gi1/0/3')] });
    const rebuilt = buildTopology([one, changed, three], topology);
    expect(view(rebuilt, 'sw1')).toBe(view(topology, 'sw1'));
    expect(view(rebuilt, 'sw2')).not.toBe(view(topology, 'sw2'));
    expect(rebuilt).toEqual(buildTopology([one, changed, three]));
  });

  it('a new address of a switch changes what the others make of their ports', () => {
    const same = facts(1, { fdb: [row('f8:b1:56:99:00:01', 'Gi1/0/5')] });
    const before = buildTopology([same, two]);
    const after = buildTopology([same, facts(2, { macs: ['f8:b1:56:99:00:01'] })], before);
    expect(at(before, 'sw1', 'Gi1/0/5').portClass).toBe('edge');
    expect(at(after, 'sw1', 'Gi1/0/5').portClass).toBe('interswitch');
  });
});
