/** Lines that no recording here has, in the format of the platform: other releases, other product lines. */
import { expect, test } from 'vitest';
import { parseText } from '../../parse/index.ts';
import type { Command, FdbRow } from '../../platform.ts';
import { huaweiVrp } from './index.ts';

const { commands } = huaweiVrp;

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

test('a CloudEngine with bridge domains: addresses of other sites are on no port', () => {
  expect(
    fdb(
      commands.fdb[0],
      `MAC Address    VLAN/VSI/BD   Learned-From        Type                Age
-------------------------------------------------------------------------------
0011-2233-4401 1500/-/-      100GE1/0/1:1        dynamic             100
0011-2233-4402 -/-/5000      Eth-Trunk1.10       dynamic             100
0011-2233-4403 -/-/5000      10.1.1.1            evn                   -
0011-2233-4404 -/-/5000      VXLAN 10.0.0.1      evn                   -
-------------------------------------------------------------------------------
Total items: 4
`,
    ),
  ).toEqual(['1500 44:01 dynamic 100GE1/0/1:1', '- 44:02 dynamic Eth-Trunk1.10']);
});

test('the ARP table of VRP 8, with the VLAN behind the type, and a slot with two numbers', () => {
  expect(
    read(
      commands.arp[0],
      `ARP Entry Types: D - Dynamic, S - Static, I - Interface, O - OpenFlow, RD - Redirect
EXP: Expire-time   VLAN:VLAN or Bridge Domain

IP ADDRESS      MAC ADDRESS    EXP(M) TYPE/VLAN       INTERFACE        VPN-INSTANCE
----------------------------------------------------------------------------------------
10.0.0.1        0011-2233-4455        I               Vlanif10
10.0.0.4        0011-2233-4458   17   D/1500          Eth-Trunk1
10.0.0.5        0011-2233-4459   3    D-0/0           MEth0/0/1        vpn1
----------------------------------------------------------------------------------------
Total:3         Dynamic:2       Static:0    Interface:1    OpenFlow:0
`,
    ),
  ).toMatchObject([
    { address: '10.0.0.1', vlan: 10, type: 'self' },
    { address: '10.0.0.4', vlan: 1_500, port: 'Eth-Trunk1' },
    { address: '10.0.0.5', vlan: undefined, port: 'MEth0/0/1' },
  ]);
});

test('a VSI in the column of the VLAN, and the peer of a pseudowire', () => {
  expect(
    fdb(
      commands.fdb[0],
      `MAC Address    VLAN/       PEVLAN CEVLAN Port            Type      LSP/LSR-ID
               VSI/SI                                              MAC-Tunnel
-------------------------------------------------------------------------------
0011-2233-4402 10          -      -      GigabitEthernet1/0/1 sticky    -
0011-2233-4403 vsi-a       -      10     GE1/0/1.1       dynamic   3/5
0011-2233-4404 vsi-a       -      -      peer 10.0.0.1   dynamic   3/5
`,
    ),
  ).toEqual(['10 44:02 secure GE1/0/1', '- 44:03 dynamic GE1/0/1.1']);
});

test('a trunk of VRP 8 with marks behind its members', () => {
  expect(
    read(
      commands.lags[0],
      `Eth-Trunk10's state information is:
(h): high priority
(r): reference port
Local:
LAG ID: 10                      Working Mode: Static
Operating Status: up            Number Of Up Ports In Trunk: 1
--------------------------------------------------------------------------------
ActorPortName          Status   PortType PortPri PortNo PortKey PortState Weight
10GE1/0/1(r)           Selected 10GE     32768   1      2593    10111100  1
25GE1/0/2              Unselect 25GE     32768   2      2593    10100010  1
`,
    ),
  ).toEqual([{ lag: 'Eth-Trunk10', ports: ['10GE1/0/1', '25GE1/0/2'] }]);
});
