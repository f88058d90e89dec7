/** Lines that no recording here has, in the format of the platform: other releases, other product lines. */
import { expect, test } from 'vitest';
import { read } from '../testing/read.ts';
import { dellPowerconnect } from './index.ts';

const { commands } = dellPowerconnect;

test('a channel of the 6200 without ports', () => {
  expect(
    read(
      commands.lags[0],
      `Channel   Ports                         Hash Algorithm Type
-------   ----------------------------- -------------------
ch1       Active: 1/g1, 1/g2
ch2       No Configured Ports           3
`,
    ),
  ).toEqual([
    { lag: 'ch1', ports: ['1/g1', '1/g2'] },
    { lag: 'ch2', ports: [] },
  ]);
});

test('active and inactive ports in one line, parted by a semicolon', () => {
  expect(
    read(commands.lags[0], 'Channel   Ports\n-------   -----\nch2       Active: 1/g3; Inactive: 1/g4\n'),
  ).toEqual([{ lag: 'ch2', ports: ['1/g3', '1/g4'] }]);
});
