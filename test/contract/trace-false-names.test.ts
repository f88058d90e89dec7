/** What is not as it seems: borrowed names, one device in the inventory twice, addresses that a switch throws away. */
import { describe, expect, it } from 'vitest';
import { locate } from '../../controller/trace/locate.ts';
import { buildTopology } from '../../controller/trace/topology.ts';
import type { Mac } from '../../shared/model/index.ts';
import { edgesOf, hostMac, NOW, officeWith, switchRef, type TraceNet, whyNot } from './trace-net.ts';

const pc = hostMac(20);
const FOREIGN = '00:41:d2:17:2f:00' as Mac;

describe('a neighbour that bears the name of a managed switch', () => {
  it.each([
    ['a switch of another make', { chassisId: FOREIGN, capabilities: ['bridge'] }],
    ['a server', { capabilities: ['station'], systemDescription: 'Linux 6.1' }],
    ['a phone', { chassisId: '00:1b:54:00:01:00', capabilities: ['bridge', 'telephone'] }],
  ])('is %s: the host behind it is on that port all the same', (_, neighbour) => {
    const net = officeWith([{ mac: pc, at: 'acc2 Gi1/0/30' }], {
      neighbours: { 'acc2 Gi1/0/30': { systemName: 'acc1', ...neighbour } },
      deaf: (name, mac) => name === 'acc1' && mac === pc,
    });
    const answer = net.ask(pc);
    expect([answer.verdict, edgesOf(answer)]).toEqual(['found', ['acc2 Gi1/0/30']]);
  });

  it('does not make that switch the owner of its address', () => {
    const net = officeWith([{ mac: FOREIGN, at: 'acc2 Gi1/0/30' }], {
      neighbours: { 'acc2 Gi1/0/30': { systemName: 'acc1', chassisId: FOREIGN, capabilities: ['bridge'] } },
    });
    expect(net.ask(FOREIGN).verdict).not.toBe('not-an-endpoint');
  });

  it('is that switch when it hears us too, whatever address it shows', () => {
    const net = officeWith([{ mac: pc, at: 'acc2 Gi1/0/8' }], {
      neighbours: { 'dist Te1/0/2': { systemName: 'acc2', chassisId: FOREIGN, capabilities: ['bridge'] } },
    });
    expect(edgesOf(net.ask(pc))).toEqual(['acc2 Gi1/0/8']);
    expect(net.topology.directory.owners.get(FOREIGN)).toBe('ams1/switch/acc2');
  });
});

it('a device that is in the inventory twice counts once', () => {
  const net = officeWith([{ mac: pc, at: 'acc2 Gi1/0/8' }]);
  const acc2 = net.facts.find(({ name }) => name === 'acc2');
  if (!acc2) throw new Error('acc2 is gone');
  const twin = { ...acc2, ref: switchRef('twin'), name: 'twin' };
  const topology = buildTopology([...net.facts, twin]);
  const rows = [...net.facts, twin].flatMap(({ ref, fdb }) =>
    fdb.filter(({ mac }) => mac === pc).map(({ port, vlan, type }) => ({ switch: ref, port, vlan, type })),
  );
  const sightings = rows.map((row) => ({ ...row, seenAt: NOW, live: true, present: true }));
  const answered = [...net.facts, twin].map(({ ref }) => ref);
  const answer = locate({ mac: pc, now: NOW, sightings, answered, failed: [] }, topology);
  expect([answer.verdict, edgesOf(answer)]).toEqual(['found', ['acc2 Gi1/0/8']]);
  expect(whyNot(answer, 'twin Gi1/0/8')).toBe('the same device as acc2: its Gi1/0/8 counts once');
  const own = locate({ mac: acc2.baseMac as Mac, now: NOW, sightings: [], answered, failed: [] }, topology);
  expect(own.summary).toContain('the switch acc2 itself');
});

describe('an address that a switch drops', () => {
  const dropped = (net: TraceNet, type: string, others: boolean) =>
    locate(
      {
        ...{ mac: pc, now: NOW, answered: net.facts.map(({ ref }) => ref), failed: [] },
        sightings: [
          { switch: switchRef('acc1'), port: 'Drop', vlan: 10, type, seenAt: NOW, live: true, present: true },
          ...(others
            ? [
                {
                  ...{ switch: switchRef('acc2'), port: 'Gi1/0/8', vlan: 10, type: 'dynamic' },
                  ...{ seenAt: NOW, live: true, present: true },
                },
              ]
            : []),
        ],
      },
      net.topology,
    );

  it.each(['static', 'dynamic'])('is on no port (%s)', (type) => {
    const answer = dropped(officeWith([]), type, false);
    expect(answer.verdict).toBe('not-found');
    expect(answer.summary).toBe(`${pc} was not found on any port: acc1 drops its frames by configuration.`);
  });

  it('and that is plugged in elsewhere is found there, with a word of it', () => {
    const answer = dropped(officeWith([{ mac: pc, at: 'acc2 Gi1/0/8' }]), 'static', true);
    expect([answer.verdict, edgesOf(answer)]).toEqual(['found', ['acc2 Gi1/0/8']]);
    expect(JSON.stringify(answer.edges[0]?.evidence)).toContain('acc1 drops its frames by configuration');
  });
});
