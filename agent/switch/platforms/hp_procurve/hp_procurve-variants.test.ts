/** Lines that no recording here has, in the format of the platform: other releases, other product lines. */
import { expect, test } from 'vitest';
import { parseText } from '../../parse/index.ts';
import { read } from '../testing/read.ts';
import { hpProcurve } from './index.ts';

const { commands } = hpProcurve;

test('a member of a trunk whose name is wider than the column of ports', () => {
  expect(
    read(
      commands.ports[0],
      `                  | Intrusion                           MDI  Flow Bcast
  Port  Type      | Alert     Enabled Status Mode       Mode Ctrl Limit
  ----- --------- + --------- ------- ------ ---------- ---- ---- -----
  1     100/1000T | No        Yes     Up     1000FDx    MDI  off  0
  A1-Trk1 10GbE-SR  | No      Yes     Up     10GigFD    NA   off  0
`,
    ),
  ).toMatchObject([
    { name: '1', state: 'up' },
    { name: 'A1', state: 'up', lag: 'Trk1', speedMbps: 10_000 },
  ]);
});

test('the table of trunks has a title on some releases', () => {
  const command = hpProcurve.commands.lags[0];
  if (command === undefined) throw new Error('the pack has no such command');
  const { rows, unknown } = parseText(
    command,
    ' Trunk Configuration\n\n  Port | Name        Type      | Group Type\n  ---- + ----------- --------- + ----- -----\n' +
      '  23   |             100/1000T | Trk1  LACP\n',
  );
  expect(unknown).toEqual([]);
  expect(rows).toEqual([{ lag: 'Trk1', ports: ['23'] }]);
});

test('the members of a stack with their models', () => {
  const command = commands.system.find(({ command: text }) => text === 'show vsf');
  expect(
    read(
      command,
      ` VSF Domain ID    : 1
 MAC Address      : 001122-334455
 Software Version : WC.16.10.0007

 Mbr
 ID  Mac Address   Model                                  Pri Status
 --- ------------- -------------------------------------- --- ---------------
*1   001122-334455 Aruba JL320A 2930M-24G-PoE+ Switch     128 Standby
 2   001122-334466 Aruba JL322A 2930M-48G-PoE+ Switch     200 Commander
 3   001122-334477 Aruba JL322A 2930M-48G-PoE+ Switch     128 Missing
`,
    ),
  ).toMatchObject([
    {
      model: 'Aruba JL322A 2930M-48G-PoE+ Switch',
      units: [
        { unit: '1', model: 'Aruba JL320A 2930M-24G-PoE+ Switch' },
        { unit: '2', model: 'Aruba JL322A 2930M-48G-PoE+ Switch' },
      ],
    },
  ]);
});
