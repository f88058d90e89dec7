import { describe, expect, it } from 'vitest';
import { isPortChannel, portKey } from './port-key.ts';

describe('port keys', () => {
  it.each([
    ['Gi1/0/1', 'GigabitEthernet1/0/1', 'gi 1/0/1', 'gi1/0/1'],
    ['Po10', 'Port-channel10', 'port-channel 10', 'Port-Channel10', 'po10'],
    ['Te1/0/4', 'TenGigabitEthernet1/0/4', 'te1/0/4'],
    ['Eth1/1', 'Ethernet1/1', 'Et1/1', 'eth1/1'],
    ['ge-0/0/5', 'ge-0/0/5.0'],
    ['Vlan10', 'Vl10'],
    ['23', ' 23'],
  ])('%s: all its spellings are one port', (...names) => {
    expect(new Set(names.map(portKey)).size).toBe(1);
  });

  it('keeps different ports apart', () => {
    const names = [
      ...['Gi1/0/1', 'Te1/0/1', 'Fa1/0/1', 'Tw1/0/1', 'Twe1/0/1', 'Fo1/0/1', 'Hu1/0/1'],
      ...['Gi1/0/11', 'Po1', 'Eth1'],
    ];
    expect(new Set(names.map(portKey)).size).toBe(names.length);
  });

  it('know bundles of many platforms by their names', () => {
    for (const name of ['Po1', 'Trk3', 'ae0', 'BAGG2', 'Bridge-Aggregation1', 'Eth-Trunk4', 'lag 1', 'bond0'])
      expect(isPortChannel(portKey(name)), name).toBe(true);
    for (const name of ['Gi1/0/1', 'Eth1/1', 'A1', '23', 'Te1/0/1'])
      expect(isPortChannel(portKey(name)), name).toBe(false);
  });
});
