/** Lines that no recording here has, in the format of the platform: other releases, other product lines. */
import { expect, test } from 'vitest';
import type { Command, FdbRow } from '../../platform.ts';
import { read } from '../testing/read.ts';
import { hpComware } from './index.ts';

const { commands } = hpComware;

/** `10 44:55 dynamic Gi1/0/1`, one text per row. */
function fdb(command: Command<FdbRow> | undefined, text: string): string[] {
  return read(command, text).map(
    ({ mac, vlan, type, port }) => `${vlan ?? '-'} ${mac.slice(-5)} ${type} ${port || '-'}`,
  );
}

test('several ports of one address, a part of a split socket, and a TRILL nickname', () => {
  expect(
    fdb(
      commands.fdb[0],
      `MAC Address      VLAN ID    State            Port/Nickname            Aging
0011-2233-4401   4094       Learned          BAGG1024                 Y
0011-2233-4402   20         Security         FGE1/0/53:1              N
0011-2233-4403   20         Multiport        XGE1/0/3                 N
                                             XGE1/0/4
0011-2233-4404   20         Learned          0x0012                   Y
`,
    ),
  ).toEqual([
    '4094 44:01 dynamic BAGG1024',
    '20 44:02 secure FGE1/0/53:1',
    '20 44:03 static XGE1/0/3',
    '20 44:03 static XGE1/0/4',
  ]);
});

test('an ARP entry that nobody answered, and a VLAN that is none', () => {
  expect(
    read(
      commands.arp[0],
      `  Type: S-Static   D-Dynamic   O-Openflow   R-Rule   M-Multiport  I-Invalid
IP address      MAC address    VLAN/VSI name Interface/Link ID        Aging Type
10.0.0.2        0011-2233-4456 --            M-GE0/0/0                960   D
10.0.0.5        --             100           GE1/0/1                  1     I
`,
    ),
  ).toMatchObject([{ address: '10.0.0.2', vlan: undefined, port: 'M-GE0/0/0', type: 'dynamic' }]);
});

test('an IPv6 address so long that its row begins in the next line', () => {
  expect(
    read(
      commands.arp[1],
      `IPv6 address              MAC address     VLAN/VSI   Interface       State T Aging
FE80::1                   0011-2233-4455  1          GE1/0/1         REACH D 10
2001:DB8:1:2:211:22FF:FE33:4455
                          0011-2233-4457  1          GE1/0/2         STALE D 100
`,
    ),
  ).toMatchObject([
    { address: 'fe80::1', port: 'GE1/0/1' },
    { address: '2001:db8:1:2:211:22ff:fe33:4455', port: 'GE1/0/2' },
  ]);
});

test('the short page of neighbours has identifier and kind in one word', () => {
  expect(
    read(
      commands.neighbours[0]?.alternative,
      `LLDP neighbor-information of port 1[GigabitEthernet1/0/1]:
LLDP agent nearest-bridge:
 LLDP neighbor index : 1
 ChassisID/subtype   : 0011-2233-4401/MAC address
 PortID/subtype      : GigabitEthernet1/0/48/Interface name
 Capabilities        : Bridge, Router

LLDP neighbor-information of port 2[GigabitEthernet1/0/2]:
LLDP agent nearest-bridge:
 LLDP neighbor index : 1
 ChassisID/subtype   : 10.1.1.5/Network address(IPv4)
 PortID/subtype      : 0011-2233-4403/MAC address
 Capabilities        : None
`,
    ),
  ).toMatchObject([
    {
      port: 'GE1/0/1',
      chassisId: '00:11:22:33:44:01',
      remotePort: 'Gi1/0/48',
      capabilities: ['bridge', 'router'],
    },
    { port: 'GE1/0/2', chassisId: '10.1.1.5', remotePort: '00:11:22:33:44:03', capabilities: [] },
  ]);
});

test('the mark of the agent is no part of the address', () => {
  const command = hpComware.alsoReads?.neighbours?.find(({ command: text }) => text.endsWith(' list'));
  expect(
    read(
      command,
      `Chassis ID : * -- -- Nearest nontpmr bridge neighbor
             # -- -- Nearest customer bridge neighbor
             Default -- -- Nearest bridge neighbor
Local Interface Chassis ID      Port ID                    System Name
GE1/0/1         0011-2233-4401  GigabitEthernet1/0/24      core-1
GE1/0/2         0011-2233-4402* GigabitEthernet1/0/25      core-2
GE1/0/3         #0011-2233-4403 513                        -
`,
    ),
  ).toMatchObject([
    { port: 'GE1/0/1', chassisId: '00:11:22:33:44:01', systemName: 'core-1' },
    { port: 'GE1/0/2', chassisId: '00:11:22:33:44:02', systemName: 'core-2' },
    { port: 'GE1/0/3', chassisId: '00:11:22:33:44:03', systemName: undefined },
  ]);
});
