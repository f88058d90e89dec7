/** Where the trace must be less sure, or must take another's word: what one of two ends does not hear, who is silent. */
import { describe, expect, it } from 'vitest';
import type { SwitchView } from '../../controller/trace/topology.ts';
import { macFromHex } from '../../shared/model/index.ts';
import { edgesOf, hostMac, type NetSpec, OFFICE, officeWith, switchMac, TraceNet } from './trace-net.ts';

const pc = hostMac(20);
const SURE = 0.9;
const WEEK_MIN = 10_080;

function viewOf({ topology }: TraceNet, name: string): SwitchView | undefined {
  return [...topology.switches.values()].find(({ facts }) => facts.name === name);
}

describe('what one end alone tells', () => {
  it('holds for the other half of a pair, whose port of that name has the same addresses', () => {
    const hosts = [1, 2, 3, 4].map((n) => ({ mac: hostMac(n), at: `acc Gi1/0/${n}`, also: 'm2 Po4' }));
    const spec: NetSpec = {
      switches: ['m1', 'm2', 'acc'],
      links: [
        ['m1 Po9', 'm2 Po9'],
        ['m1 Po4', 'acc Po1'],
      ],
      ...{ hosts, lldp: false, ownAddresses: false },
      neighbours: {
        'm1 Po9': { systemName: 'm2', remotePort: 'Po9', capabilities: ['bridge'] },
        'm1 Po4': { systemName: 'acc', remotePort: 'Po1', capabilities: ['bridge'] },
      },
    };
    expect(viewOf(new TraceNet(spec), 'm2')?.ports.get('po4')?.direct.join()).toContain('acc');
    const strangers = { ...spec, neighbours: { 'm1 Po4': spec.neighbours?.['m1 Po4'] ?? {} } };
    expect(viewOf(new TraceNet(strangers), 'm2')?.ports.get('po4')?.direct).toEqual([]);
  });

  it('is no old word when the other end hears others, but nobody there', () => {
    const words = {
      'dist Te1/0/1': { systemName: 'acc1', remotePort: 'Gi1/0/49', capabilities: ['bridge'] },
      'acc1 Gi1/0/50': { systemName: 'acc2', remotePort: 'Gi1/0/50', capabilities: ['bridge'] },
      'acc2 Gi1/0/49': { systemName: 'dist', remotePort: 'Te1/0/2', capabilities: ['bridge'] },
    };
    const bare = { ...OFFICE, lldp: false, ownAddresses: false };
    const kindOf = (neighbours: NetSpec['neighbours'] = {}): string | undefined =>
      viewOf(new TraceNet({ ...bare, neighbours }), 'dist')?.ports.get('te1/0/1')?.seen[0]?.kind;
    expect(kindOf(words)).toBe('managed');
    const elsewhere = { systemName: 'acc2', remotePort: 'Gi1/0/50', capabilities: ['bridge'] };
    expect(kindOf({ ...words, 'acc1 Gi1/0/49': elsewhere })).toBe('gone');
  });
});

it('a place that nobody confirms now is certain while it is fresh, and doubted after a day', () => {
  const at = 'acc1 Gi1/0/30';
  const confidence = (minutesAgo: number): number | undefined => {
    const cached = [{ at, minutesAgo, type: 'dynamic' }];
    const words = { systemName: 'pc-20', systemDescription: 'Windows 11', capabilities: ['station'] };
    const net = officeWith([], { neighbours: { [at]: words }, ports: { [at]: { mode: 'access' } } });
    return net.ask(pc, { live: false, cached }).edges[0]?.confidence;
  };
  expect(confidence(5)).toBeGreaterThan(0.85);
  expect(confidence(WEEK_MIN)).toBeLessThanOrEqual(0.85);
});

describe('a silent switch of which nothing tells where it is', () => {
  const lost: Partial<NetSpec> = { switches: [...OFFICE.switches, 'acc3'] };
  const hosts = [20, 21, 22].map((n) => ({ mac: hostMac(n), at: 'acc1 Gi1/0/30' }));

  it('may be the neighbour that tells no name', () => {
    const nameless = { chassisId: macFromHex('48a98a000001'), remotePort: 'sfp-sfpplus1' };
    const net = officeWith(hosts, { ...lost, neighbours: { 'acc1 Gi1/0/30': nameless } });
    const [sure] = net.ask(pc).edges;
    const [unsure] = net.ask(pc, { failed: ['acc3'] }).edges;
    expect(sure?.confidence).toBeGreaterThanOrEqual(SURE);
    expect(unsure?.confidence).toBeLessThan(SURE);
    expect(unsure?.evidence.map(({ reason }) => reason).join()).toContain('nothing tells where acc3 is');
  });

  it('may be where the words on an access port say, and is not where it is known to be elsewhere', () => {
    const ports = { 'acc1 Gi1/0/30': { mode: 'access', vlan: 10, description: 'to acc3' } };
    const ask = (change: Partial<NetSpec>): number | undefined => {
      const net = officeWith([{ mac: pc, at: 'acc1 Gi1/0/30' }], { ...change, ports });
      return net.ask(pc, { failed: ['acc3'] }).edges[0]?.confidence;
    };
    const placed = { ...lost, links: [...OFFICE.links, ['dist Te1/0/3', 'acc3 Gi1/0/49'] as const] };
    expect(ask(lost)).toBeLessThan(SURE);
    expect(ask(placed)).toBeGreaterThanOrEqual(SURE);
  });
});

describe('a place on a silent switch', () => {
  it('that nothing contradicts keeps the answer from being sure', () => {
    const links = OFFICE.links.filter(([, far]) => !far.startsWith('acc2'));
    const net = officeWith([{ mac: pc, at: 'acc1 Gi1/0/9' }], { links });
    expect(net.ask(pc, { failed: ['acc2'] }).edges[0]?.confidence).toBeGreaterThanOrEqual(SURE);
    const cached = [{ at: 'acc2 Gi1/0/8', minutesAgo: WEEK_MIN }];
    const answer = net.ask(pc, { failed: ['acc2'], cached });
    expect(edgesOf(answer)).toEqual(['acc1 Gi1/0/9']);
    expect(answer.edges[0]?.confidence).toBeLessThan(SURE);
  });
});

it('the gateway is where all others see it, though its pair has an address in many VLANs and nobody tells of his own', () => {
  const gateway = macFromHex('00005e00010a');
  const routes = [10, 20, 30, 40].map((vlan) => ({ mac: hostMac(90), at: 'm2 Vl10', vlan }));
  const net = new TraceNet({
    switches: ['m1', 'm2', 'acc1', 'acc2', 'acc3'],
    links: [
      ['m1 Po9', 'm2 Po9'],
      ['m1 Te1/0/1', 'acc1 Te1/0/1'],
      ['m1 Te1/0/2', 'acc2 Te1/0/1'],
      ['m2 Te1/0/3', 'acc3 Te1/0/1'],
    ],
    hosts: [{ mac: gateway, at: 'm1 Vl10' }, ...routes, { mac: pc, at: 'acc3 Gi1/0/3' }],
    deaf: (name, mac) => (name === 'm1' && mac === gateway) || (name === 'm2' && mac === hostMac(90)),
  });
  expect(net.topology.root).toBe(viewOf(net, 'm1')?.key);
  expect(net.ask(pc).path.map(({ switchName }) => switchName)).toEqual(['m1', 'm2', 'acc3']);
});

it('the port of a switch has an address in the block of that switch alone', () => {
  const port = macFromHex('f8b156000231');
  const neighbours = { 'acc1 Gi1/0/30': { chassisId: port, capabilities: ['station'] } };
  const net = officeWith([{ mac: pc, at: 'acc1 Gi1/0/30' }], { neighbours });
  expect(switchMac(2).slice(0, 14)).toBe('f8:b1:56:00:02');
  // What says that it is a station is no port of a switch.
  expect(net.ask(pc).edges[0]?.portClass).toBe('edge');
});
