/** MAC tables as the releases and families print them, row by row. Written from manuals and habit, not recorded. */
import { expect, test } from 'vitest';
import { parseText } from '../../parse/index.ts';
import { fdbCommands } from './fdb.ts';

const [command] = fdbCommands;
if (command === undefined) throw new Error('the pack has no MAC table command');

/** `10 44:55 dynamic Gi1/0/1`, one text per row; unknown lines begin with `?`. */
function read(text: string): string[] {
  if (command === undefined) return [];
  const { rows, unknown, unknownCount } = parseText(command, text.replaceAll('\n', '\r\n'));
  expect(unknownCount).toBe(unknown.length);
  return [
    ...rows.map((row) => `${row.vlan ?? '-'} ${row.mac.slice(-5)} ${row.type} ${row.port || '-'}`),
    ...unknown.map((line) => `? ${line.trim()}`),
  ];
}

const IOS_HEADING = `          Mac Address Table
-------------------------------------------

Vlan    Mac Address       Type        Ports
----    -----------       --------    -----
`;

test.each([
  [
    'stamps of load and time, and addresses behind tunnels, which are on no port',
    `Load for five secs: 9%/0%; one minute: 7%; five minutes: 7%
Time source is NTP, 10:00:00.123 CET Mon Nov 21 2026

${IOS_HEADING}  10    0011.2233.4401    DYNAMIC     Gi1/0/1
  10    0011.2233.4455    DYNAMIC     VPLS peer 10.0.0.1(2:1)
  10    0011.2233.4456    DYNAMIC     nve1.VNI10010
  10    0011.2233.4457    CP_LEARN    nve1
  10    0011.2233.4458    DYNAMIC     pseudowire100001
  10    0011.2233.4459    STATIC      Gi1/0/2 nve1
  10    0011.2233.4460    DYNAMIC     VPLS
`,
    [
      '10 44:01 dynamic Gi1/0/1',
      '10 44:59 static Gi1/0/2',
      '10 44:59 static nve1',
      '? 10    0011.2233.4460    DYNAMIC     VPLS',
    ],
  ],
  [
    'a 2960 after 12.2',
    `${IOS_HEADING} All    0100.0ccc.cccc    STATIC      CPU
 All    ffff.ffff.ffff    STATIC      CPU
   1    0011.2233.4455    DYNAMIC     Fa0/1
 100    0011.2233.4456    DYNAMIC     Po1
4094    0011.2233.4457    STATIC      Gi0/24
 N/A    0011.2233.4458    STATIC      CPU
Total Mac Addresses for this criterion: 6
`,
    [
      '- cc:cc static CPU',
      '- ff:ff static CPU',
      '1 44:55 dynamic Fa0/1',
      '100 44:56 dynamic Po1',
      '4094 44:57 static Gi0/24',
      '- 44:58 static CPU',
    ],
  ],
  [
    'the ports of a 9300 and a 9500',
    `${IOS_HEADING}  10    0011.2233.4401    DYNAMIC     Gi1/0/1
  10    0011.2233.4402    DYNAMIC     Te1/1/4
  10    0011.2233.4403    DYNAMIC     Fo1/1/1
  10    0011.2233.4404    DYNAMIC     Twe1/0/1
  10    0011.2233.4405    DYNAMIC     Hu1/0/49
  10    0011.2233.4406    DYNAMIC     Tw1/0/12
  10    0011.2233.4407    DYNAMIC     Ap1/0/1
  10    0011.2233.4408    DYNAMIC     AppGigabitEthernet1/0/1
  10    0011.2233.4409    STATIC      Vl10
  10    0011.2233.440a    STATIC      Drop
  10    0011.2233.440b    CP_LEARN    Tu0
  10    0011.2233.440c    DYNAMIC     Fif1/0/1
  10    0011.2233.440d    DYNAMIC     FiftyGigE1/0/1
  10    0011.2233.440e    DYNAMIC     FourHundredGigE1/0/1
  10    0011.2233.440f    DYNAMIC     Po1.100
Total Mac Addresses for this criterion: 15
Total Mac Addresses installed by LISP: REMOTE: 1
`,
    [
      '10 44:01 dynamic Gi1/0/1',
      '10 44:02 dynamic Te1/1/4',
      '10 44:03 dynamic Fo1/1/1',
      '10 44:04 dynamic Twe1/0/1',
      '10 44:05 dynamic Hu1/0/49',
      '10 44:06 dynamic Tw1/0/12',
      '10 44:07 dynamic Ap1/0/1',
      '10 44:08 dynamic Ap1/0/1',
      '10 44:09 static Vl10',
      '10 44:0a static Drop',
      '10 44:0b dynamic Tu0',
      '10 44:0c dynamic Fif1/0/1',
      '10 44:0d dynamic Fif1/0/1',
      '10 44:0e dynamic Fou1/0/1',
      '10 44:0f dynamic Po1.100',
    ],
  ],
  [
    'private VLANs',
    `${IOS_HEADING}  20    0011.2233.4401    DYNAMIC pv  Gi1/0/3
  20    0011.2233.4402    DYNAMIC     Gi1/0/3 (pv)
  20    0011.2233.4403    DYNAMIC(pv) Gi1/0/3
  20    0011.2233.4404    BLOCKED     Gi1/0/3
`,
    [
      '20 44:01 dynamic Gi1/0/3',
      '20 44:02 dynamic Gi1/0/3',
      '20 44:03 dynamic Gi1/0/3',
      '20 44:04 other Gi1/0/3',
    ],
  ],
  [
    'several ports in a static row of a 2960',
    `${IOS_HEADING}   1    0100.5e01.0101    STATIC      Gi1/0/1 Gi1/0/2
                                    Gi1/0/3
   1    0100.5e01.0102    USER        Gi1/0/1,Gi1/0/2
   1    0100.5e01.0103    IGMP        Gi1/0/1, Gi1/0/2,
                                    Po1
`,
    [
      '1 01:01 static Gi1/0/1',
      '1 01:01 static Gi1/0/2',
      '1 01:01 static Gi1/0/3',
      '1 01:02 other Gi1/0/1',
      '1 01:02 other Gi1/0/2',
      '1 01:03 other Gi1/0/1',
      '1 01:03 other Gi1/0/2',
      '1 01:03 other Po1',
    ],
  ],
  [
    'a 2900XL and an EtherSwitch module',
    `Dynamic Address Count:                 2
Secure Address Count:                  0
Static Address (User-defined) Count:   1
System Self Address Count:             1
Total MAC addresses:                   4
Maximum MAC addresses:                 8192
Non-static Address Table:
Destination Address  Address Type  VLAN  Destination Port
-------------------  ------------  ----  --------------------
0010.0de0.e289       Dynamic          1  FastEthernet0/1
0010.7b00.1540       Dynamic          2  FastEthernet0/5
Static Address Table:
Destination Address  VLAN  Input Port            Output Ports
-------------------  ----  --------------------  --------------------
0010.7b00.1545       2     ALL                   Fa0/2 Fa0/3
`,
    ['1 e2:89 dynamic Fa0/1', '2 15:40 dynamic Fa0/5', '2 15:45 static Fa0/2', '2 15:45 static Fa0/3'],
  ],
  [
    'a router with modules',
    `EHWIC: 0
Destination Address  Address Type  VLAN  Destination Port
-------------------  ------------  ----  --------------------
0011.2233.4401       Self             1  Vlan1
0011.2233.4402       Dynamic         20  GigabitEthernet0/1/3

NM Slot: 1
--------------
Destination Address  Address Type  VLAN  Destination Port
-------------------  ------------  ----  --------------------
0011.2233.4403       Secure           1  FastEthernet1/0
`,
    ['1 44:01 self Vl1', '20 44:02 dynamic Gi0/1/3', '1 44:03 secure Fa1/0'],
  ],
  [
    'a 4500',
    `Unicast Entries
 vlan   mac address     type        protocols               port
-------+---------------+--------+---------------------+--------------------
   1    0011.2233.4401   dynamic ip,ipx,assigned,other GigabitEthernet1/1
   1    0011.2233.4402   dynamic ip                    Port-channel1
   1    0011.2233.4403    static ip,ipx,assigned,other Switch
   1    0011.2233.4404   dynamic ip,assigned           TenGigabitEthernet1/1/1
 100    0011.2233.4405    static assigned              FastEthernet3/1

Multicast Entries
 vlan    mac address     type    ports
-------+---------------+-------+--------------------------------------------
   1    0100.0ccc.cccd  system Gi1/1,Gi1/2,Gi1/3
   1    ffff.ffff.ffff  system Gi1/1,Gi1/2,Gi1/3,Gi1/4,Gi1/5,Gi1/6,
                               Gi1/7,Switch
`,
    [
      '1 44:01 dynamic Gi1/1',
      '1 44:02 dynamic Po1',
      '1 44:03 static Switch',
      '1 44:04 dynamic Te1/1/1',
      '100 44:05 static Fa3/1',
      '1 cc:cd other Gi1/1',
      '1 cc:cd other Gi1/2',
      '1 cc:cd other Gi1/3',
      '1 ff:ff other Gi1/1',
      '1 ff:ff other Gi1/2',
      '1 ff:ff other Gi1/3',
      '1 ff:ff other Gi1/4',
      '1 ff:ff other Gi1/5',
      '1 ff:ff other Gi1/6',
      '1 ff:ff other Gi1/7',
      '1 ff:ff other Switch',
    ],
  ],
  [
    'a 6500',
    `Legend: * - primary entry
        age - seconds since last seen
        n/a - not available
        S - secure entry
        R - router's gateway mac address entry
        D - Duplicate mac address entry

Displaying entries from active supervisor:

     vlan     mac address     type    learn     age              ports
----+----+---------------+-------+-----+----------+-----------------------------
*    100   0011.2233.4401   dynamic  Yes         15   Gi1/1
* S  100   0011.2233.4402   static   Yes          -   Gi1/2
R    100   0011.2233.4403   static   No           -   Router
*    ---   0000.0000.0000   static   No           -   Router
*    200   3333.0000.0001   static   Yes          -   Gi1/1,Gi1/2,Po10,
                                                      Router,Switch
*    200   0011.2233.4404   dynamic  Yes        n/a   Po10
 D   200   0011.2233.4405   dynamic  Yes          0   Po20
*    200   0011.2233.4406   dynamic  Yes          5
Displaying entries from DFC switch [1] linecard [3]:

*    100   0011.2233.4401   dynamic  Yes        225   Gi1/1
`,
    [
      '100 44:01 dynamic Gi1/1',
      '100 44:02 static Gi1/2',
      '100 44:03 static Router',
      '- 00:00 static Router',
      '200 00:01 static Gi1/1',
      '200 00:01 static Gi1/2',
      '200 00:01 static Po10',
      '200 00:01 static Router',
      '200 00:01 static Switch',
      '200 44:04 dynamic Po10',
      '200 44:05 dynamic Po20',
      '100 44:01 dynamic Gi1/1',
      '? *    200   0011.2233.4406   dynamic  Yes          5',
    ],
  ],
  [
    'a 6500 with quality of service and modules',
    `Codes: * - primary entry

  vlan   mac address     type    learn qos            ports
------+----------------+--------+-----+---+--------------------------
Supervisor:
*  101  0011.2233.4401   dynamic  Yes   --  Gi2/1
No entries present.
Module 3:
*  102  0011.2233.4402   dynamic  Yes   --  Te3/1,Te3/2
Module 13[FE 2]:
*  102  0011.2233.4403   dynamic  Yes   --  Po7
`,
    [
      '101 44:01 dynamic Gi2/1',
      '102 44:02 dynamic Te3/1',
      '102 44:02 dynamic Te3/2',
      '102 44:03 dynamic Po7',
    ],
  ],
  [
    'a table without blanks between vlan and type of other widths',
    `vlan   mac address     type    learn     age              ports
------+----------------+--------+-----+----------+--------------------------
*   1  0011.2233.4401    dynamic  Yes  1350   Fa3/48
`,
    ['1 44:01 dynamic Fa3/48'],
  ],
] as const)('%s', (_name, text, expected) => {
  expect(read(text)).toEqual(expected);
});

test.each([
  ['cut within the address', '   1    0011.2233.44'],
  ['cut within the type', '   1    0011.2233.4455    DYNA'],
  ['cut at the begin of the type', '   1    0011.2233.4455    D'],
  ['cut within another type', '   1    0011.2233.4455    STAT'],
  ['cut within the port', '   1    0011.2233.4455    DYNAMIC     G'],
  ['spoilt by foreign words', '   1    0011.2233.4455    DYNAMIC     Gi1/0/1 ERROR: buffer lost'],
  ['without anything behind', '   1    0011.2233.4455'],
])('a row %s is no row but an unknown line', (_name, line) => {
  expect(read(`${IOS_HEADING}${line}`)).toEqual([`? ${line.trim()}`]);
});

const LOG = '*Mar  1 00:01:02.123: %LINK-3-UPDOWN: Interface GigabitEthernet1/0/12, changed state to up';
const ROWS = '   1    0011.2233.4455    DYNAMIC     Gi1/0/12\n  20    0011.2233.4456    DYNAMIC     Po1\n';

test('a log message at any place, on its own line or not, costs no row and makes none', () => {
  const expected = ['1 44:55 dynamic Gi1/0/12', '20 44:56 dynamic Po1'];
  for (let at = 0; at <= ROWS.length; at += 1) {
    const [before, after] = [ROWS.slice(0, at), ROWS.slice(at)];
    for (const text of [`${before}\n${LOG}\n${after}`, `${before}${LOG}\n${after}`])
      expect(read(`${IOS_HEADING}${text}`), JSON.stringify(text)).toEqual(expected);
  }
});
