import { describe, expect, it } from 'vitest';
import { macFromHex } from '../../shared/model/index.ts';
import {
  edgesOf,
  hostMac,
  NOW,
  OFFICE,
  officeWith,
  pathOf,
  switchMac,
  TraceNet,
  whyNot,
} from './trace-net.ts';

const pc = hostMac(1);

describe('where an address is plugged in', () => {
  it('is the access port, with path, reasons and what else was seen (S1.1)', () => {
    const answer = new TraceNet(OFFICE).ask(pc);
    expect(answer.verdict).toBe('found');
    expect(answer.edges[0]).toMatchObject({
      switchName: 'acc1',
      port: 'Gi1/0/5',
      vlan: 10,
      portClass: 'edge',
      otherAddresses: 0,
      live: true,
    });
    expect(answer.edges[0]?.confidence).toBeGreaterThan(0.95);
    expect(answer.edges[0]?.evidence.map(({ reason }) => reason)).toContain('1 address on the port');
    expect(pathOf(answer)).toEqual(['core > Po1', 'Po1 > dist > Te1/0/1', 'Gi1/0/49 > acc1 > Gi1/0/5']);
    expect(whyNot(answer, 'core Po1')).toBe('leads to dist, which sees it on Te1/0/1');
    expect(whyNot(answer, 'acc2 Gi1/0/49')).toBe('leads to dist, which sees it on Te1/0/1');
    expect(answer.summary).toBe(`${pc} is plugged into acc1 Gi1/0/5 (VLAN 10).`);
    expect(answer.lastSeenAt).toBeUndefined();
  });

  it('is found without any neighbour protocol, from the addresses of the switches', () => {
    const answer = new TraceNet({ ...OFFICE, lldp: false }).ask(pc);
    expect(edgesOf(answer)).toEqual(['acc1 Gi1/0/5']);
    expect(pathOf(answer)).toHaveLength(3);
  });

  it('is found with neither neighbours nor addresses of switches, by which switch tells addresses apart', () => {
    const answer = new TraceNet({ ...OFFICE, lldp: false, ownAddresses: false }).ask(pc);
    expect(answer.verdict).toBe('found');
    expect(edgesOf(answer)).toEqual(['acc1 Gi1/0/5']);
  });

  it('is found when a switch on the way is silent, with the failure counted against it (S1.13)', () => {
    const answer = new TraceNet(OFFICE).ask(pc, { failed: ['dist'] });
    expect(edgesOf(answer)).toEqual(['acc1 Gi1/0/5']);
    expect(answer.edges[0]?.evidence.map(({ reason }) => reason)).toContain(
      '1 of the asked switches did not answer',
    );
    expect(whyNot(answer, 'core Po1')).toContain('leads to acc1');
  });

  it('is a port channel when it ends at a server', () => {
    const answer = officeWith([{ mac: hostMac(9), at: 'acc2 Po7' }]).ask(hostMac(9));
    expect(edgesOf(answer)).toEqual(['acc2 Po7']);
    expect(answer.edges[0]?.portClass).toBe('host-lag');
  });

  it('is the port channel when the table names a member, in a spelling of its own', () => {
    const members = { 'acc2 Te1/0/1': { lag: 'Po7' }, 'acc2 Te1/0/2': { lag: 'Po7' }, 'acc2 Po7': {} };
    const host = { mac: hostMac(9), at: 'acc2 TenGigabitEthernet1/0/2' };
    const answer = officeWith([host], { ports: members }).ask(host.mac);
    expect(edgesOf(answer)).toEqual(['acc2 Po7']);
  });

  it('is one edge when a port channel ends on a pair of switches', () => {
    const server = hostMac(9);
    const links = [...OFFICE.links, ['acc1 Po99', 'acc2 Po99']] as const;
    const net = officeWith([{ mac: server, at: 'acc1 Po10', also: 'acc2 Po10' }], { links });
    const answer = net.ask(server);
    expect(answer.verdict).toBe('found');
    expect(edgesOf(answer)).toEqual(['acc1 Po10']);
    expect(whyNot(answer, 'acc2 Po10')).toBe('the same edge: pairs with acc1 Po10');
    expect(answer.summary).toContain('acc1 Po10 (VLAN 10) and acc2 Po10');
    const members = answer.edges[0]?.members?.map(({ switchName, port }) => `${switchName} ${port}`);
    expect(members).toEqual(['acc1 Po10', 'acc2 Po10']);
  });

  it('is one edge when both switches give the two halves one MLAG number, whatever the names', () => {
    const server = hostMac(9);
    const links = [...OFFICE.links, ['acc1 Po99', 'acc2 Po99']] as const;
    const hosts = [{ mac: server, at: 'acc1 Po10', also: 'acc2 Po12' }];
    const told = { 'acc1 Po10': { mlag: '7' }, 'acc2 Po12': { mlag: '7' } };
    expect(edgesOf(officeWith(hosts, { links, ports: told }).ask(server))).toEqual(['acc1 Po10']);
    const other = { ...told, 'acc2 Po12': { mlag: '8' } };
    expect(officeWith(hosts, { links, ports: other }).ask(server).verdict).toBe('several');
  });

  it('is never the link between the two switches of a pair, which the device itself calls so', () => {
    const server = hostMac(9);
    const told = { 'acc2 Po7': { peerLink: true } };
    const [edge] = officeWith([{ mac: server, at: 'acc2 Po7' }], { ports: told }).ask(server).edges;
    expect(edge?.portClass).toBe('fabric');
    expect(edge?.confidence).toBeLessThanOrEqual(0.3);
  });
});

describe('addresses that are no endpoint', () => {
  it.each([
    ['00005e00010a', 'VRRP gateway address (group 10)'],
    ['00000c07ac05', 'HSRP gateway address (group 5)'],
    ['00000c9ff123', 'HSRP version 2 gateway address'],
    ['0007b4000102', 'GLBP gateway address'],
    ['03bf0a000001', 'Microsoft NLB cluster address'],
    ['01005e000001', 'multicast address'],
    ['ffffffffffff', 'broadcast address'],
    ['000000000000', 'null address'],
  ])('%s is told as such', (hex, words) => {
    const mac = macFromHex(hex);
    const answer = officeWith([{ mac, at: 'core Gi1/0/2' }]).ask(mac);
    expect(answer.verdict).toBe('not-an-endpoint');
    expect(answer.summary).toContain(words);
    expect(answer.edges).toEqual([]);
  });

  it('a made-up address of a host that begins as those of clusters do is where it was learned', () => {
    const mac = macFromHex('02bf0a000001');
    const answer = officeWith([{ mac, at: 'acc1 Gi1/0/5' }]).ask(mac);
    expect(answer.verdict).toBe('found');
    const cached = [{ at: 'acc1 Gi1/0/5', minutesAgo: 1, type: 'static' }];
    const cluster = new TraceNet(OFFICE).ask(mac, { live: false, cached });
    expect(cluster.summary).toContain('Microsoft NLB cluster address');
  });

  it("a switch's own address is that switch, with the way to it", () => {
    const answer = new TraceNet(OFFICE).ask(switchMac(2));
    expect(answer.verdict).toBe('not-an-endpoint');
    expect(answer.summary).toBe(`${switchMac(2)} is the switch acc1 itself, no endpoint.`);
    expect(pathOf(answer)).toEqual(['core > Po1', 'Po1 > dist > Te1/0/1', 'Gi1/0/49 > acc1']);
    expect(whyNot(answer, 'dist Te1/0/1')).toBe('leads to the switch acc1, whose own address it is');
  });
  it('an address that only its own switch calls its own is that switch too', () => {
    const own = macFromHex('f8b156ff0001');
    const answer = officeWith([{ mac: own, at: 'acc2 Vl20' }]).ask(own);
    expect(answer.summary).toBe(`${own} is the switch acc2 itself, no endpoint.`);
  });

  it('an address that a switch has begun to call its own since the last collect is that switch', () => {
    const own = macFromHex('f8b156ff0001');
    const cached = [{ at: 'acc2 Vl20', minutesAgo: 1, type: 'static' }];
    const answer = new TraceNet(OFFICE).ask(own, { live: false, cached });
    expect(answer.summary).toBe(`${own} is the switch acc2 itself, no endpoint.`);
  });

  it('an address that two switches call their own is a gateway that they share', () => {
    const own = macFromHex('f8b156ff0001');
    const answer = officeWith([{ mac: own, at: 'core Vl20', also: 'dist Vl20' }]).ask(own);
    expect(answer.verdict).toBe('not-an-endpoint');
    expect(answer.summary).toBe(`${own} is no endpoint: core and dist share it as a gateway address.`);
  });

  it('a gateway address names the switch that holds it', () => {
    const mac = macFromHex('00005e00010a');
    const answer = officeWith([{ mac, at: 'core Vl20' }]).ask(mac);
    expect(answer.summary).toBe(`${mac} is a VRRP gateway address (group 10), no endpoint, held by core.`);
    expect(pathOf(answer)).toEqual(['core']);
  });
});

describe('addresses that are not there', () => {
  it('nobody has it: not found', () => {
    const answer = new TraceNet(OFFICE).ask(hostMac(77));
    expect(answer).toMatchObject({ verdict: 'not-found', edges: [], path: [], lastSeenAt: undefined });
  });

  it('nobody who answered has it: not all answered (S1.13)', () => {
    const answer = new TraceNet(OFFICE).ask(hostMac(77), { failed: ['acc2'] });
    expect(answer.verdict).toBe('not-all-answered');
    expect(answer.summary).toContain('1 switch did not answer');
  });

  it('a cached sighting that the same switch contradicts has aged out, and tells when it was last seen', () => {
    const answer = new TraceNet(OFFICE).ask(hostMac(77), {
      cached: [{ at: 'acc1 Gi1/0/7', minutesAgo: 14 }],
    });
    expect(answer.verdict).toBe('not-found');
    expect(answer.summary).toContain('last seen 14 minutes ago on acc1 Gi1/0/7');
    expect(answer.lastSeenAt).toBe(NOW - 14 * 60_000);
    expect(whyNot(answer, 'acc1 Gi1/0/7')).toBe('the switch no longer has it there');
  });

  it('a trail that ends at a switch which has forgotten the address is no find', () => {
    const answer = new TraceNet(OFFICE).ask(pc, {
      without: ['acc1', 'acc2'],
      cached: [{ at: 'acc1 Gi1/0/5', minutesAgo: 6 }],
    });
    expect(answer.verdict).toBe('not-found');
    expect(answer.edges).toEqual([]);
    expect(answer.summary).toContain('dist Te1/0/1 still points to acc1, which has it no longer');
    expect(answer.summary).toContain('last seen 6 minutes ago on acc1 Gi1/0/5');
  });

  it('a trail that ends at a silent switch says so, and shows the way there', () => {
    const answer = new TraceNet(OFFICE).ask(pc, { failed: ['acc1'] });
    expect(answer.verdict).toBe('not-all-answered');
    expect(answer.summary).toBe(
      `${pc} is somewhere behind acc1, which did not answer; dist Te1/0/1 leads there.`,
    );
    expect(edgesOf(answer)).toEqual(['dist Te1/0/1']);
    expect(answer.edges[0]?.confidence).toBeLessThan(0.1);
  });

  it('what the silent switch had at the last collect is used, marked as not live', () => {
    const fresh = new TraceNet(OFFICE).ask(pc);
    const answer = new TraceNet(OFFICE).ask(pc, {
      failed: ['acc1'],
      cached: [{ at: 'acc1 Gi1/0/5', minutesAgo: 10 }],
    });
    expect(answer.verdict).toBe('found');
    expect(edgesOf(answer)).toEqual(['acc1 Gi1/0/5']);
    expect(answer.edges[0]?.live).toBe(false);
    expect(answer.summary).toContain('seen 10 minutes ago');
    expect(answer.edges[0]?.confidence ?? 1).toBeLessThan(fresh.edges[0]?.confidence ?? 0);
  });

  describe('that are only remembered', () => {
    const cached = [{ at: 'acc1 Gi1/0/5', minutesAgo: 10 }];
    const everyone = ['core', 'dist', 'acc1', 'acc2'];

    it('while no switch answers: not all answered, with the place and how long ago (S1.13)', () => {
      const answer = new TraceNet(OFFICE).ask(pc, { failed: everyone, cached });
      expect(answer.verdict).toBe('not-all-answered');
      expect(answer.summary).toBe(
        `${pc} was not found, for no switch answered; last seen 10 minutes ago on acc1 Gi1/0/5 (VLAN 10).`,
      );
      expect(edgesOf(answer)).toEqual(['acc1 Gi1/0/5']);
      expect(answer.edges[0]).toMatchObject({ live: false, seenAt: NOW - 10 * 60_000 });
      expect(answer.lastSeenAt).toBe(NOW - 10 * 60_000);
    });

    it('while those who answer see nothing of it: not all answered', () => {
      const answer = new TraceNet(OFFICE).ask(pc, {
        failed: ['acc1'],
        without: ['core', 'dist', 'acc2'],
        cached,
      });
      expect(answer.verdict).toBe('not-all-answered');
      expect(answer.summary).toContain('but 1 switch did not answer; last seen 10 minutes ago on acc1');
      expect(edgesOf(answer)).toEqual(['acc1 Gi1/0/5']);
    });

    it('and nobody was asked: found, for that was the question', () => {
      const answer = new TraceNet(OFFICE).ask(pc, { live: false, without: everyone, cached });
      expect(answer.verdict).toBe('found');
      expect(answer.edges[0]?.live).toBe(false);
    });
  });
});
