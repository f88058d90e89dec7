/** Lines that no recording here has, in the format of the platform: other releases, other product lines. */
import { expect, test } from 'vitest';
import type { Command, FdbRow } from '../../platform.ts';
import { read } from '../testing/read.ts';
import { aristaEos } from './index.ts';

const { commands } = aristaEos;

/** `10 44:55 dynamic Gi1/0/1`, one text per row. */
function fdb(command: Command<FdbRow> | undefined, text: string): string[] {
  return read(command, text).map(
    ({ mac, vlan, type, port }) => `${vlan ?? '-'} ${mac.slice(-5)} ${type} ${port || '-'}`,
  );
}

test('types of an MLAG peer, and addresses behind a VXLAN, which are on no port', () => {
  expect(
    fdb(
      commands.fdb[0]?.alternative,
      `Vlan    Mac Address       Type        Ports      Moves   Last Move
----    -----------       ----        -----      -----   ---------
1500    0011.2233.4401    DYNAMIC     Po10       2       10 days, 1:02:03 ago
  10    0011.2233.4402    DYNAMIC     Vx1        1       1:00:00 ago
  20    0011.2233.4403    PEERDYNAMIC Po5        1       0:00:12 ago
  20    0011.2233.4404    STATIC      Router
`,
    ),
  ).toEqual(['1500 44:01 dynamic Po10', '20 44:03 dynamic Po5', '20 44:04 static Router']);
});

test('the peer link of show mlag, whose colon stands far to the right', () => {
  expect(
    read(
      commands.lags[1]?.alternative,
      `MLAG Configuration:
domain-id                          :                mlag1
local-interface                    :             Vlan4094
peer-link                          :       Port-Channel10
`,
    ),
  ).toMatchObject([{ lag: 'Po10', peerLink: true }]);
});

test('members of the MLAG peer are none of ours', () => {
  expect(
    read(
      commands.lags[0]?.alternative,
      `                 Flags
------------------------ ---------------------------- -------------------------
  a - LACP Active           p - LACP Passive           * - static fallback

   Port-Channel       Protocol    Ports
------------------ -------------- ------------------------
   Po10(U)            LACP(a)     Et1(PG+) Et49/1(PG+) PEt1(P)
`,
    ),
  ).toMatchObject([{ lag: 'Po10', ports: ['Et1', 'Et49/1'] }]);
});

test('the load without the dust of floating point', () => {
  expect(
    read(
      commands.cpu[0]?.alternative,
      `%Cpu(s):  3.1 us,  1.0 sy,  0.0 ni, 95.9 id,  0.0 wa,  0.0 hi,  0.0 si,  0.0 st
`,
    ),
  ).toMatchObject([{ fiveSecondsPercent: 4.1 }]);
});

test('a port page of later releases has keys with more than words, and a virtual switch no serial number', () => {
  expect(
    read(
      commands.configs[0]?.alternative,
      `Name: Et1
Switchport: Enabled
Administrative Mode: static access
Dot1q ethertype/TPID: 0x8100 (active)
Dot1q Vlan Tag Required (Administrative/Operational): No/No
Access Mode VLAN: 10 (users)
`,
    ),
  ).toMatchObject([{ name: 'Et1', mode: 'access', accessVlan: 10 }]);
  expect(read(commands.system[0]?.alternative, 'Arista vEOS-lab\nSerial number: N/A\n')).toEqual([
    { model: 'vEOS-lab' },
  ]);
});
