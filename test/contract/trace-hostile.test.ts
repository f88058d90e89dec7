/** Networks that answer against expectation: each drawn by hand for one thing that misleads a trace. */
import { describe, expect, it } from 'vitest';
import type { NeighbourFacts } from '../../controller/trace/facts.ts';
import { type Mac, macFromHex } from '../../shared/model/index.ts';
import {
  edgesOf,
  hostMac,
  type NetSpec,
  OFFICE,
  officeWith,
  pathOf,
  switchMac,
  TraceNet,
  whyNot,
} from './trace-net.ts';

const pc = hostMac(20);
const bare: Partial<NetSpec> = { lldp: false, ownAddresses: false };
const COLLECTED = 12;

/** Several hosts on the access switches, so that tables have something to say. */
const crowd = [31, 32, 33].flatMap((n) => [
  { mac: hostMac(n), at: `acc1 Gi1/0/${n}` },
  { mac: hostMac(n + 10), at: `acc2 Gi1/0/${n}` },
]);

function heard(far: number, remotePort: string, more: Partial<NeighbourFacts> = {}): Partial<NeighbourFacts> {
  return { chassisId: switchMac(far), remotePort, capabilities: ['bridge'], ...more };
}

function vm(number: number): Mac {
  return macFromHex(`005056${number.toString(16).padStart(6, '0')}`);
}

describe('ports', () => {
  it('of two units of a stack are told apart', () => {
    const net = officeWith([
      { mac: pc, at: 'acc1 Gi2/0/5' },
      { mac: hostMac(21), at: 'acc1 Gi1/0/15' },
    ]);
    expect(edgesOf(net.ask(pc))).toEqual(['acc1 Gi2/0/5']);
    expect(edgesOf(net.ask(hostMac(1)))).toEqual(['acc1 Gi1/0/5']);
  });

  it('of a channel whose members no table tells lead where the idle ports with neighbours lead', () => {
    const spec: NetSpec = {
      ...{ ...OFFICE, lldp: false, ownAddresses: false },
      hosts: [...OFFICE.hosts, ...crowd],
      ports: { 'core Te1/0/1': { mode: 'trunk' }, 'dist Te1/0/49': { mode: 'trunk' } },
      neighbours: { 'core Te1/0/1': heard(1, 'Te1/0/49'), 'dist Te1/0/49': heard(0, 'Te1/0/1') },
    };
    // The chassis addresses mean nothing here: the switches show none of their own.
    const named = Object.entries(spec.neighbours ?? {}).map(([at, row]) => {
      return [at, { ...row, systemName: at.startsWith('core') ? 'dist' : 'core' }] as const;
    });
    const net = new TraceNet({ ...spec, neighbours: Object.fromEntries(named) });
    const core = [...net.topology.switches.values()].find(({ facts }) => facts.name === 'core');
    const seen = core?.ports.get('po1')?.seen ?? [];
    expect(seen.map(({ label, kind }) => `${label} ${kind}`)).toEqual(['dist managed']);
    const evidence = core?.ports.get('po1')?.evidence.map(({ reason }) => reason) ?? [];
    expect(evidence.join()).toContain('as its idle ports hear, which are likely its members');
  });

  it.each([
    ['Po1', 'Port-channel1'],
    ['lag 1', 'LAG1'],
    ['Trk1', 'trk1'],
    ['ae1', 'ae1.0'],
    ['Eth-Trunk1', 'eth-trunk 1'],
    ['BAGG1', 'Bridge-Aggregation1'],
    ['port-channel 1', 'Po 1'],
  ])('%s in one table is %s in another', (inPorts, inTable) => {
    const net = officeWith([{ mac: pc, at: `acc1 ${inTable}` }], {
      ports: {
        [`acc1 ${inPorts}`]: { description: 'file server' },
        'acc1 Gi1/0/21': { lag: inPorts },
      },
    });
    const [edge, second] = net.ask(pc).edges;
    expect(second).toBeUndefined();
    expect(edge).toMatchObject({ switchName: 'acc1', portClass: 'host-lag', portDescription: 'file server' });
  });

  it('a port channel with virtual machines behind it is a hypervisor, though nothing says so', () => {
    const machines = [1, 2, 3, 4].map((n) => ({ mac: vm(n), at: 'acc1 Po5', vlan: 10 + n }));
    const ports = { 'acc1 Po5': { mode: 'trunk' }, 'acc1 Gi1/0/41': { lag: 'Po5' } };
    const answer = officeWith([...machines, { mac: pc, at: 'acc1 Po5' }], { ports }).ask(vm(3));
    expect(edgesOf(answer)).toEqual(['acc1 Po5']);
    expect(answer.edges[0]?.portClass).toBe('hypervisor');
  });
});

describe('unmanaged switches', () => {
  it('two in a row are one edge for all that hang on them', () => {
    const all = [20, 21, 22, 23, 24].map(hostMac);
    const net = officeWith(
      all.map((mac) => ({ mac, at: 'acc1 Gi1/0/9' })),
      bare,
    );
    for (const mac of all) {
      const answer = net.ask(mac);
      expect(edgesOf(answer)).toEqual(['acc1 Gi1/0/9']);
      expect(answer.edges[0]?.portClass).toBe('unmanaged');
    }
  });
});

describe('a silent switch between two that answer', () => {
  it('is no end: the host is behind it, on the one that answers', () => {
    const answer = new TraceNet(OFFICE).ask(hostMac(1), { failed: ['dist'] });
    expect(answer.verdict).toBe('found');
    expect(edgesOf(answer)).toEqual(['acc1 Gi1/0/5']);
    expect(answer.edges[0]?.confidence).toBeGreaterThan(0.8);
  });

  it('and is not even known by its tables', () => {
    const net = new TraceNet({ ...OFFICE, unlisted: ['dist'], hosts: [...OFFICE.hosts, ...crowd] });
    expect(edgesOf(net.ask(hostMac(1)))).toEqual(['acc1 Gi1/0/5']);
  });
});

describe('a ring with a blocked port', () => {
  it('whose idle side remembers the host from before is on the side that frames take now', () => {
    // acc1 and acc2 have a cable between them which spanning tree keeps idle.
    const neighbours = {
      'acc1 Gi1/0/50': heard(3, 'Gi1/0/50', { systemName: 'acc2' }),
      'acc2 Gi1/0/50': heard(2, 'Gi1/0/50', { systemName: 'acc1' }),
    };
    const net = officeWith(crowd, { neighbours });
    const cached = [{ at: 'acc2 Gi1/0/50', minutesAgo: COLLECTED }];
    const answer = net.ask(hostMac(1), { cached });
    expect(edgesOf(answer)).toEqual(['acc1 Gi1/0/5']);
    expect(whyNot(answer, 'acc2 Gi1/0/50')).toBeDefined();
    expect(pathOf(answer).at(-1)).toBe('Gi1/0/49 > acc1 > Gi1/0/5');
  });
});

describe('one address in several VLANs', () => {
  const vlans = [10, 20, 30, 40];

  it('of a firewall on one trunk is one edge', () => {
    const legs = vlans.map((vlan) => ({ mac: pc, at: 'dist Te1/0/9', vlan }));
    const answer = officeWith(legs, { ports: { 'dist Te1/0/9': { mode: 'trunk', vlan: 10 } } }).ask(pc);
    expect(answer.verdict).toBe('found');
    expect(edgesOf(answer)).toEqual(['dist Te1/0/9']);
  });

  it('of a firewall with a cable per VLAN is each of its ports', () => {
    const legs = [
      { mac: pc, at: 'dist Gi1/0/7', vlan: 10 },
      { mac: pc, at: 'dist Gi1/0/8', vlan: 20 },
    ];
    const answer = officeWith(legs).ask(pc);
    expect(answer.verdict).toBe('several');
    expect(edgesOf(answer).toSorted()).toEqual(['dist Gi1/0/7', 'dist Gi1/0/8']);
    expect(answer.edges[0]?.confidence).toBeLessThan(0.9);
  });
});

describe('addresses that are shared', () => {
  it.each([
    ['00005e000105', 'VRRP'],
    ['00000c07ac0a', 'HSRP'],
    ['00000c9ff00a', 'HSRP'],
    ['0007b4000a01', 'GLBP'],
  ])('%s (%s; CARP uses that of VRRP) is no endpoint wherever it is seen', (hex, word) => {
    const mac = macFromHex(hex);
    const answer = officeWith([
      { mac, at: 'core Gi1/0/2' },
      { mac, at: 'acc2 Gi1/0/30', vlan: 20 },
    ]).ask(mac);
    expect(answer).toMatchObject({ verdict: 'not-an-endpoint', edges: [] });
    expect(answer.summary).toContain(` is ${word === 'HSRP' ? 'an' : 'a'} ${word} `);
  });

  it('an anycast gateway that two switches call their own is theirs', () => {
    const mac = macFromHex('001c73000099');
    const answer = officeWith([
      { mac, at: 'core Vl10' },
      { mac, at: 'dist Vl10' },
    ]).ask(mac);
    expect(answer.verdict).not.toBe('found');
    expect(answer.edges).toEqual([]);
  });
});

describe('wireless', () => {
  const client = macFromHex('6e1122334455');
  const others = [1, 2, 3].flatMap((n) => [
    { mac: macFromHex(`ae000000010${n}`), at: 'acc1 Gi1/0/20' },
    { mac: macFromHex(`ae000000020${n}`), at: 'acc2 Gi1/0/20' },
  ]);

  it('an address that a device made up is told as such, on the port of its access point', () => {
    const answer = officeWith([...others, { mac: client, at: 'acc1 Gi1/0/20' }]).ask(client);
    expect(answer.edges).toMatchObject([{ switchName: 'acc1', port: 'Gi1/0/20', portClass: 'ap' }]);
    expect(answer.edges[0]?.evidence.map(({ reason }) => reason).join()).toContain('locally administered');
  });

  it('a client that has roamed is at the access point that it came to, and was at the other', () => {
    const net = officeWith([...others, { mac: client, at: 'acc2 Gi1/0/20', also: 'acc1 Gi1/0/20' }]);
    const answer = net.ask(client, { cached: [{ at: 'acc1 Gi1/0/20', minutesAgo: COLLECTED }] });
    expect(edgesOf(answer)).toEqual(['acc2 Gi1/0/20']);
    expect(whyNot(answer, 'acc1 Gi1/0/20')).toContain('an old row');
    expect(answer.edges[0]?.confidence).toBeLessThan(0.9);
  });
});

describe('a phone', () => {
  const phone = macFromHex('0004f2000001');
  const spoken = {
    protocol: 'cdp',
    systemName: 'SEP0004F2000001',
    systemDescription: 'Cisco IP Phone 7945',
    capabilities: ['bridge', 'telephone'],
  };

  it('with its PC, which got into the voice VLAN, is a phone port for both', () => {
    const net = officeWith(
      [
        { mac: phone, at: 'acc1 Gi1/0/11', vlan: 110 },
        { mac: pc, at: 'acc1 Gi1/0/11', vlan: 110 },
      ],
      { ports: { 'acc1 Gi1/0/11': { mode: 'access', vlan: 10 } }, neighbours: { 'acc1 Gi1/0/11': spoken } },
    );
    for (const mac of [phone, pc]) {
      expect(net.ask(mac).edges).toMatchObject([{ port: 'Gi1/0/11', portClass: 'phone' }]);
    }
  });

  it('alone in the VLAN in which other phones of the switch are is one, though it says nothing', () => {
    const pairs = [1, 2].flatMap((n) => [
      { mac: hostMac(60 + n), at: `acc1 Gi1/0/${n + 11}`, vlan: 110 },
      { mac: hostMac(70 + n), at: `acc1 Gi1/0/${n + 11}`, vlan: 10 },
    ]);
    const lone = { mac: phone, at: 'acc1 Gi1/0/15', vlan: 110 };
    const ports = Object.fromEntries(
      [12, 13, 15].map((n) => [`acc1 Gi1/0/${n}`, { mode: 'access', vlan: 10 }] as const),
    );
    expect(officeWith([...pairs, lone], { ports }).ask(phone).edges).toMatchObject([{ portClass: 'phone' }]);
    expect(officeWith([lone], { ports }).ask(phone).edges).toMatchObject([{ portClass: 'edge' }]);
  });
});

describe('LLDP', () => {
  it('that one side alone hears makes a link of both ends', () => {
    const hosts = [...OFFICE.hosts, { mac: pc, at: 'acc1 Gi1/0/8' }];
    const neighbours = { 'acc1 Gi1/0/49': heard(1, 'Te1/0/1', { systemName: 'dist' }) };
    const net = new TraceNet({ ...OFFICE, ...bare, hosts, neighbours });
    const dist = [...net.topology.switches.values()].find(({ facts }) => facts.name === 'dist');
    expect(dist?.ports.get('te1/0/1')).toMatchObject({ portClass: 'interswitch' });
    const answer = net.ask(pc);
    expect(edgesOf(answer)).toEqual(['acc1 Gi1/0/8']);
    expect(whyNot(answer, 'dist Te1/0/1')).toContain('leads to acc1');
  });

  it('that one side alone hears is no link where the other side hears somebody else', () => {
    const neighbours = {
      'acc1 Gi1/0/8': heard(3, 'Gi1/0/49', { systemName: 'acc2' }),
      'acc2 Gi1/0/49': heard(1, 'Te1/0/2', { systemName: 'dist' }),
    };
    const net = officeWith([{ mac: pc, at: 'acc1 Gi1/0/8' }], { lldp: false, neighbours });
    expect(edgesOf(net.ask(pc))).toEqual(['acc1 Gi1/0/8']);
  });

  it.each(['ACC1', 'acc1.campus.example', 'Acc1.Mgmt.Example.ORG'])('names %s for acc1', (systemName) => {
    const neighbours = {
      'dist Te1/0/1': { systemName, remotePort: 'Gi1/0/49', capabilities: ['bridge'] },
      'acc1 Gi1/0/49': { systemName: 'DIST.example.net', remotePort: 'Te1/0/1', capabilities: ['bridge'] },
    };
    const net = new TraceNet({ ...OFFICE, ...bare, neighbours });
    const answer = net.ask(hostMac(1));
    expect(edgesOf(answer)).toEqual(['acc1 Gi1/0/5']);
    expect(whyNot(answer, 'dist Te1/0/1')).toContain('leads to acc1');
  });

  it('that tells the address of a port, and no name, is of the switch that the port belongs to', () => {
    const ofPort = macFromHex(switchMac(2).replaceAll(':', '').slice(0, 10).concat('31'));
    const neighbours = {
      'dist Te1/0/1': { chassisId: ofPort, remotePort: 'Gi1/0/49', capabilities: ['bridge'] },
    };
    const net = officeWith([], { lldp: false, neighbours });
    const dist = [...net.topology.switches.values()].find(({ facts }) => facts.name === 'dist');
    const [direct] = dist?.ports.get('te1/0/1')?.direct ?? [];
    expect(direct).toContain('acc1');
  });

  it('of a host that forwards makes no link of its port', () => {
    const server = hostMac(50);
    const says = {
      chassisId: server,
      remotePort: 'eno1',
      systemName: 'kvm1',
      systemDescription: 'Debian GNU/Linux 12 Linux 6.1.0 x86_64',
      capabilities: ['bridge', 'router'],
    };
    const guests = [1, 2, 3].map((n) => ({ mac: macFromHex(`52540000000${n}`), at: 'acc1 Gi1/0/22' }));
    const net = officeWith([...guests, { mac: server, at: 'acc1 Gi1/0/22' }], {
      neighbours: { 'acc1 Gi1/0/22': says },
    });
    const answer = net.ask(guests[1]?.mac ?? server);
    expect(answer.edges).toMatchObject([{ port: 'Gi1/0/22', portClass: 'hypervisor' }]);
    expect(answer.edges[0]?.confidence).toBeGreaterThan(0.8);
  });
});
