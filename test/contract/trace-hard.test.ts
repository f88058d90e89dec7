/** What the tables say that is no longer so: old words of neighbours, rows that outlive a move, and rows that ran out early. */
import { describe, expect, it } from 'vitest';
import { portKey } from '../../controller/trace/port-name.ts';
import { edgesOf, hostMac, NOW, OFFICE, officeWith, switchMac, TraceNet, whyNot } from './trace-net.ts';

const pc = hostMac(20);
const COLLECTED = 12;

describe('a host that has moved', () => {
  const both = [{ mac: pc, at: 'acc2 Gi1/0/8', also: 'acc1 Gi1/0/9' }];

  it('is where it was not at the last collect; the old row is told as such (S1.1)', () => {
    const cached = [{ at: 'acc1 Gi1/0/9', minutesAgo: COLLECTED }];
    const answer = officeWith(both).ask(pc, { cached });
    expect(answer.verdict).toBe('found');
    expect(edgesOf(answer)).toEqual(['acc2 Gi1/0/8']);
    expect(whyNot(answer, 'acc1 Gi1/0/9')).toBe(
      'an old row: it was there at the last collect, and has come to acc2 Gi1/0/8 since',
    );
  });

  it('is none when both places were known at the last collect: two devices, or a loop', () => {
    const cached = ['acc1 Gi1/0/9', 'acc2 Gi1/0/8'].map((at) => ({ at, minutesAgo: COLLECTED }));
    const answer = officeWith(both).ask(pc, { cached });
    expect(answer.verdict).toBe('several');
    expect(edgesOf(answer).toSorted()).toEqual(['acc1 Gi1/0/9', 'acc2 Gi1/0/8']);
  });
});

describe('a row that ran out at the edge and not above', () => {
  const net = new TraceNet({ ...OFFICE, lldp: false, ownAddresses: false });
  const cached = ['acc1 Gi1/0/5', 'dist Te1/0/1', 'core Po1'].map((at) => ({ at, minutesAgo: COLLECTED }));

  it('is no find on the switch above: it is told where the collects had it', () => {
    const answer = net.ask(hostMac(1), { without: ['acc1', 'acc2'], cached });
    expect(answer.verdict).toBe('not-found');
    expect(answer.edges).toEqual([]);
    expect(answer.summary).toContain('last seen 12 minutes ago on acc1 Gi1/0/5');
    expect(answer.lastSeenAt).toBe(NOW - COLLECTED * 60_000);
  });
});

describe('a neighbour that has been moved away', () => {
  const gone = {
    chassisId: switchMac(2),
    systemName: 'acc1',
    remotePort: 'Gi1/0/49',
    capabilities: ['bridge'],
  };

  it('makes no link of the port that it has left', () => {
    const neighbours = { 'acc2 Gi1/0/8': gone };
    const answer = officeWith([{ mac: pc, at: 'acc2 Gi1/0/8' }], { neighbours }).ask(pc);
    expect(edgesOf(answer)).toEqual(['acc2 Gi1/0/8']);
    expect(answer.edges[0]?.portClass).toBe('edge');
    expect(answer.edges[0]?.evidence).toContainEqual({
      weight: 0,
      reason: "LLDP: neighbour 'acc1' has left: its addresses are behind another port now",
    });
  });

  it('not even when it remembers us as well', () => {
    const us = {
      chassisId: switchMac(3),
      systemName: 'acc2',
      remotePort: 'Gi1/0/8',
      capabilities: ['bridge'],
    };
    const neighbours = { 'acc2 Gi1/0/8': gone, 'acc1 Gi1/0/49': us };
    const answer = officeWith([{ mac: pc, at: 'acc2 Gi1/0/8' }], { neighbours }).ask(pc);
    expect(edgesOf(answer)).toEqual(['acc2 Gi1/0/8']);
    expect(answer.edges[0]?.portClass).toBe('edge');
  });
});

describe('a link that spanning tree keeps idle', () => {
  it('is on no way: what comes in the other way is not held against it', () => {
    const idle = {
      'core Te1/0/9': { chassisId: switchMac(2), systemName: 'acc1', capabilities: ['bridge'] },
    };
    const net = officeWith([], { neighbours: idle });
    const answer = net.ask(hostMac(1), {
      failed: ['acc1'],
      cached: [{ at: 'acc1 Gi1/0/5', minutesAgo: COLLECTED }],
    });
    expect(edgesOf(answer)).toEqual(['acc1 Gi1/0/5']);
  });
});

describe('names of ports', () => {
  it.each([
    ['GigabitEthernet1/0/5', 'GE1/0/5'],
    ['XGigabitEthernet0/0/1', 'XGE0/0/1'],
    ['Ten-GigabitEthernet1/0/49', 'XGE1/0/49'],
    ['Bridge-Aggregation2', 'BAGG2'],
  ])('%s is %s in the MAC table of the same switch', (long, short) => {
    expect(portKey(short)).toBe(portKey(long));
  });

  it('ge-0/0/5 of Junos stays a name of its own', () => {
    expect(portKey('ge-0/0/5')).toBe('ge-0/0/5');
  });
});
