import { describe, expect, test } from 'vitest';
import type { FdbRow, NeighbourRow, PortRow } from '../platform.ts';
import { joinLags, joinNeighbours, joinSystem, joinVlanNames } from './join.ts';

const none: NeighbourRow = {
  port: '',
  protocol: 'lldp',
  chassisId: undefined,
  remotePort: undefined,
  systemName: undefined,
  systemDescription: undefined,
  managementAddress: undefined,
  capabilities: [],
};

describe('joinNeighbours', () => {
  test('the detail of a port replaces its summary, whose name was cut', () => {
    const summary = {
      ...none,
      port: 'Te1/0/21',
      chassisId: '00:41:d2:17:2f:00',
      remotePort: 'Gi1/0/1',
      systemName: 'core-1',
    };
    const detail = { ...summary, systemName: 'core-1.example.com', capabilities: ['bridge', 'router'] };
    expect(joinNeighbours([summary, detail])).toEqual([detail]);
  });

  test('a detail without its local port takes it from the summary of the same neighbour', () => {
    const detail = {
      ...none,
      chassisId: '00:15:22:22:c3:30',
      remotePort: 'Gi2/0/24',
      systemName: 'DMZ-SW1',
      capabilities: ['bridge'],
    };
    const summary = { ...none, port: 'Gi1/0/7', remotePort: 'Gi2/0/24', systemName: 'DMZ-SW1' };
    const other = { ...none, port: 'Gi1/0/8', remotePort: 'Gi2/0/25', systemName: 'DMZ-SW1' };
    expect(joinNeighbours([detail, summary, other])).toEqual([{ ...detail, port: 'Gi1/0/7' }, other]);
  });

  test('two neighbours on one port, and one neighbour in two protocols, stay apart', () => {
    const phone = { ...none, port: 'Gi1/0/1', chassisId: '00:04:f2:00:00:01', remotePort: 'Port 1' };
    const station = { ...none, port: 'Gi1/0/1', chassisId: '00:04:f2:00:00:02', remotePort: 'eth0' };
    const cdp: NeighbourRow = { ...phone, protocol: 'cdp', chassisId: undefined };
    expect(joinNeighbours([phone, station, cdp])).toHaveLength(3);
  });
});

test('joinLags names the port channel on its members and keeps what is not in any', () => {
  const port = { name: 'Gi1/0/1', state: 'up', lag: undefined } as PortRow;
  const joined = joinLags(
    [port, { ...port, name: 'Gi1/0/2' }],
    [{ lag: 'Po1', ports: ['Gi1/0/2', 'Gi1/0/3'] }],
  );
  expect(joined.map(({ name, lag }) => [name, lag])).toEqual([
    ['Gi1/0/1', undefined],
    ['Gi1/0/2', 'Po1'],
  ]);
});

test('joinLags makes one row of what several commands told of a port; the first wins, the second fills gaps', () => {
  const told = { name: 'ge-0/0/1', state: 'down', description: undefined, lag: undefined } as PortRow;
  const text = { ...told, state: 'up', description: 'Printer' };
  expect(joinLags([told, text], [])).toEqual([{ ...told, description: 'Printer' }]);
});

test('joinVlanNames gives a named VLAN its number and leaves what nobody knows as it was', () => {
  const row = {
    mac: '00:1b:21:00:00:01',
    vlan: 30,
    vlanName: 'v30',
    port: 'ge-0/0/1',
    type: 'dynamic',
  } as FdbRow;
  const vlans = [{ vlan: 20, name: 'v30', ports: [] }];
  expect(joinVlanNames([row, { ...row, vlanName: 'other' }], vlans).map(({ vlan }) => vlan)).toEqual([
    20, 30,
  ]);
});

test('joinSystem lets earlier commands win and later ones fill the gaps', () => {
  expect(joinSystem([{ model: 'N4032' }, { model: 'other', hostname: 'switch1' }])).toEqual({
    model: 'N4032',
    hostname: 'switch1',
  });
  expect(joinSystem([])).toEqual({});
});
