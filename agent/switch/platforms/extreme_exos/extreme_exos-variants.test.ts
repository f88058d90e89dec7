/** Lines that no recording here has, in the format of the platform: other releases, other product lines. */
import { expect, test } from 'vitest';
import { parseText } from '../../parse/index.ts';
import { read } from '../testing/read.ts';
import { extremeExos } from './index.ts';

const { commands, alsoReads } = extremeExos;

test('groups with the fewest links they need', () => {
  expect(
    read(
      commands.lags[0],
      `Load Sharing Monitor
Config    Current Agg     Min     Ld Share  Ld Share  Agg Link  Link Up
Master    Master  Control Active  Algorithm Group     Mbr State Transitions
================================================================================
  1:1     1:1     LACP      1     L2        1:1        Y    A      3
                                  L2        2:1        Y    A      2
    5                       1     L3_L4     5          -    R      0
================================================================================
Link State: A-Active, D-Disabled, R-Ready, NP-Port not present, L-Loopback
Minimum Active: (<) Group is down. # active links less than configured minimum
Number of load sharing trunks: 2
`,
    ),
  ).toMatchObject([
    { lag: '1:1', ports: ['1:1', '2:1'] },
    { lag: '5', ports: ['5'] },
  ]);
});

test('a port there of several words with a number at its end', () => {
  expect(
    read(
      alsoReads?.neighbours?.[0],
      `                Neighbor                 Neighbor              Neighbor
Port            Chassis ID               Port ID               TTL      Age     System Name
=============================================================================================
1:1             00:11:22:33:44:55        1:5                   120      10      core-1
3               00:11:22:33:44:66        Slot: 1, Port: 5      120      3       AP 12
`,
    ),
  ).toMatchObject([
    { port: '1:1', remotePort: '1:5', systemName: 'core-1' },
    { port: '3', remotePort: 'Slot: 1, Port: 5', systemName: 'AP 12' },
  ]);
});

test('flags of ports in a stack: no display string, and the group without a letter', () => {
  expect(
    read(
      alsoReads?.ports?.[0],
      `Port      Display             Flags                  Link      ELSM Link Num Num  Num   Jumbo QOS     Load
          String                                     State     /OAM UPs  STP VLAN Proto Size  profile Master
=========================================================================================================
1:1       uplink              Em------e--fMB---x     active    - / -  1    1    3     1  9216          1:1
1:2                           Dm------e--fMB---x     ready     - / -  0    1    1     1  9216
`,
    ),
  ).toMatchObject([
    { name: '1:1', description: 'uplink', state: 'up', lag: '1:1' },
    { name: '1:2', description: undefined, state: 'disabled', lag: undefined },
  ]);
});

test('an ARP entry that nobody answered is none, and is known', () => {
  const text = `VR            Destination      Mac                Age  Static  VLAN          VID   Port
VR-Default    10.0.0.1         00:11:22:33:44:01   10      NO  voice         100   1:5
VR-Default    10.0.0.6         ( incomplete )      0      NO  voice         100
VR-Default    10.0.0.3                             0      NO  voice         100
`;
  expect(read(commands.arp[0], text)).toMatchObject([{ address: '10.0.0.1', port: '1:5' }]);
});

test('a board whose part number is its model', () => {
  const text = `Switch          : 5520-48W-EXOS SB012034G-00054 Rev AA BootROM: N/A IMG: 31.7.1.4
Image   : Extreme Networks Switch Engine version 31.7.1.4 by release-manager
`;
  expect(read(commands.system[0], text)).toEqual([
    { serial: 'SB012034G-00054', softwareVersion: '31.7.1.4' },
  ]);
});

test('a group that checks the health of its ports', () => {
  const text = `Config    Current    Agg    Ld Share    Ld Share  Agg   Link    Link Up
Master    Master   Control  Algorithm   Group     Mbr   State   Transitions
   10       10     HLTH-CHK   L3          10        Y      A       1
`;
  expect(read(commands.lags[0], text)).toEqual([{ lag: '10', ports: ['10'] }]);
});

test('a speed with a point, and an address behind a tunnel', () => {
  const text = `Port  Display          VLAN Name        Port  Link  Speed  Duplex
#     String           (or # VLANs)     State State Actual Actual
=========================================================================
1:3   x                Default          E     A    2.5G   FULL
`;
  expect(read(commands.ports[0], text)).toMatchObject([
    { name: '1:3', description: 'x', operUp: true, speedMbps: 2_500, duplex: 'full' },
  ]);
  const table = `00:11:22:33:44:06                        vx(0010) 0003  dm   X         10.0.0.5
00:11:22:33:44:07                        vx(0010) 0003  d m            1:1
`;
  expect(read(commands.fdb[0], table)).toMatchObject([{ port: '1:1', vlan: 10 }]);
});

test('a description with line ends of its own, which may look like keys', () => {
  const text = `LLDP Port 1:5 detected 2 neighbors
  Neighbor: 00:11:22:33:44:55/1, age 10 seconds
    - Chassis ID     : 00:11:22:33:44:55
    - Port ID     : "Gi1/0/1"
    - System Description: "Cisco IOS Software, C2960X

Technical Support: http://www.example.org
Management Address: none"
    - System Capabilities : "Bridge, Router"
      Management Address        : 10.0.0.9
  Neighbor: 00:11:22:33:44:66/2, age 5 seconds
    - System Description: "never closed
    - System Name: "sw2"
`;
  expect(read(commands.neighbours[0], text)).toMatchObject([
    {
      systemDescription:
        'Cisco IOS Software, C2960X\nTechnical Support: http://www.example.org\nManagement Address: none',
      managementAddress: '10.0.0.9',
    },
    { systemDescription: 'never closed', systemName: 'sw2' },
  ]);
});

test('an ARP entry that does not age, and one of a form nobody knows, which is not lost in silence', () => {
  const text = 'my-vr         10.0.0.2         00:11:22:33:44:02    -     YES  voice         100   1:5\n';
  expect(read(commands.arp[0], text)).toMatchObject([{ address: '10.0.0.2', type: 'static', port: '1:5' }]);
  const odd = 'my-vr         10.0.0.2         00:11:22:33:44:02   ?   ?\n';
  const [arp] = commands.arp;
  expect(arp === undefined ? undefined : parseText(arp, odd)).toMatchObject({ rows: [], unknownCount: 1 });
});

test('letters behind ports of a VLAN that the legend explains', () => {
  const text = `VLAN Interface with name V_11 created by user
    Tagging:   802.1Q Tag 11
       Tag:      1:1a,  *1:2gt,  1:3(a, b),
                 !1:4
`;
  expect(read(alsoReads?.vlans?.[1], text)).toEqual([
    { vlan: 11, name: 'V_11', ports: ['1:1', '1:2', '1:3', '1:4'] },
  ]);
});
