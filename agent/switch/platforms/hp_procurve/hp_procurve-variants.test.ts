/** Lines that no recording here has, in the format of the platform: other releases, other product lines. */
import { expect, test } from 'vitest';
import { parseText } from '../../parse/index.ts';
import type { Command } from '../../platform.ts';
import { hpProcurve } from './index.ts';

const { commands } = hpProcurve;

function read<Row>(command: Command<Row> | undefined, text: string): readonly Row[] {
  if (command === undefined) throw new Error('the pack has no such command');
  const { rows, unknown } = parseText(command, text);
  expect(unknown).toEqual([]);
  return rows;
}

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
