/** Lines that no recording here has, in the format of the platform: other releases, other product lines. */
import { expect, test } from 'vitest';
import { parseText } from '../../parse/index.ts';
import type { Command, FdbRow } from '../../platform.ts';
import { ciscoSmb } from './index.ts';

const { commands } = ciscoSmb;

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
