import { describe, expect, test } from 'vitest';
import type { OwnAddressRow } from '../platform.ts';
import { ownAddresses as procurve } from '../platforms/hp_procurve/addresses.ts';
import { ownAddresses as routeros } from '../platforms/mikrotik_routeros/addresses.ts';
import { addressIn } from './own-addresses.ts';

/** What each command prints, in their order. */
function read(commands: typeof procurve, outputs: readonly (readonly string[])[]): OwnAddressRow[] {
  return commands.flatMap(({ parser }, at) => {
    const reader = parser();
    for (const line of outputs[at] ?? []) reader.push(line);
    return [...reader.end().rows];
  });
}

test('a VLAN in which the switch resolves somebody is one with an address; without any VLAN nothing is known', () => {
  const arp = [{ vlan: 10 }, { vlan: undefined }];
  expect([10, 99].map((vlan) => addressIn(vlan, arp, []))).toEqual(['yes', 'no']);
  expect(addressIn(10, [{ vlan: undefined }], [])).toBe('unknown');
  expect(addressIn(10, [], [])).toBe('unknown');
});

describe('AOS-S, whose table of addresses names no VLANs', () => {
  const config = (more: readonly string[]): string[][] => [
    [
      ...['hostname "sw1"', 'vlan 1', '   name "DEFAULT_VLAN"', '   no ip address', '   exit', 'vlan 99'],
      ...['   name "MGMT"', '   tagged 49-50', ...more, '   exit', ''],
    ],
  ];

  test.each([
    '   ip address 10.9.9.2 255.255.255.0',
    '   ip address dhcp-bootp',
    '   ipv6 address dhcp full',
  ])('says it in the configuration: %s', (line) => {
    const own = read(procurve, config([line]));
    expect([1, 99].map((vlan) => addressIn(vlan, [], own))).toEqual(['no', 'yes']);
  });

  test('a management VLAN is one; without any address nothing is known', () => {
    expect(addressIn(99, [], read(procurve, config([])))).toBe('unknown');
    const own = read(procurve, [['management-vlan 40', '']]);
    expect([40, 99].map((vlan) => addressIn(vlan, [], own))).toEqual(['yes', 'no']);
  });
});

test('RouterOS has them on interfaces for a VLAN, or on a bridge with one of its own; others are in none', () => {
  const own = read(routeros, [
    [
      '0   address=10.9.9.2/24 network=10.9.9.0 interface=mgmt actual-interface=mgmt',
      '1 X address=10.5.5.2/24 network=10.5.5.0 interface=old actual-interface=old',
      '2   address=10.3.3.2/24 network=10.3.3.0 interface=bridge1 actual-interface=bridge1',
    ],
    ['0 D address=fe80::1/64 from-pool= interface=ether1 advertise=no'],
    [
      '0 R name=mgmt mtu=1500 arp=enabled vlan-id=99 interface=bridge1',
      '1 R name=old mtu=1500 arp=enabled vlan-id=50 interface=bridge1',
    ],
    ['0 R name=bridge1 mtu=auto protocol-mode=rstp vlan-filtering=yes pvid=30 frame-types=admit-all'],
  ]);
  const asked = [99, 30, 50, 10];
  expect(asked.map((vlan) => addressIn(vlan, [], own))).toEqual(['yes', 'yes', 'no', 'no']);
  const apart = read(routeros, [['0   address=10.9.9.2/24 network=10.9.9.0 interface=ether1']]);
  expect(addressIn(99, [], apart)).toBe('unknown');
});
