/** Lines that no recording here has, in the format of the platform: other releases, other product lines. */
import { expect, test } from 'vitest';
import type { Command, FdbRow } from '../../platform.ts';
import { read } from '../testing/read.ts';
import { ciscoNxos } from './index.ts';

const { commands } = ciscoNxos;

/** `10 44:55 dynamic Gi1/0/1`, one text per row. */
function fdb(command: Command<FdbRow> | undefined, text: string): string[] {
  return read(command, text).map(
    ({ mac, vlan, type, port }) => `${vlan ?? '-'} ${mac.slice(-5)} ${type} ${port || '-'}`,
  );
}

test('a Nexus of EVPN, FabricPath and the 1000V: what is at another site is on no port', () => {
  expect(
    fdb(
      commands.fdb[0]?.alternative,
      `Note: MAC table entries displayed are getting read from software.
Use the 'hardware-age' keyword to get information related to 'Age'

   VLAN     MAC Address      Type      age     Secure NTFY Ports/SWID.SSID.LID
---------+-----------------+--------+---------+------+----+------------------
* 1500     0011.2233.4401   dynamic  ~~~       F      F    Po10
C 2001     0011.2233.4402   dynamic  NA        F      F    nve1(10.0.0.1 10.0.0.2)
  10       0011.2233.4403   dynamic  0         F      F  200.0.54
* 1        0011.2233.4404   static   0         F      F    N1KV Internal Port
+   20     0011.2233.4405   dynamic  NA        F      F    vPC Peer-Link
`,
    ),
  ).toEqual(['1500 44:01 dynamic Po10', '1 44:04 static -', '20 44:05 dynamic vPC-Peer-Link']);
});

test('vPC of single ports of a fabric extender, and the lines below the table', () => {
  expect(
    read(
      commands.lags[1]?.alternative,
      `vPC Peer-link status
---------------------------------------------------------------------
id    Port   Status Active vlans
--    ----   ------ -------------------------------------------------
1     Po10   up     1,10,20-30

vPC status
----------------------------------------------------------------------------
Id     Port          Status Consistency Reason                Active vlans
--     ------------  ------ ----------- ------                ---------------
20     Po20          down*  success     success               -
102400 Eth101/1/1    up     success     success               100

Please check "show vpc consistency-parameters vpc <vpc-num>" for the
consistency reason of down vpc and for type-2 consistency reasons for
any vpc.
`,
    ),
  ).toMatchObject([
    { lag: 'Po10', peerLink: true },
    { lag: 'Po20', mlag: '20' },
  ]);
});

test('a Fibre Channel port without its module is down', () => {
  expect(
    read(
      commands.ports[0]?.alternative,
      `Eth1/3        --                 sfpAbsent 1         full    auto    --
fc1/1 is sfpAbsent
`,
    ),
  ).toMatchObject([
    { name: 'Eth1/3', operUp: false },
    { name: 'fc1/1', operUp: false },
  ]);
});

test('a port channel without any member that works, whose state no other platform has', () => {
  expect(
    read(
      commands.ports[0]?.alternative,
      `Po11          --                 noOperMem trunk     full    auto    --
Po12          to rack 4          noOperMem 20        auto    auto    --
`,
    ),
  ).toMatchObject([
    {
      name: 'Po11',
      description: undefined,
      operUp: false,
      state: 'noopermem',
      mode: 'trunk',
      duplex: 'full',
    },
    { name: 'Po12', description: 'to rack 4', operUp: false, mode: 'access', vlan: 20 },
  ]);
});

test('rows of the MAC table that were picked out, without the heading', () => {
  expect(
    fdb(
      commands.fdb[0]?.alternative,
      `*   10     0011.2233.4401   dynamic  0         F      F    Eth1/1
+   10     0011.2233.4402   dynamic  0         F      F    vPC Peer-Link
*   20     0011.2233.4403   static   -         T      F    Po10
`,
    ),
  ).toEqual(['10 44:01 dynamic Eth1/1', '10 44:02 dynamic vPC-Peer-Link', '20 44:03 static Po10']);
});

test('what a neighbour says of its VLAN names and port channels', () => {
  expect(
    read(
      commands.neighbours[0]?.alternative,
      `Chassis id: 0011.2233.4402
Port id: 0011.2233.4403
Local Port id: Eth1/7
Vlan ID: not advertised

Max Frame Size: 1500
[Vlan Name TLV]
[Vlan ID: Vlan Name] not advertised
Link Aggregation TLV
Capability and Status: 1
Link agg ID: 0
`,
    ),
  ).toMatchObject([{ port: 'Eth1/7', chassisId: '00:11:22:33:44:02' }]);
});

test('a gateway whose VLAN interface is down is on no port of the switch', () => {
  expect(
    fdb(
      commands.fdb[0]?.alternative,
      `---------+-----------------+--------+---------+------+----+------------------
G 3156     0011.2233.4404   static   -         F      F    SVI_DOWN_FLOOD(R)
* 3156     0011.2233.4405   static   -         F      F    Drop(R)
`,
    ),
  ).toEqual(['3156 44:04 static SVI_DOWN_FLOOD', '3156 44:05 static Drop']);
});

test('addresses of a neighbour that are not set in below their title', () => {
  expect(
    read(
      commands.neighbours[1]?.alternative,
      `Device ID:sw95(SSI13110AAS)
System Name:sw95
Interface address(es):
IPv4 Address: 10.0.0.95
Platform: N5K-C5010P-BF, Capabilities: Switch IGMP Filtering Supports-STP-Dispute
Interface: Ethernet1/29, Port ID (outgoing port): Ethernet1/19
Mgmt address(es):
IPv4 Address: 10.0.0.96
`,
    ),
  ).toMatchObject([{ port: 'Eth1/29', systemName: 'sw95', managementAddress: '10.0.0.96' }]);
});
