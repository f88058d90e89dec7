import { expect, it } from 'vitest';
import { isFabricName, isOwnInterface, portKey } from './port-name.ts';

it('own interfaces and the inside of a stack are known on many platforms', () => {
  for (const name of ['Vl10', 'Vlan 10', 'CPU', 'Router', 'Switch', 'sup-eth1(R)'])
    expect(isOwnInterface(portKey(name)), name).toBe(true);
  for (const name of ['Gi1/0/1', 'Po1', 'A1']) expect(isOwnInterface(portKey(name)), name).toBe(false);
  for (const name of ['vPC Peer-Link', 'Mesh', 'StackPort1'])
    expect(isFabricName(portKey(name)), name).toBe(true);
});
