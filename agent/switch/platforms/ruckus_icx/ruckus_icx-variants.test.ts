/** Lines that no recording here has, in the format of the platform: other releases, other product lines. */
import { expect, test } from 'vitest';
import { parseText } from '../../parse/index.ts';
import type { Command } from '../../platform.ts';
import { ruckusIcx } from './index.ts';

const { commands } = ruckusIcx;

function read<Row>(command: Command<Row> | undefined, text: string): readonly Row[] {
  if (command === undefined) throw new Error('the pack has no such command');
  const { rows, unknown } = parseText(command, text);
  expect(unknown).toEqual([]);
  return rows;
}

test('ARP entries on a port channel, and one that nobody answered', () => {
  expect(
    read(
      commands.arp[0],
      `No.   IP Address       MAC Address     Type     Age Port              Status
1     10.0.0.1         0011.2233.4455  Dynamic  0   1/1/1             Valid
2     10.0.0.2         0011.2233.4456  Dynamic  3   lg1*1/2/1         Valid
3     10.0.0.3         None            Dynamic  0   N/A               Pend
`,
    ),
  ).toMatchObject([
    { address: '10.0.0.1', port: '1/1/1' },
    { address: '10.0.0.2', port: 'lg1' },
  ]);
});
