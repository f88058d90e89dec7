/** MAC tables as firmware 4 to 6 and the PowerConnects print them, row by row. Written from manuals and habit, not recorded. */
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

const HEADING = `Aging time is 300 Sec

Vlan     Mac Address           Type        Port
-------- --------------------- ----------- ---------------------
`;

test.each([
  [
    'an N-series',
    `${HEADING}1        001E.C9AA.AB01        Dynamic     Gi1/0/1
1        001E.C9AA.AB02        Dynamic     Te1/0/24
10       001E.C9AA.AB03        Dynamic     Tw1/0/2
10       001E.C9AA.AB04        Dynamic     Fo1/1/1
10       001E.C9AA.AB05        Dynamic     Hu1/1/1
4093     001E.C9AA.AB06        Static      Po128
1        001E.C9AA.AB07        Management  Vl1
1        001E.C9AA.AB08        Management  CPU Interface:  0/5/1
20       001E.C9AA.AB09        Secure      Gi2/0/48
20       001E.C9AA.AB0A        Self        Vl20
20       001E.C9AA.AB0B        Dot1x       Gi2/0/7
20       001E.C9AA.AB0C        GMRP Learned Gi2/0/8

Total MAC Addresses in use: 12
`,
    [
      '1 ab:01 dynamic Gi1/0/1',
      '1 ab:02 dynamic Te1/0/24',
      '10 ab:03 dynamic Tw1/0/2',
      '10 ab:04 dynamic Fo1/1/1',
      '10 ab:05 dynamic Hu1/1/1',
      '4093 ab:06 static Po128',
      '1 ab:07 self Vl1',
      '1 ab:08 self CPU Interface: 0/5/1',
      '20 ab:09 secure Gi2/0/48',
      '20 ab:0a self Vl20',
      '20 ab:0b other Gi2/0/7',
      '20 ab:0c dynamic Gi2/0/8',
    ],
  ],
  [
    'a PowerConnect 62xx',
    `Aging time is 300 Sec

Vlan     Mac Address           Port                  Type
-------- --------------------- --------------------- -----------
1        0001.2233.4401        1/g5                  Dynamic
1        0001.2233.4402        1/xg1                 Dynamic
10       0001.2233.4403        ch1                   Dynamic
10       0001.2233.4404        cpu                   Management
0        0001.2233.4405        CPU Interface:  0/5/1 Management
10       0001.2233.4406        2/0/3                 Static
`,
    [
      '1 44:01 dynamic 1/g5',
      '1 44:02 dynamic 1/xg1',
      '10 44:03 dynamic ch1',
      '10 44:04 self cpu',
      '- 44:05 self CPU Interface: 0/5/1',
      '10 44:06 static 2/0/3',
    ],
  ],
  [
    'a 70xx with a page number and counts',
    `Aging time is 300 Sec

Vlan     Mac Address           Type        Port
-------- --------------------- ----------- ---------------------
1        0001.2233.4401        Dynamic     gi1/0/5

--More-- or (q)uit
1        0001.2233.4402        Dynamic     te1/0/5

MAC Address Table Entries: 2
Maximum MAC addresses supported: 8192
`,
    ['1 44:01 dynamic Gi1/0/5', '1 44:02 dynamic Te1/0/5'],
  ],
  [
    'colons and tabs',
    `Vlan\tMac Address\tType\tPort
----\t-----------\t----\t----
1\t00:01:22:33:44:01\tDynamic\tGi1/0/5
`,
    ['1 44:01 dynamic Gi1/0/5'],
  ],
  [
    'VLAN ID, MAC address, interface and status of another branch',
    `VLAN ID  MAC Address         Interface              IfIndex  Status
-------  ------------------  ---------------------  -------  ------------
1        F8:B1:56:00:00:01   Gi1/0/1                1        Learned
1        F8:B1:56:00:00:02   CPU Interface:  0/5/1  65       Management
1        F8:B1:56:00:00:03   Po3                    70       GMRP Learned
`,
    ['1 00:01 dynamic Gi1/0/1', '1 00:02 self CPU Interface: 0/5/1', '1 00:03 dynamic Po3'],
  ],
] as const)('%s', (_name, text, expected) => {
  expect(read(text)).toEqual(expected);
});

const LOG = '<189> Nov 21 10:00:00 10.0.0.1-1 TRAPMGR[tTrap]: traputil.c(721) 40 %% NOTE Link Up: Gi1/0/12';
const ROWS =
  '1        0011.2233.4455        Dynamic     Gi1/0/12\n20       0011.2233.4456        Dynamic     Po1\n';

test('a log message at any place costs no row and makes none', () => {
  for (let at = 0; at <= ROWS.length; at += 1)
    for (const end of ['\n', ''])
      expect(read(`${HEADING}${ROWS.slice(0, at)}${end}${LOG}\n${ROWS.slice(at)}`), String(at)).toEqual([
        '1 44:55 dynamic Gi1/0/12',
        '20 44:56 dynamic Po1',
      ]);
});
