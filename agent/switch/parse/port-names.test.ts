import { describe, expect, test } from 'vitest';
import { expandPorts, INTERFACE_NAMES, isPortLike, portNames, remotePortName } from './port-names.ts';

const short = portNames(INTERFACE_NAMES);

describe('portNames', () => {
  test.each([
    ['GigabitEthernet1/0/1', 'Gi1/0/1'],
    ['gi1/0/1', 'Gi1/0/1'],
    ['Gig 1/0/10', 'Gi1/0/10'],
    ['TenGigabitEthernet1/1/1.300', 'Te1/1/1.300'],
    ['TwentyFiveGigE1/0/2', 'Twe1/0/2'],
    ['Twe1/0/2', 'Twe1/0/2'],
    ['Port-channel50', 'Po50'],
    ['port-channel 50', 'Po50'],
    ['Vlan1', 'Vl1'],
    ['Dot11Radio0', 'Do0'],
    ['fc2/1', 'fc2/1'],
    ['CPU', 'CPU'],
    ['Port 6', 'Port 6'],
    ['', ''],
  ])('%s is %s', (text, name) => {
    expect(short(text)).toBe(name);
  });

  test("a neighbour's port is shortened only from a long name to the letter", () => {
    expect(
      ['GigabitEthernet0/1', 'Gi0/1', 'eth0', 'Port 1', 'Ethernet1/1', 'vlan1'].map(remotePortName),
    ).toEqual(['Gi0/1', 'Gi0/1', 'eth0', 'Port 1', 'Et1/1', 'vlan1']);
  });
});

describe('expandPorts', () => {
  test('ranges, lists and trailing commas become single names', () => {
    expect(expandPorts('Po1,Po50-52, Te1/0/12-13,1/g2-1/g3,Gi1/0/1-gi1/0/2,', short)).toEqual(
      'Po1 Po50 Po51 Po52 Te1/0/12 Te1/0/13 1/g2 1/g3 Gi1/0/1 Gi1/0/2'.split(' '),
    );
  });

  test('what is no port, or a range beyond belief, is left out', () => {
    expect(expandPorts('none, Te1/0/5-3, Te1/0/1-99999999, -', short)).toEqual([]);
  });
});

test('only what can stand in a column of ports looks like a port', () => {
  expect(['Gi1/0/1', 'Po1', '1/g12', '0/4', 'oob', 'SM1/1', 'Te1/0/1:2'].every(isPortLike)).toBe(true);
  expect(['Oob', 'Port', '1', 'dynamic', '10.0.0.1', '(1),699', 'Gi'].some(isPortLike)).toBe(false);
});
