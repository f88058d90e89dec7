/** Lines that no recording here has, in the format of the platform: other releases, other product lines. */
import { expect, test } from 'vitest';
import { parseText } from '../../parse/index.ts';
import type { Command, FdbRow } from '../../platform.ts';
import { mikrotikRouteros } from './index.ts';

const { alsoReads } = mikrotikRouteros;

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

test('the table of hosts as people print it on release 6', () => {
  expect(
    fdb(
      alsoReads?.fdb?.[0],
      `Flags: X - disabled, I - invalid, D - dynamic, L - local, E - external
 #       MAC-ADDRESS        VID ON-INTERFACE            BRIDGE           AGE
 0   D   00:11:22:33:44:01      ether 1 up              bridge1          2s
 1   DL  00:11:22:33:44:02 1500 bridge1                 bridge1
 2       00:11:22:33:44:03   10 sfp1                    bridge1
`,
    ),
  ).toEqual(['- 44:01 dynamic ether 1 up', '1500 44:02 self bridge1', '10 44:03 static sfp1']);
});

test('the same on release 7', () => {
  expect(
    fdb(
      alsoReads?.fdb?.[0],
      `Flags: D - DYNAMIC; L - LOCAL; E - EXTERNAL
Columns: MAC-ADDRESS, VID, ON-INTERFACE, BRIDGE
#     MAC-ADDRESS        VID  ON-INTERFACE  BRIDGE
0 DL  00:11:22:33:44:01       ether1        bridge1
1 D E 00:11:22:33:44:02   10  ether2        bridge1
`,
    ),
  ).toEqual(['- 44:01 self ether1', '10 44:02 dynamic ether2']);
});
