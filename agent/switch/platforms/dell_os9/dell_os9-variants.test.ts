/** Lines that no recording here has, in the format of the platform: other releases, other product lines. */
import { expect, test } from 'vitest';
import { read } from '../testing/read.ts';
import { dellOs9 } from './index.ts';

const { commands } = dellOs9;

test('a switch without a serial number is known by its service tag', () => {
  expect(
    read(
      commands.system[1],
      `System Type         : S4048-ON
Software Version    : 9.14(2.0)

Unit Type                     Serial Number   Part Number  Rev  Piece Part ID              Rev  Svc Tag  Exprs Svc Code
------------------------------------------------------------------------------------------------------------------------
*  1   S4048-ON                NA              0J09D3       A00  CN0J09D37793159J0012      A00  ABC1234  123 456 789 01
   1   S4048-ON-PWR-1-AC       NA              0T9FNW       A00  CN0T9FNW2829856J00GS      A00  NA       NA
   1   S4048-ON-FANTRAY-1      NA              0MGDH8       A00  CN0MGDH8                  A00  NA       NA
`,
    ),
  ).toEqual([{ model: 'S4048-ON', softwareVersion: '9.14(2.0)', serial: 'ABC1234' }]);
});

test('an address of zeros was asked for and not answered', () => {
  expect(
    read(
      commands.arp[0],
      `Protocol    Address         Age(min)  Hardware Address    Interface      VLAN             CPU
---------------------------------------------------------------------------------------------
Internet    10.0.0.5              1   00:11:22:33:44:05    Te 0/9          -              CP
Internet    10.0.0.6              -   00:00:00:00:00:00    Te 0/9          -              CP
`,
    ),
  ).toMatchObject([{ address: '10.0.0.5', port: 'Te0/9' }]);
});
