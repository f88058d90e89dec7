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

  it('a stale neighbour on a hub does not make the hub a link between switches', () => {
    const moved = hostMac(21);
    const outsiders = [1, 2, 4, 5].map(hostMac);
    const net = officeWith(
      [
        { mac: pc, at: 'acc1 Gi1/0/8' },
        { mac: moved, at: 'acc1 Gi1/0/8', also: 'acc2 Gi1/0/9' },
        ...hosts(30, 20, 'acc2 Gi1/0/20'),
      ],
      { ...bare, deaf: (name, mac) => name === 'acc2' && outsiders.includes(mac as typeof pc) },
    );
    expect(edgesOf(net.ask(pc))).toEqual(['acc1 Gi1/0/8']);
  });

  it('live beats cached where nothing tells how the two places relate', () => {
    const net = officeWith([{ mac: pc, at: 'acc1 Gi1/0/8' }], {
      ...bare,
      ports: { 'acc1 Gi1/0/8': { mode: 'trunk' } },
      deaf: (name, mac) => mac === pc && name !== 'acc1',
    });
    const answer = net.ask(pc, { failed: ['acc2'], cached: [{ at: 'acc2 Gi1/0/33', minutesAgo: 1 }] });
    expect([answer.verdict, ...edgesOf(answer)]).toEqual(['found', 'acc1 Gi1/0/8']);
    expect(whyNot(answer, 'acc2 Gi1/0/33')).toBe('an older sighting: it is on acc1 Gi1/0/8 now');
  });

  it('the way there is pieced together from who sees what where', () => {
    const net = officeWith([{ mac: macFromHex('00000c07ac01'), at: 'core Vl10' }], bare);
    expect(pathOf(net.ask(hostMac(1)))).toEqual(['core > Po1', 'dist > Te1/0/1', 'acc1 > Gi1/0/5']);
  });
});
