/** Lines that no recording here has, in the format of the platform: other releases, other product lines. */
import { expect, test } from 'vitest';
import { read } from '../testing/read.ts';
import { ruckusIcx } from './index.ts';

const { commands } = ruckusIcx;

test('ARP entries on a port channel, and one that nobody answered', () => {
  expect(
    read(
      commands.arp[0],
      `No.   IP Address       MAC Address     Type     Age Port              Status
1     10.0.0.1         0011.2233.4455  Dynamic  0   1/1/1             Valid
2     10.0.0.2         0011.2233.4456  Dynamic  3   lg1*1/2/1         Valid
3     10.0.0.3         None            Dynamic  0   N/A               Pend
`,
    ),
  ).toMatchObject([
    { address: '10.0.0.1', port: '1/1/1' },
    { address: '10.0.0.2', port: 'lg1' },
  ]);
});

test('the table of ports without a VLAN, and a port channel by its name', () => {
  expect(
    read(
      commands.ports[0],
      `Port    Link    State   Dupl Speed Trunk Tag Priori MAC            Name
1       Up      Forward Full 1G    None  No  level0 0011.2233.4401
2       Down    None    None None  lg3   Yes level0 0011.2233.4402 room 1
`,
    ),
  ).toMatchObject([
    { name: '1', operUp: true, vlan: undefined, lag: undefined, description: undefined },
    { name: '2', operUp: false, mode: 'trunk', lag: 'lg3', description: 'room 1' },
  ]);
});

test('neighbours by the columns of the heading: no description, a chassis that is an address of IP', () => {
  expect(
    read(
      ruckusIcx.alsoReads?.neighbours?.[0],
      `Lcl Port Chassis ID      Port ID         Port Description               System Name
1/1/2    0011.2233.4465  1/1/24          GigabitEthernet1/1/24          core-sw-1~
1/1/3    10.0.0.9        0011.2233.4499  SW PORT                        SEP0011223~
1/1/4    0011.2233.4475  eth0                                           AP
1/1/5    0011.2233.4485  Gi1/0/24        port  24 here
`,
    ),
  ).toMatchObject([
    { port: '1/1/2', remotePort: '1/1/24', systemName: 'core-sw-1' },
    { port: '1/1/3', chassisId: '10.0.0.9', systemName: 'SEP0011223' },
    { port: '1/1/4', remotePort: 'eth0', systemName: 'AP' },
    { port: '1/1/5', remotePort: 'Gi1/0/24', systemName: undefined },
  ]);
});

test('port channels by name among the ports of a VLAN, and a name in quotes', () => {
  const text = `PORT-VLAN 20, Name [None], Priority level0, On
 Untagged Ports: None
   Tagged Ports: (LAG) lg1 lg2
   Tagged Ports: (LG)   7
`;
  expect(read(commands.vlans[0], text)).toEqual([
    { vlan: 20, name: undefined, ports: ['lg1', 'lg2', 'lg7'] },
  ]);
  expect(
    read(ruckusIcx.alsoReads?.vlans?.[0], 'vlan 10 name "my vlan" by port\n tagged ethe 1/1/1\n!\n'),
  ).toEqual([{ vlan: 10, name: 'my vlan', ports: ['1/1/1'] }]);
});

test('a port channel that waits for its partner, and one that keeps alive', () => {
  expect(
    read(commands.configs[0], 'lag "core 1" dynamic id 6 passive\n ports ethe 1/2/3\n!\n'),
  ).toMatchObject([{ name: 'lg6' }, { name: '1/2/3', lag: 'lg6' }]);
  const text = `LAG               Type      Deploy Trunk Primary Port List
lag2              keepalive N      none  none    e 1/1/1
`;
  expect(read(commands.lags[0], text)).toEqual([{ lag: 'lag2', ports: ['1/1/1'] }]);
});

test('a description with line ends of its own, and one whose quotes never close', () => {
  const text = `Local port: 1/1/1
  Neighbor: 0011.2233.4455, TTL 101 seconds
    + Chassis ID (MAC address): 0011.2233.4455
    + System description  : "Cisco IOS Software
Technical Support: http://www.example.org
Copyright by somebody"
    + System capabilities : bridge
      Enabled capabilities: bridge
Local port: 1/1/2
  Neighbor: 0011.2233.4466, TTL 101 seconds
    + System description  : "never closed
    + System name         : "sw2"
`;
  expect(read(commands.neighbours[0], text)).toMatchObject([
    {
      systemDescription:
        'Cisco IOS Software\nTechnical Support: http://www.example.org\nCopyright by somebody',
      capabilities: ['bridge'],
    },
    { systemDescription: 'never closed', systemName: 'sw2' },
  ]);
});
