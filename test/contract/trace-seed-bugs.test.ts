/** Mistakes of the tool that this trace replaces, each of which must not come back. */
import { describe, expect, it } from 'vitest';
import { parseMac } from '../../shared/model/index.ts';
import { edgesOf, hostMac, officeWith } from './trace-net.ts';

const pc = hostMac(20);

describe('bugs of the former port tracer', () => {
  it.each([
    ['Physics lab', 'cs'],
    ['Laptop pool', 'ap'],
    ['Recsports desk', 'cs'],
    ['Score board', 'core'],
  ])('(a) case-sensitive substring keywords: "%s" holds no "%s"', (description) => {
    const plain = officeWith([{ mac: pc, at: 'acc2 Gi1/0/8' }]).ask(pc);
    const ports = { 'acc2 Gi1/0/8': { description } };
    const answer = officeWith([{ mac: pc, at: 'acc2 Gi1/0/8' }], { ports }).ask(pc);
    expect(answer.edges[0]?.portClass).toBe('edge');
    expect(answer.edges[0]?.evidence).toEqual(plain.edges[0]?.evidence);
  });

  it('(a) whole words count in any case, and still weigh less than what is seen', () => {
    const ports = { 'acc2 Gi1/0/8': { description: 'Core team printer' } };
    const answer = officeWith([{ mac: pc, at: 'acc2 Gi1/0/8' }], { ports }).ask(pc);
    expect(edgesOf(answer)).toEqual(['acc2 Gi1/0/8']);
    expect(answer.edges[0]?.evidence).toContainEqual({
      weight: -0.5,
      reason: 'the description holds the word "core"',
    });
  });

  it.each(['Gi1/0/47', 'Gi1/0/48', 'Te1/0/1', 'Te1/0/2'])(
    '(b) fixed list of uplinks reported "not found": a PC on %s is found there',
    (port) => {
      const answer = officeWith([{ mac: pc, at: `acc2 ${port}` }]).ask(pc);
      expect(answer.verdict).toBe('found');
      expect(edgesOf(answer)).toEqual([`acc2 ${port}`]);
    },
  );

  it('(c) a hit on a port channel reported "not found" even when it goes to a server', () => {
    const answer = officeWith([{ mac: pc, at: 'acc2 Po10' }]).ask(pc);
    expect(answer.verdict).toBe('found');
    expect(answer.edges[0]).toMatchObject({ port: 'Po10', portClass: 'host-lag' });
  });

  it.each([
    '23',
    'A7',
    'ge-0/0/5.0',
    'Ethernet5',
    'Gi 0/5',
    'GigabitEthernet1/0/15',
    'ether5',
    '1:5',
    'Tw1/0/5',
  ])('(d) rules tied to one model: a PC on %s is found whatever the platform calls its ports', (port) => {
    const answer = officeWith([{ mac: pc, at: `acc2 ${port}` }]).ask(pc);
    expect(edgesOf(answer)).toEqual([`acc2 ${port}`]);
    expect(answer.edges[0]?.portClass).toBe('edge');
  });

  it.each(['001B.2100.0014', '001b.2100.0014', '00-1B-21-00-00-14', '001b21-000014', ' 001B21000014 '])(
    '(e) only dotted upper-case addresses match: %s finds the same port',
    (text) => {
      const mac = parseMac(text) ?? hostMac(0);
      expect(edgesOf(officeWith([{ mac: pc, at: 'acc2 Gi1/0/8' }]).ask(mac))).toEqual(['acc2 Gi1/0/8']);
    },
  );
});
