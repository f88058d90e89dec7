/** Lines that no recording here has, in the format of the platform: other releases, other product lines. */
import { expect, test } from 'vitest';
import { parseText } from '../../parse/index.ts';
import type { Command } from '../../platform.ts';
import { extremeExos } from './index.ts';

const { commands, alsoReads } = extremeExos;

function read<Row>(command: Command<Row> | undefined, text: string): readonly Row[] {
  if (command === undefined) throw new Error('the pack has no such command');
  const { rows, unknown } = parseText(command, text);
  expect(unknown).toEqual([]);
  return rows;
}

test('groups with the fewest links they need', () => {
  expect(
    read(
      commands.lags[0],
      `Load Sharing Monitor
Config    Current Agg     Min     Ld Share  Ld Share  Agg Link  Link Up
Master    Master  Control Active  Algorithm Group     Mbr State Transitions
================================================================================
  1:1     1:1     LACP      1     L2        1:1        Y    A      3
                                  L2        2:1        Y    A      2
    5                       1     L3_L4     5          -    R      0
================================================================================
Link State: A-Active, D-Disabled, R-Ready, NP-Port not present, L-Loopback
Minimum Active: (<) Group is down. # active links less than configured minimum
Number of load sharing trunks: 2
`,
    ),
  ).toMatchObject([
    { lag: '1:1', ports: ['1:1', '2:1'] },
    { lag: '5', ports: ['5'] },
  ]);
});

test('a port there of several words with a number at its end', () => {
  expect(
    read(
      alsoReads?.neighbours?.[0],
      `                Neighbor                 Neighbor              Neighbor
Port            Chassis ID               Port ID               TTL      Age     System Name
=============================================================================================
1:1             00:11:22:33:44:55        1:5                   120      10      core-1
3               00:11:22:33:44:66        Slot: 1, Port: 5      120      3       AP 12
`,
    ),
  ).toMatchObject([
    { port: '1:1', remotePort: '1:5', systemName: 'core-1' },
    { port: '3', remotePort: 'Slot: 1, Port: 5', systemName: 'AP 12' },
  ]);
});

test('flags of ports in a stack: no display string, and the group without a letter', () => {
  expect(
    read(
      alsoReads?.ports?.[0],
      `Port      Display             Flags                  Link      ELSM Link Num Num  Num   Jumbo QOS     Load
          String                                     State     /OAM UPs  STP VLAN Proto Size  profile Master
=========================================================================================================
1:1       uplink              Em------e--fMB---x     active    - / -  1    1    3     1  9216          1:1
1:2                           Dm------e--fMB---x     ready     - / -  0    1    1     1  9216
`,
    ),
  ).toMatchObject([
    { name: '1:1', description: 'uplink', state: 'up', lag: '1:1' },
    { name: '1:2', description: undefined, state: 'disabled', lag: undefined },
  ]);
});
