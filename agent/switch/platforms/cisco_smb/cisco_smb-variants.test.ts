/** Lines that no recording here has, in the format of the platform: other releases, other product lines. */
import { expect, test } from 'vitest';
import type { Command, FdbRow } from '../../platform.ts';
import { read } from '../testing/read.ts';
import { ciscoSmb } from './index.ts';

const { commands } = ciscoSmb;

/** `10 44:55 dynamic Gi1/0/1`, one text per row. */
function fdb(command: Command<FdbRow> | undefined, text: string): string[] {
  return read(command, text).map(
    ({ mac, vlan, type, port }) => `${vlan ?? '-'} ${mac.slice(-5)} ${type} ${port || '-'}`,
  );
}

test('the VLAN of the inside of the switch has a mark behind its number', () => {
  expect(
    fdb(
      commands.fdb[0],
      `Flags: I - Internal usage VLAN
Aging time is 300 sec

    Vlan          Mac Address         Port       Type
------------ --------------------- ---------- ----------
   1500        00:11:22:33:44:01    gi1/0/24   dynamic
 4090 I        00:11:22:33:44:02      gi3      dynamic
 4091(I)       00:11:22:33:44:03     te1/0/1   secure
     1         00:11:22:33:44:04       0         self
`,
    ),
  ).toEqual([
    '1500 44:01 dynamic gi1/0/24',
    '4090 44:02 dynamic gi3',
    '4091 44:03 secure te1/0/1',
    '1 44:04 self 0',
  ]);
});

test('keys of CDP that say nothing of the neighbour', () => {
  const rows = read(
    commands.neighbours[1],
    `Device-ID: sw1
Platform: Cisco SG350
Capabilities: Switch IGMP
Interface: gi1, Port ID (outgoing port): gi24
Holdtime: 150
SysName: sw1
SysObjectID: 1.3.6
Addresses:
          IP 10.0.0.1
`,
  );
  expect(rows).toMatchObject([{ port: 'gi1', remotePort: 'gi24', managementAddress: '10.0.0.1' }]);
});

test.each(['The copy operation has failed', '%COPY-W-TRAP: The copy operation has failed', 'Copy failed'])(
  'a save that failed is no save: %s',
  (line) => expect(ciscoSmb.errors.find(({ pattern }) => pattern.test(line))?.code).toBe('COMMAND_REJECTED'),
);

test('the 220 series draws lines between its columns', () => {
  expect(
    fdb(
      commands.fdb[0],
      ` VID  | MAC Address         | Type              | Ports
------+---------------------+-------------------+----------------
   1  | 00:11:22:33:44:01   | Dynamic           | gi24
   1  | 00:11:22:33:44:02   | Management        | CPU
  10  | 00:11:22:33:44:03   | Static            | LAG1
Total number of entries: 3
`,
    ),
  ).toEqual(['1 44:01 dynamic gi24', '1 44:02 self CPU', '10 44:03 static Po1']);
  expect(
    read(
      commands.vlans[0],
      `  VID  |     VLAN Name    |        Untagged Ports        |        Tagged Ports          |  Type
-------+------------------+------------------------------+------------------------------+---------
     1 |          default |                gi1-2,LAG1    |                          --- | Default
    10 |         VLAN0010 |                          --- |                       gi1-2  | Static
`,
    ),
  ).toEqual([
    { vlan: 1, name: 'default', ports: ['gi1', 'gi2', 'Po1'] },
    { vlan: 10, name: 'VLAN0010', ports: ['gi1', 'gi2'] },
  ]);
});

test('headings and the word for nobody on the page of one port', () => {
  const page = ciscoSmb.neighbourDetail?.('gi1');
  const text = `Device ID: 00:11:22:33:44:55
Port ID: gi24
802.3 MAC/PHY Configuration/Status
Auto-negotiation support: Supported
802.3 Link Aggregation
Aggregation capability: Capable of being aggregated
`;
  expect(read(page, text)).toMatchObject([{ port: 'gi1', remotePort: 'gi24' }]);
  expect(read(page, 'There are no neighbors on port gi1\n')).toEqual([]);
});

test('a channel by the word of the web pages, and a neighbour that goes by its address in CDP', () => {
  expect(read(commands.lags[0], 'LAG1     Active: gi1,gi2\n')).toEqual([
    { lag: 'Po1', ports: ['gi1', 'gi2'] },
  ]);
  const text = `Device-ID: 00112233aabb
Platform: Cisco SG350-28
Interface: gi1/0/1, Port ID (outgoing port): gi24
`;
  expect(read(commands.neighbours[1], text)).toMatchObject([{ chassisId: '00:11:22:33:aa:bb' }]);
});
