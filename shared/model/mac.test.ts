import { describe, expect, it } from 'vitest';
import {
  formatMac,
  isHypervisorMac,
  isLocallyAdministered,
  isMac,
  isMulticast,
  type Mac,
  type MacStyle,
  parseMac,
  virtualGateway,
} from './mac.ts';

const MAC = '00:1b:21:aa:bb:cc' as Mac;

describe('MAC addresses', () => {
  it.each([
    ['001B.21AA.BBCC', 'Dell OS6, PowerConnect 62xx'],
    ['001b.21aa.bbcc', 'Cisco, EOS, ICX, AlliedWare'],
    ['001b21-aabbcc', 'ProCurve table'],
    ['00 1b 21 aa bb cc', 'ProCurve LLDP'],
    ['001b-21aa-bbcc', 'Comware, VRP'],
    ['00-1B-21-AA-BB-CC', 'ERS'],
    ['00:1b:21:aa:bb:cc', 'others'],
    ['00:1B:21:AA:BB:CC', 'ICOS, RouterOS'],
    ['001b21aabbcc', 'bare'],
    ['001B21AABBCC', 'bare, upper case'],
    ['001b21:aabbcc', 'halves with a colon'],
    ['001b21.aabbcc', 'halves with a dot'],
    ['001b:21aa:bbcc', 'thirds with colons'],
    ['  001b.21aa.bbcc\t', 'blanks around it'],
  ])('reads %s (%s)', (text) => {
    expect(parseMac(text)).toBe(MAC);
    expect(isMac(text)).toBe(true);
  });

  it.each([
    '',
    '001b.21aa.bbc',
    '001b.21aa.bbccd',
    '00:1b:21:aa:bb',
    '00:1b:21:aa:bb:cc:dd',
    '00:1b:21:aa:bb:cg',
    '00:1b-21:aa:bb:cc',
    '001b.21aa-bbcc',
    '0:1b:21:aa:bb:cc',
    '00:1b:21:aa:bb:cc x',
    '00  1b 21 aa bb cc',
    '001b21 aabbcc',
    '001b21aabbcc\n001b21aabbcc',
  ])('refuses %j', (text) => {
    expect(parseMac(text)).toBeUndefined();
    expect(isMac(text)).toBe(false);
  });

  it.each<[MacStyle, string]>([
    ['colon', '00:1b:21:aa:bb:cc'],
    ['dash', '00-1b-21-aa-bb-cc'],
    ['dotted', '001b.21aa.bbcc'],
    ['dash4', '001b-21aa-bbcc'],
    ['dash6', '001b21-aabbcc'],
    ['bare', '001b21aabbcc'],
  ])('writes the style %s, which reads back', (style, text) => {
    expect(formatMac(MAC, style)).toBe(text);
    expect(parseMac(text)).toBe(MAC);
  });

  it('knows group addresses and locally administered ones', () => {
    const [multicast, local] = ['01:00:5e:00:00:01' as Mac, '02:11:22:33:44:55' as Mac];
    expect([isMulticast(multicast), isMulticast(MAC), isMulticast('ff:ff:ff:ff:ff:ff' as Mac)]).toEqual([
      true,
      false,
      true,
    ]);
    expect([isLocallyAdministered(local), isLocallyAdministered(MAC)]).toEqual([true, false]);
  });

  it.each([
    ['00:00:5e:00:01:0a', 'VRRP'],
    ['00:00:5e:00:02:0a', 'VRRP IPv6'],
    ['00:00:0c:07:ac:01', 'HSRP'],
    ['00:00:0c:9f:f0:01', 'HSRP version 2'],
    ['00:05:73:a0:00:01', 'HSRP IPv6'],
    ['00:07:b4:00:01:01', 'GLBP'],
    ['02:bf:0a:00:00:01', 'Microsoft NLB'],
    ['03:bf:0a:00:00:01', 'Microsoft NLB'],
    ['00:00:5e:00:03:0a', undefined],
    ['00:00:0c:9f:e0:01', undefined],
    ['00:1b:21:aa:bb:cc', undefined],
  ])('%s is the shared address of %s', (mac, protocol) => {
    expect(virtualGateway(mac as Mac)).toBe(protocol);
  });

  it('knows the maker prefixes of hypervisors', () => {
    expect(isHypervisorMac('00:50:56:01:02:03' as Mac)).toBe(true);
    expect(isHypervisorMac('52:54:00:01:02:03' as Mac)).toBe(true);
    expect(isHypervisorMac(MAC)).toBe(false);
  });
});
