/** Lines that no recording here has, in the format of the platform: other releases, other product lines. */
import { expect, test } from 'vitest';
import { parseText } from '../../parse/index.ts';
import type { Command, FdbRow } from '../../platform.ts';
import { juniperJunos } from './index.ts';

const { commands } = juniperJunos;

/** `10 44:55 dynamic ge-0/0/1 name`, one text per row. */
function fdb(command: Command<FdbRow> | undefined, text: string): string[] {
  if (command === undefined) throw new Error('the pack has no such command');
  const { rows, unknown } = parseText(command, text);
  expect(unknown).toEqual([]);
  return rows.map(
    ({ mac, vlan, type, port, vlanName }) => `${vlan ?? '-'} ${mac.slice(-5)} ${type} ${port} ${vlanName}`,
  );
}

test('ELS with group policies: a column of tags before the interface, names on lines of their own', () => {
  expect(
    fdb(
      commands.fdb[0],
      `MAC flags (S - static MAC, D - dynamic MAC, L - locally learned, P - Persistent static
           SE - statistics enabled, NM - non configured MAC, R - remote PE MAC, O - ovsdb MAC
           GBP - group based policy, B - Blocked MAC)

Ethernet switching table : 5 entries, 5 learned
Routing instance : default-switch
    Vlan                MAC                 MAC         GBP    Logical                SVLBNH/      Active
    name                address             flags       tag    interface              VENH Index   source
    v1500               00:11:22:33:44:01   D                  ge-0/0/1.0
    data                00:11:22:33:44:02   DR          100    vtep.32769                          10.0.0.1
    data                00:11:22:33:44:03   D           200    ae1.0
    data                00:11:22:33:44:04   DLR,SD             esi.100                00:01:02
    a-vlan-name-that-is-much-longer-than-its-column
                        00:11:22:33:44:05   D                  xe-0/0/1.0
`,
    ),
  ).toEqual([
    '1500 44:01 dynamic ge-0/0/1 v1500',
    '- 44:03 dynamic ae1 data',
    '- 44:05 dynamic xe-0/0/1 a-vlan-name-that-is-much-longer-than-its-column',
  ]);
});

test('an address of every VLAN has no name of one', () => {
  expect(
    fdb(
      commands.fdb[0],
      `Ethernet-switching table: 2 unicast entries
  VLAN              MAC address       Type         Age Interfaces
  *                 00:11:22:33:44:01 Static         - Router
  v10               00:11:22:33:44:02 Learn    1:02:03 ge-0/0/1.0
`,
    ),
  ).toEqual(['- 44:01 self Router undefined', '10 44:02 dynamic ge-0/0/1 v10']);
});

test('the table of one port has a title, and what another switch told is on no port', () => {
  const command = juniperJunos.portFdb?.('ae0');
  if (command === undefined) throw new Error('the pack has no such command');
  const { rows, unknown } = parseText(
    command,
    `MAC database for interface ae0.0

Ethernet switching table : 2 entries, 2 learned
Routing instance : default-switch
    Vlan                MAC                 MAC         Age    Logical                NH        RTR
    name                address             flags              interface              Index     ID
    VLAN100             00:11:22:33:44:01   D             -   ae0.0                  0         0
    V1                  00:11:22:33:44:02   DC            -                          202922    202922
`,
  );
  expect(unknown).toEqual([]);
  expect(rows).toMatchObject([{ mac: '00:11:22:33:44:01', vlan: 100, port: 'ae0' }]);
});

test('an address of the switch itself is on its routed interface', () => {
  const command = juniperJunos.commands.fdb[0];
  if (command === undefined) throw new Error('the pack has no such command');
  const { rows, unknown } = parseText(
    command,
    '    v10                 00:11:22:33:44:04   S,NM          -   irb.10                 0         0\n',
  );
  expect(unknown).toEqual([]);
  expect(rows).toMatchObject([{ vlan: 10, port: 'irb.10', type: 'self' }]);
});
