import { describe, expect, it } from 'vitest';
import { addressOwner, hostOf, isInRanges, normalRange } from './cidr.ts';

describe('a range', () => {
  it.each([
    ['10.1.2.3/16', '10.1.0.0/16'],
    ['10.1.2.3', '10.1.2.3/32'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['2001:DB8:0::1/32', '2001:db8::/32'],
    ['::1', '::1/128'],
    ['::ffff:10.0.0.1', '10.0.0.1/32'],
  ])('%s is %s', (text, normal) => expect(normalRange(text)).toBe(normal));

  it.each([
    '',
    '10.1',
    '10.0.0.0/33',
    '::/129',
    '10.0.0.0/-1',
    '10.0.0.0/8/8',
    '10.0.0.0/ 8',
    'host',
    '0x7f.1',
  ])('"%s" is none', (text) => expect(normalRange(text)).toBeUndefined());

  it('holds its addresses, also IPv4 that came over IPv6, and no others', () => {
    const ranges = ['10.1.0.0/16', '2001:db8::/32'];
    for (const inside of ['10.1.255.255', '::ffff:10.1.0.1', '2001:db8::5'])
      expect([inside, isInRanges(inside, ranges)]).toEqual([inside, true]);
    for (const outside of ['10.2.0.0', '2001:db9::', '::ffff:10.2.0.1', 'x', ''])
      expect([outside, isInRanges(outside, ranges)]).toEqual([outside, false]);
  });
});

describe('the other end of a connection', () => {
  it.each([
    ['10.0.0.7:50123', '10.0.0.7'],
    ['[::1]:443', '::1'],
    ['[2001:db8::5]:50123', '2001:db8::5'],
    ['::ffff:10.0.0.7:50123', '10.0.0.7'],
    ['unix:/x', undefined],
  ])('%s has the host %s', (peer, host) => expect(hostOf(peer)).toBe(host));

  it('is counted alone with IPv4, and with its whole /64 with IPv6', () => {
    expect(addressOwner('10.0.0.7:1')).toBe('10.0.0.7');
    expect(addressOwner('[2001:db8::5]:1')).toBe(addressOwner('[2001:db8::ffff:6]:2'));
    expect(addressOwner('[2001:db8:0:1::5]:1')).not.toBe(addressOwner('[2001:db8::5]:1'));
  });
});
