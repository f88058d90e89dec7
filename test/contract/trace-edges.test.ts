/** What stands at the edge when it is no plain PC, and what happens when there seem to be two edges. */
import { describe, expect, it } from 'vitest';
import { macFromHex } from '../../shared/model/index.ts';
import { edgesOf, hostMac, type NetSpec, NOW, officeWith, pathOf, TraceNet, whyNot } from './trace-net.ts';

const pc = hostMac(20);

describe('what is at the edge', () => {
  it('a PC behind a phone is on the phone port; the phone bridges, and is no uplink', () => {
    const phone = hostMac(21);
    const net = officeWith(
      [
        { mac: pc, at: 'acc2 Gi1/0/8' },
        { mac: phone, at: 'acc2 Gi1/0/8', vlan: 300 },
      ],
      { neighbours: { 'acc2 Gi1/0/8': { systemName: 'SEP1', capabilities: ['bridge', 'telephone'] } } },
    );
    const answer = net.ask(pc);
    expect(answer.edges[0]).toMatchObject({
      port: 'Gi1/0/8',
      portClass: 'phone',
      otherAddresses: 1,
      vlan: 10,
    });
    expect(answer.summary).toBe(`${pc} is behind a phone on acc2 Gi1/0/8 (VLAN 10).`);
    expect(net.ask(phone).edges[0]).toMatchObject({ port: 'Gi1/0/8', vlan: 300 });
  });

  it('a wireless client is on the port of its access point, which bridges as well', () => {
    const clients = [1, 2, 3, 4].map((n) => ({
      mac: macFromHex(`0a00000000${n}0`),
      at: 'acc2 Gi1/0/8',
      vlan: 30,
    }));
    const net = officeWith(clients, {
      ports: { 'acc2 Gi1/0/8': { mode: 'trunk' } },
      neighbours: { 'acc2 Gi1/0/8': { systemName: 'ap-7', capabilities: ['bridge', 'wlan'] } },
    });
    const [client] = clients;
    const answer = net.ask(client?.mac ?? pc);
    expect(answer.edges[0]).toMatchObject({ switchName: 'acc2', port: 'Gi1/0/8', portClass: 'ap' });
    expect(answer.edges[0]?.evidence.map(({ reason }) => reason)).toContainEqual(
      expect.stringContaining('locally administered'),
    );
  });

  it('a virtual machine is on the trunk of its hypervisor, which calls itself a bridge', () => {
    const machines = [1, 2, 3].map((n) => ({
      mac: macFromHex(`00505600000${n}`),
      at: 'acc2 Te1/0/3',
      vlan: 40,
    }));
    const net = officeWith(machines, {
      ports: { 'acc2 Te1/0/3': { mode: 'trunk' } },
      neighbours: {
        'acc2 Te1/0/3': { systemName: 'esx1', systemDescription: 'VMware ESX 8', capabilities: ['bridge'] },
      },
    });
    const answer = net.ask(macFromHex('005056000002'));
    expect(answer.verdict).toBe('found');
    expect(answer.edges[0]).toMatchObject({ port: 'Te1/0/3', portClass: 'hypervisor', otherAddresses: 2 });
  });

  it('hosts on a mini switch share an unmanaged port', () => {
    const hosts = [20, 21, 22].map((n) => ({ mac: hostMac(n), at: 'acc2 Gi1/0/8' }));
    const answer = officeWith(hosts).ask(pc);
    expect(answer.edges[0]).toMatchObject({ port: 'Gi1/0/8', portClass: 'unmanaged', otherAddresses: 2 });
  });

  it('a host behind a switch that is not in the inventory is on the port toward it, with its name and less confidence', () => {
    const net = officeWith([{ mac: pc, at: 'acc2 Gi1/0/30' }], {
      neighbours: {
        'acc2 Gi1/0/30': { systemName: 'lab-sw', chassisId: '00:41:d2:17:2f:00', capabilities: ['bridge'] },
      },
      ports: { 'acc2 Gi1/0/30': { mode: 'trunk' } },
    });
    const answer = net.ask(pc);
    expect(answer.verdict).toBe('found');
    expect(answer.edges[0]?.portClass).toBe('interswitch');
    expect(answer.edges[0]?.confidence).toBeLessThan(0.8);
    expect(answer.summary).toContain("behind 'lab-sw', which is not in the inventory, on acc2 Gi1/0/30");
  });

  it('a host behind an unlisted switch with cables to two listed ones is one edge', () => {
    const lab = { systemName: 'lab-sw', chassisId: '00:41:d2:17:2f:00', capabilities: ['bridge'] };
    const net = officeWith([{ mac: pc, at: 'acc1 Gi1/0/30', also: 'acc2 Gi1/0/31' }], {
      neighbours: { 'acc1 Gi1/0/30': lab, 'acc2 Gi1/0/31': lab },
    });
    const answer = net.ask(pc);
    expect([answer.verdict, ...edgesOf(answer)]).toEqual(['found', 'acc1 Gi1/0/30']);
    expect(whyNot(answer, 'acc2 Gi1/0/31')).toBe('the same edge: pairs with acc1 Gi1/0/30');
  });

  it('the very device that the neighbour protocol names is told to be it', () => {
    const net = officeWith([{ mac: pc, at: 'acc2 Gi1/0/8' }], {
      neighbours: { 'acc2 Gi1/0/8': { chassisId: pc, systemName: 'ap-7', capabilities: ['wlan'] } },
    });
    const answer = net.ask(pc);
    expect(answer.summary).toBe(`${pc} is the access point on acc2 Gi1/0/8 (VLAN 10).`);
    const reason = 'the neighbour on the port is this very address';
    expect(answer.edges[0]?.evidence).toContainEqual({ weight: 3, reason });
  });

  it('a host on an unlisted switch in the middle is told once, on the gateway side', () => {
    const net = officeWith([{ mac: pc, at: 'dist Gi1/0/1' }], {
      unlisted: ['dist'],
      // However much like an edge the lower side looks.
      ports: { 'acc1 Gi1/0/49': { mode: 'access', vlan: 10 } },
    });
    const answer = net.ask(pc);
    expect(edgesOf(answer)).toEqual(['core Po1']);
    expect(whyNot(answer, 'acc1 Gi1/0/49')).toBe('faces core Po1, which sees it too');
    expect(pathOf(answer)).toEqual(['core > Po1']);
    const silent = net.ask(pc, { failed: ['acc2'] });
    expect(silent.verdict).toBe('not-all-answered');
    expect(silent.summary).toContain('somewhere behind acc2, which did not answer');
  });

  it('a mini switch that also carries the management port of a switch is no link between switches', () => {
    const net = new TraceNet({
      switches: ['sw1', 'sw2'],
      links: [['sw1 Gi1/0/49', 'sw2 Gi1/0/49']],
      hosts: [
        { mac: pc, at: 'sw2 Gi1/0/8' },
        { mac: macFromHex('f8b156ff0001'), at: 'sw1 Vl9', also: 'sw2 Gi1/0/8' },
        { mac: macFromHex('00000c07ac01'), at: 'sw1 Gi1/0/1' },
      ],
    });
    expect(edgesOf(net.ask(pc))).toEqual(['sw2 Gi1/0/8']);
  });

  it('hosts behind the unlisted switch are still found on the listed ones there', () => {
    expect(edgesOf(officeWith([], { unlisted: ['dist'] }).ask(hostMac(3)))).toEqual(['acc2 Gi1/0/5']);
  });

  it('an address in several VLANs of one port is one edge, the VLAN of the port first', () => {
    const net = officeWith([
      { mac: pc, at: 'acc2 Gi1/0/8', vlan: 300 },
      { mac: pc, at: 'acc2 Gi1/0/8', vlan: 10 },
    ]);
    const answer = net.ask(pc);
    expect(edgesOf(answer)).toEqual(['acc2 Gi1/0/8']);
    expect(answer.edges[0]?.vlan).toBe(10);
    expect(answer.edges[0]?.evidence.map(({ reason }) => reason)).toContain('in VLAN 10 and also 300');
  });

  it('a port that was down counts against what was cached, not against what is seen live', () => {
    const down = officeWith([{ mac: pc, at: 'acc2 Gi1/0/8' }], {
      ports: { 'acc2 Gi1/0/8': { operUp: false } },
    });
    const reasons = (live: boolean): readonly string[] =>
      down.ask(pc, { live }).edges[0]?.evidence.map(({ reason }) => reason) ?? [];
    expect(reasons(true)).not.toContain('the port was down at the last collect');
    expect(reasons(false)).toContain('the port was down at the last collect');
  });

  it('a host behind a mini switch that stands before a managed one is on that cable, not gone', () => {
    const spec = { deaf: (name: string, mac: string) => mac === pc && name === 'acc2' };
    const net = (more: Partial<NetSpec>): TraceNet =>
      officeWith([{ mac: pc, at: 'dist Te1/0/2' }], { ...spec, ...more });
    expect(net({}).ask(pc).verdict).toBe('not-found');
    const heard = { 'dist Te1/0/2': { systemName: 'something' } };
    const answer = net({ neighbours: heard }).ask(pc);
    expect([answer.verdict, ...edgesOf(answer)]).toEqual(['found', 'dist Te1/0/2']);
  });
});

describe('two edges', () => {
  const twice = officeWith([{ mac: pc, at: 'acc1 Gi1/0/8', also: 'acc2 Gi1/0/8' }]);

  it('at once are told as several: moving, looping or duplicated', () => {
    const answer = twice.ask(pc);
    expect(answer.verdict).toBe('several');
    expect(edgesOf(answer)).toEqual(['acc1 Gi1/0/8', 'acc2 Gi1/0/8']);
    expect(answer.summary).toContain(
      'it is moving, a loop carries it round, or two devices bear the same address',
    );
  });

  it('the one that the other switches point to comes first', () => {
    const answer = officeWith([{ mac: pc, at: 'acc2 Gi1/0/8', also: 'acc1 Gi1/0/8' }]).ask(pc);
    expect(edgesOf(answer)).toEqual(['acc2 Gi1/0/8', 'acc1 Gi1/0/8']);
  });

  it('in different VLANs are told to differ by that', () => {
    const net = officeWith([
      { mac: pc, at: 'acc1 Gi1/0/8', vlan: 10 },
      { mac: pc, at: 'acc2 Gi1/0/8', vlan: 20 },
    ]);
    const answer = net.ask(pc);
    expect(answer.verdict).toBe('several');
    expect(answer.summary).toContain('the VLANs differ');
  });

  it('on two mini switches are several, though each side sees the others of the other side elsewhere', () => {
    const others = [21, 22, 23, 24, 25, 26].map((n) => ({
      mac: hostMac(n),
      at: `acc${n < 24 ? 1 : 2} Gi1/0/8`,
    }));
    const net = officeWith([{ mac: pc, at: 'acc1 Gi1/0/8', also: 'acc2 Gi1/0/8' }, ...others]);
    expect(net.ask(pc).verdict).toBe('several');
  });

  it('on one switch are several too', () => {
    const net = officeWith([
      { mac: pc, at: 'acc1 Gi1/0/8' },
      { mac: pc, at: 'acc1 Gi1/0/9' },
    ]);
    expect(net.ask(pc).verdict).toBe('several');
  });

  it('live beats cached: where it was is told, and is no second edge', () => {
    const answer = officeWith([{ mac: pc, at: 'acc2 Gi1/0/8' }]).ask(pc, {
      cached: [{ at: 'acc1 Gi1/0/7', minutesAgo: 6 }],
    });
    expect(answer.verdict).toBe('found');
    expect(edgesOf(answer)).toEqual(['acc2 Gi1/0/8']);
    expect(answer.summary).toContain('6 minutes ago it was on acc1 Gi1/0/7');
    expect(answer.lastSeenAt).toBeUndefined();
  });

  it('a cached edge on a silent switch gives way to a live one, and to a live trail that leads elsewhere', () => {
    const net = officeWith([{ mac: pc, at: 'acc2 Gi1/0/8' }]);
    const cached = [{ at: 'acc1 Gi1/0/7', minutesAgo: 6 }];
    const other = net.ask(pc, { failed: ['acc1'], cached });
    expect(edgesOf(other)).toEqual(['acc2 Gi1/0/8']);
    expect(whyNot(other, 'acc1 Gi1/0/7')).toContain('an older sighting');
    const trail = net.ask(pc, { failed: ['acc1', 'acc2'], cached });
    expect(trail.verdict).toBe('not-all-answered');
    expect(edgesOf(trail)).toEqual(['dist Te1/0/2']);
  });

  it('two cached edges of different age: the newer is right', () => {
    const answer = officeWith([]).ask(pc, {
      live: false,
      cached: [
        { at: 'acc1 Gi1/0/7', minutesAgo: 90 },
        { at: 'acc2 Gi1/0/7', minutesAgo: 3 },
      ],
    });
    expect(answer.verdict).toBe('found');
    expect(edgesOf(answer)).toEqual(['acc2 Gi1/0/7']);
    expect(answer.lastSeenAt).toBe(NOW - 3 * 60_000);
  });
});

describe('tables that contradict each other', () => {
  it('an address that goes round in a ring is told once, with no confidence', () => {
    const ring = new TraceNet({
      switches: ['a', 'b', 'c'],
      links: [
        ['a Po1', 'b Po2'],
        ['b Po1', 'c Po2'],
        ['c Po1', 'a Po2'],
      ],
      hosts: [{ mac: hostMac(1), at: 'a Gi1/0/1' }],
    });
    const cached = ['a Po1', 'b Po1', 'c Po1'].map((at) => ({ at, minutesAgo: 1 }));
    const answer = ring.ask(pc, { live: false, cached });
    expect(answer.verdict).toBe('found');
    expect(answer.edges[0]?.confidence).toBeLessThan(0.1);
    expect(answer.rejected).toHaveLength(2);
  });
});
