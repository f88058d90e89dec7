/** Lines that no recording here has, in the format of the platform: other releases, other product lines. */
import { expect, test } from 'vitest';
import { parseText } from '../../parse/index.ts';
import type { Command, FdbRow } from '../../platform.ts';
import { read } from '../testing/read.ts';
import { mikrotikRouteros } from './index.ts';

const { alsoReads } = mikrotikRouteros;

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

test('the table of hosts before release 6.41, and a comment above a host', () => {
  expect(
    fdb(
      alsoReads?.fdb?.[0],
      `Flags: L - local, E - external-fdb
  BRIDGE           MAC-ADDRESS       ON-INTERFACE      AGE
  bridge1          00:11:22:33:44:01 ether3            3s
L bridge1          00:11:22:33:44:02 ether 2           0s
`,
    ),
  ).toEqual(['- 44:01 dynamic ether3', '- 44:02 self ether 2']);
  expect(
    fdb(
      alsoReads?.fdb?.[0],
      `#    MAC-ADDRESS        VID  ON-INTERFACE   BRIDGE   AGE
;;; printer
2    00:11:22:33:44:03   10  sfp-sfpplus1   bridge1
`,
    ),
  ).toEqual(['10 44:03 static sfp-sfpplus1']);
});

test('a comment in the line of an entry, and one that holds number and flags of the line below', () => {
  expect(
    read(
      mikrotikRouteros.commands.ports[0],
      ' 1  RS ;;; office printer name=ether2 default-name=ether2 type=ether mtu=1500\n',
    ),
  ).toMatchObject([{ name: 'ether2', description: 'office printer', operUp: true }]);
  expect(
    read(
      alsoReads?.ports?.[1],
      ` #     NAME                                TYPE       ACTUAL-MTU L2MTU  MAX-L2MTU MAC-ADDRESS
 0  R  ether1                              ether            1500  1592       9578 00:11:22:33:44:01
 1  X  ;;; printer
       ether2                              ether            1500  1592       9578 00:11:22:33:44:02
 2     ether3                              ether            1500  1592       9578 00:11:22:33:44:03
`,
    ),
  ).toMatchObject([
    { name: 'ether1', description: undefined, operUp: true },
    { name: 'ether2', description: 'printer', adminUp: false },
    { name: 'ether3', description: undefined, adminUp: true },
  ]);
});

test('a text that goes on in the next line is joined by one blank', () => {
  expect(
    read(
      alsoReads?.neighbours?.[0],
      ` 0 interface=ether1 mac-address=00:11:22:33:44:55 identity="sw" system-description="MikroTik RouterOS 7.11.2
   (stable) CRS326" discovered-by=lldp
`,
    ),
  ).toMatchObject([{ systemName: 'sw', systemDescription: 'MikroTik RouterOS 7.11.2 (stable) CRS326' }]);
});

test('an ARP entry whose address cannot be read is counted, one without an answer is not', () => {
  const [arp] = mikrotikRouteros.commands.arp;
  if (arp === undefined) throw new Error('the pack has no such command');
  const cut = ' 0 DC address=10.0.0.1 mac-address=00:11:22 interface=bridge1\n';
  expect(parseText(arp, cut)).toMatchObject({ rows: [], unknownCount: 1 });
  expect(parseText(arp, ' 1 D address=10.0.0.2 interface=bridge1\n')).toMatchObject({
    rows: [],
    unknownCount: 0,
  });
});
