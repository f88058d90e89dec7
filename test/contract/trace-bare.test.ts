/** With neither neighbours nor switches' own addresses, only the tables tell: who sees which addresses apart. */
import { describe, expect, it } from 'vitest';
import { macFromHex } from '../../shared/model/index.ts';
import { edgesOf, hostMac, type NetHost, officeWith, pathOf, whyNot } from './trace-net.ts';

const pc = hostMac(20);
const bare = { lldp: false, ownAddresses: false } as const;
const hosts = (from: number, count: number, at: string): NetHost[] =>
  Array.from({ length: count }, (_, n) => ({ mac: hostMac(from + n), at }));

describe('the tables alone', () => {
  it('a crowded trunk that no switch tells apart is the edge, and a quiet access port that leads there is not', () => {
    const net = officeWith([{ mac: pc, at: 'acc1 Gi1/0/8' }, ...hosts(30, 12, 'acc1 Gi1/0/8')], {
      ...bare,
      ports: { 'acc1 Gi1/0/8': { mode: 'trunk' }, 'acc2 Gi1/0/49': { mode: 'access', vlan: 10 } },
      // acc2 has heard few from outside, so its link looks like a port with a mini switch.
      deaf: (name, mac) => name === 'acc2' && mac !== pc && mac > hostMac(5),
    });
    const answer = net.ask(pc);
    expect([answer.verdict, ...edgesOf(answer)]).toEqual(['found', 'acc1 Gi1/0/8']);
    expect(whyNot(answer, 'acc2 Gi1/0/49')).toContain('leads to');
  });

  it('a host between two switches, behind something unlisted, is seen on ports that face each other', () => {
    const more = [...hosts(30, 4, 'acc1 Gi1/0/20'), ...hosts(40, 12, 'core Gi1/0/20')];
    const net = officeWith([{ mac: pc, at: 'dist Gi1/0/1' }, ...more], { ...bare, unlisted: ['dist'] });
    const answer = net.ask(pc);
    expect(edgesOf(answer)).toHaveLength(1);
    const faces = answer.rejected.filter(({ reason }) => reason.startsWith('faces'));
    expect(faces).toHaveLength(2);
  });

  it('stale neighbours on a hub do not make the hub a link between switches', () => {
    const moved = [21, 22, 23].map((n) => ({ mac: hostMac(n), at: 'acc1 Gi1/0/8', also: `acc2 Gi1/0/${n}` }));
    const desks = [31, 32, 33, 34].map((n) => ({ mac: hostMac(n), at: `acc2 Gi1/0/${n}` }));
    const net = officeWith([{ mac: pc, at: 'acc1 Gi1/0/8' }, ...moved, ...desks], bare);
    expect(edgesOf(net.ask(pc))).toEqual(['acc1 Gi1/0/8']);
  });

  it('addresses of one VLAN tell nothing about the ways of another', () => {
    const net = officeWith(
      [
        { mac: pc, at: 'acc1 Gi1/0/8', vlan: 10 },
        { mac: hostMac(21), at: 'acc1 Gi1/0/8', vlan: 10 },
        { mac: pc, at: 'acc2 Gi1/0/8', vlan: 20 },
      ],
      bare,
    );
    expect(edgesOf(net.ask(pc)).toSorted()).toEqual(['acc1 Gi1/0/8', 'acc2 Gi1/0/8']);
  });

  it('live beats cached where nothing tells how the two places relate', () => {
    const net = officeWith([{ mac: pc, at: 'acc1 Gi1/0/8' }], {
      ...bare,
      ports: { 'acc1 Gi1/0/8': { mode: 'trunk' } },
      deaf: (name, mac) => mac === pc && name !== 'acc1',
    });
    const answer = net.ask(pc, { failed: ['acc2'], cached: [{ at: 'acc2 Gi1/0/5', minutesAgo: 1 }] });
    expect([answer.verdict, ...edgesOf(answer)]).toEqual(['found', 'acc1 Gi1/0/8']);
    expect(whyNot(answer, 'acc2 Gi1/0/5')).toBe('an older sighting: it is on acc1 Gi1/0/8 now');
  });

  it('a port channel on two switches with the same addresses is one edge', () => {
    const server = { mac: pc, at: 'acc1 Po10', also: 'acc2 Po10' };
    const answer = officeWith([server], bare).ask(pc);
    expect([answer.verdict, ...edgesOf(answer)]).toEqual(['found', 'acc1 Po10']);
  });

  it('the way there is pieced together from who sees what where, in other VLANs too', () => {
    const gateway = { mac: macFromHex('00000c07ac01'), at: 'core Vl10' };
    const rare = [
      { mac: pc, at: 'acc1 Gi1/0/5', vlan: 77 },
      { mac: hostMac(21), at: 'acc1 Gi1/0/6', vlan: 77 },
      { mac: hostMac(22), at: 'acc2 Gi1/0/6', vlan: 77 },
    ];
    const net = officeWith([gateway, ...rare], bare);
    expect(pathOf(net.ask(pc))).toEqual(['core > Po1', 'dist > Te1/0/1', 'acc1 > Gi1/0/5']);
  });
});
