/** Lines that no recording here has, in the format of the platform: other releases, other product lines. */
import { expect, test } from 'vitest';
import type { Command, FdbRow } from '../../platform.ts';
import { read } from '../testing/read.ts';
import { dellOs10 } from './index.ts';

const { commands } = dellOs10;

/** `10 44:55 dynamic Gi1/0/1`, one text per row. */
function fdb(command: Command<FdbRow> | undefined, text: string): string[] {
  return read(command, text).map(
    ({ mac, vlan, type, port }) => `${vlan ?? '-'} ${mac.slice(-5)} ${type} ${port || '-'}`,
  );
}

test('the private VLAN behind the number of the VLAN, and a split port', () => {
  expect(
    fdb(
      commands.fdb[0],
      `Codes: pv <vlan-id> - private vlan where the mac is originally learnt
VlanId        Mac Address           Type        Interface
1500          00:11:22:33:44:01     dynamic     port-channel128
20            00:11:22:33:44:02     static      ethernet1/1/31:1
20 pv 200     00:11:22:33:44:03     dynamic     ethernet1/1/5
`,
    ),
  ).toEqual(['1500 44:01 dynamic Po128', '20 44:02 static Eth1/1/31:1', '20 44:03 dynamic Eth1/1/5']);
});

test('the speeds that a neighbour offers carry nothing', () => {
  expect(
    read(
      commands.neighbours[0],
      `Remote Chassis ID Subtype: Mac address (4)
Remote Chassis ID: 00:11:22:33:44:01
Remote Port ID: ethernet1/1/54
Local Port ID: ethernet1/1/1
MAC PHY Configuration:
  Auto-neg supported: 1
  Auto-neg advertised capabilities:
   1000BASE-T full duplex mode
   10GBASE-T full duplex mode
`,
    ),
  ).toMatchObject([{ port: 'Eth1/1/1', chassisId: '00:11:22:33:44:01', remotePort: 'ethernet1/1/54' }]);
});
