/** Lines that no recording here has, in the format of the platform: other releases, other product lines. */
import { expect, test } from 'vitest';
import type { Command, FdbRow } from '../../platform.ts';
import { read } from '../testing/read.ts';
import { dellOs6 } from './index.ts';

const { commands } = dellOs6;

/** `10 44:55 dynamic Gi1/0/1`, one text per row. */
function fdb(command: Command<FdbRow> | undefined, text: string): string[] {
  return read(command, text).map(
    ({ mac, vlan, type, port }) => `${vlan ?? '-'} ${mac.slice(-5)} ${type} ${port || '-'}`,
  );
}

test('types of two words', () => {
  expect(
    fdb(
      commands.fdb[0],
      `Vlan     Mac Address           Type        Port
-------- --------------------- ----------- ---------------------
1500     0011.2233.4401        Dynamic     Po128
20       0011.2233.4402        MAB Learned Gi2/0/2
20       0011.2233.4403        Secure Dynamic Gi2/0/3
1        0011.2233.4404        Management  CPU Interface: 0/5/1
`,
    ),
  ).toEqual([
    '1500 44:01 dynamic Po128',
    '20 44:02 dynamic Gi2/0/2',
    '20 44:03 secure Gi2/0/3',
    '1 44:04 self CPU Interface: 0/5/1',
  ]);
});

test('a heading that stands a letter beside its ruler', () => {
  expect(
    read(
      commands.ports[0],
      `Port      Description               Vlan  Duplex Speed  Neg  Link   Flow Ctrl  M
                                                             State  Status
--------- ------------------------- ----- ------ ------- ---- ------ --------- -
Gi1/0/2                             1500  Full   1000    Auto Down   Inactive  A
`,
    ),
  ).toMatchObject([{ name: 'Gi1/0/2', state: 'down', vlan: 1_500, speedMbps: 1_000, mode: 'access' }]);
});

test('a port there that is wider than its column', () => {
  expect(
    read(
      commands.neighbours[0],
      `Interface RemID   Chassis ID          Port ID           System Name
--------- ------- ------------------- ----------------- -----------------
Te1/0/1   12      00:11:22:33:44:56   TenGigabitEthernet1/0/1 core
Gi1/0/4   4       00:11:22:33:44:58   a4:b1:c2:d3:e4:f5 AP 12
`,
    ),
  ).toMatchObject([
    { port: 'Te1/0/1', remotePort: 'Te1/0/1', systemName: 'core' },
    { port: 'Gi1/0/4', remotePort: 'a4:b1:c2:d3:e4:f5', systemName: 'AP 12' },
  ]);
});

test('a long name of a remote port that goes on with what looks like a port is one neighbour', () => {
  expect(
    read(
      commands.neighbours[0],
      `LLDP Remote Device Summary

Local
Interface RemID   Chassis ID          Port ID           System Name
--------- ------- ------------------- ----------------- -----------------
Te1/1/1   3       00:11:22:33:44:02   TenGigabitEtherne core-1
                                      t1/0/1
Te1/1/2   4       00:11:22:33:44:03   GigabitEthernet   core-2
                                      1/0/2
`,
    ),
  ).toMatchObject([
    { port: 'Te1/1/1', remotePort: 'Te1/0/1', systemName: 'core-1' },
    { port: 'Te1/1/2', remotePort: 'Gi1/0/2', systemName: 'core-2' },
  ]);
});

test('the line of totals stands in by a blank on some releases', () => {
  expect(
    read(commands.cpu[0], ' Total CPU Utilization              12.95%      10.05%       9.92%\n'),
  ).toEqual([{ fiveSecondsPercent: 12.95, minutePercent: 10.05, fiveMinutesPercent: 9.92 }]);
});

test('a list of VLANs that goes on at the margin, and no VLANs for copies', () => {
  expect(
    read(
      commands.configs[0],
      `Port: Gi1/0/2
VLAN Membership Mode: Trunk Mode
Trunking Mode Native VLAN: 99
Trunking Mode VLANs Enabled: 10-20,30,
50-60
Default Priority: 0
`,
    ),
  ).toMatchObject([{ name: 'Gi1/0/2', nativeVlan: 99, taggedVlans: '10-20,30,50-60' }]);
  expect(
    read(
      commands.vlans[0],
      `VLAN   Name                             Ports          Type
-----  ---------------                  -------------  --------------
10     users                            Gi1/0/1        Static

RSPAN Vlan
---------------------------------------------------------------------
None
`,
    ),
  ).toEqual([{ vlan: 10, name: 'users', ports: ['Gi1/0/1'] }]);
});
