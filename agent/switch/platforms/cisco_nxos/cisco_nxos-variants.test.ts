/** Lines that no recording here has, in the format of the platform: other releases, other product lines. */
import { expect, test } from 'vitest';
import { parseText } from '../../parse/index.ts';
import type { Command, FdbRow } from '../../platform.ts';
import { ciscoNxos } from './index.ts';

const { commands } = ciscoNxos;

function read<Row>(command: Command<Row> | undefined, text: string): readonly Row[] {
  if (command === undefined) throw new Error('the pack has no such command');
  const { rows, unknown } = parseText(command, text);
  expect(unknown).toEqual([]);
  return rows;
}

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
