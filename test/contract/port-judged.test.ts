/** What is said of a port before it is changed, by the picture that the trace has of its site. */
import { describe, expect, it } from 'vitest';
import { judgedSwitch } from '../../controller/trace/port-judged.ts';
import { macFromHex } from '../../shared/model/index.ts';
import { hostMac, type NetSpec, switchRef, TraceNet } from './trace-net.ts';

const spec: NetSpec = {
  switches: ['core', 'acc1', 'acc2'],
  links: [
    ['core Te1/0/1', 'acc1 Gi1/0/5'],
    ['core Te1/0/2', 'acc2 Tw1/0/1'],
  ],
  hosts: [
    { mac: hostMac(1), at: 'acc1 Gi1/0/47' },
    { mac: hostMac(2), at: 'acc2 Te1/0/1' },
    { mac: hostMac(3), at: 'acc2 Po10' },
    { mac: hostMac(4), at: 'acc1 Gi1/0/8' },
  ],
};

/** Of VRRP: shared by routers. */
const GATEWAY = macFromHex('00005e00010a');

function classOf(
  place: string,
  more: Partial<NetSpec> = {},
): ReturnType<ReturnType<typeof judgedSwitch>['port']> {
  const [name = '', port = ''] = place.split(' ');
  return judgedSwitch(new TraceNet({ ...spec, ...more }).topology, switchRef(name)).port(port);
}

describe('what is changed on port work', () => {
  it.each([
    ['(b) fixed lists of uplinks: a desk on port 47', 'acc1 Gi1/0/47', 'edge'],
    ['(b) fixed lists of uplinks: a desk on the first ten-gigabit port', 'acc2 Te1/0/1', 'edge'],
    ['(b) fixed lists of uplinks: an uplink in the middle of the row', 'acc1 Gi1/0/5', 'interswitch'],
    ['(c) a port channel to a server is no uplink', 'acc2 Po10', 'host-lag'],
    ['(d) rules by model: a link is one by what is at its end', 'acc2 Tw1/0/1', 'interswitch'],
  ])('%s', (_, place, portClass) => {
    expect(classOf(place).portClass).toBe(portClass);
    expect(classOf(place, { lldp: false }).portClass).toBe(portClass);
  });

  it.each(['Physics lab', 'Laptop pool', 'Recsports', 'Score board'])(
    '(a) keywords within words: "%s" hints at nothing',
    (description) => {
      expect(classOf('acc1 Gi1/0/8', { ports: { 'acc1 Gi1/0/8': { description } } }).hint).toBeUndefined();
    },
  );

  it('(a) the whole word "AP" in a description makes no access point: it is a hint', () => {
    const ports = { 'acc1 Gi1/0/8': { description: 'AP spare' } };
    expect(classOf('acc1 Gi1/0/8', { ports })).toMatchObject({ portClass: 'edge', hint: 'ap' });
    const neighbours = { 'acc1 Gi1/0/8': { capabilities: ['wlan'] } };
    expect(classOf('acc1 Gi1/0/8', { neighbours }).portClass).toBe('ap');
  });

  it.each([
    ['a gateway that all see', [...spec.hosts, { mac: GATEWAY, at: 'core Te1/0/48' }]],
    ['nobody who sees a gateway', spec.hosts],
  ])('with %s, the one link of a switch is its way out; with a second one neither is', (_, hosts) => {
    expect(classOf('acc1 Gi1/0/5', { hosts }).isWayOut).toBe(true);
    expect(classOf('acc1 Gi1/0/8', { hosts }).isWayOut).toBe(false);
    expect(classOf('core Te1/0/1', { hosts }).isWayOut).toBe(false);
    const links = [...spec.links, ['core Te1/0/3', 'acc1 Gi1/0/6'] as const];
    expect(classOf('acc1 Gi1/0/5', { hosts, links }).isWayOut).toBe(false);
    const [first, second] = [
      classOf('acc1 Gi1/0/5', { hosts, links }),
      classOf('acc1 Gi1/0/6', { hosts, links }),
    ];
    expect([first.waysOut, first.otherWays]).toEqual([2, ['Gi1/0/6']]);
    expect([second.waysOut, second.otherWays]).toEqual([2, ['Gi1/0/5']]);
    expect(classOf('acc1 Gi1/0/8', { hosts, links })).toMatchObject({ waysOut: 0, otherWays: [] });
  });

  it('any spelling names the same port', () => {
    expect(classOf('acc1 GigabitEthernet1/0/5').isWayOut).toBe(true);
  });
});
