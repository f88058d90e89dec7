import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseText } from '../../parse/index.ts';
import { fdbCommands, fdbLookup } from './fdb.ts';

const [command] = fdbCommands;
if (command === undefined) throw new Error('the pack has no MAC table command');

const recording = (name: string): string =>
  readFileSync(
    new URL(
      `../../../../test/fixtures/switch/ntc/cisco_ios/show_mac-address-table/${name}.raw`,
      import.meta.url,
    ),
    'utf8',
  );

test('S1.23 the multicast section of a Catalyst 4500 is read, over its wrapped lines', () => {
  const { rows, unknown } = parseText(command, recording('cisco_ios_show_mac-address-table7'));
  expect(unknown).toEqual([]);
  expect(rows.slice(0, 6).map((row) => `${row.vlan} ${row.port} ${row.type}`)).toEqual([
    '46 Te5/1 dynamic',
    '46 Gi1/15 dynamic',
    '46 Gi7/13 dynamic',
    '48 Te7/1 dynamic',
    '48 Te1/10 dynamic',
    '48 Switch static',
  ]);
  const multicast = rows.filter((row) => row.mac === 'ff:ff:ff:ff:ff:ff');
  expect(multicast.filter((row) => row.vlan === 1)).toEqual([
    { mac: 'ff:ff:ff:ff:ff:ff', vlan: 1, port: '', type: 'other' },
  ]);
  expect(multicast.filter((row) => row.vlan === 46).map((row) => row.port)).toEqual(
    'Gi1/13 Gi1/14 Gi1/15 Gi1/48 Gi7/13 Gi7/14 Gi7/15 Te5/1'.split(' '),
  );
  expect(multicast.filter((row) => row.vlan === 48)).toHaveLength(20);
});

test('S1.23 three supervisors of a Catalyst 6500 give their rows three times', () => {
  const { rows, unknownCount } = parseText(command, recording('cisco_ios_show_mac-address-table8'));
  expect(unknownCount).toBe(0);
  expect(rows).toHaveLength(49);
  expect(rows.filter((row) => row.mac === 'a0:99:9b:05:ff:af').map((row) => row.port)).toEqual([
    'Te1/8',
    'Te1/8',
    'Te1/8',
  ]);
});

test('the lookup asks in dots, and in one word where the device rejects two', () => {
  const lookup = fdbLookup('0011.2233.4455');
  expect(lookup.command).toBe('show mac address-table address 0011.2233.4455');
  expect(lookup.alternative?.command).toBe('show mac-address-table address 0011.2233.4455');
});

test('an address that is not in the table is a complete answer of no rows', () => {
  const empty = [
    '          Mac Address Table',
    '-------------------------------------------',
    '',
    'Vlan    Mac Address       Type        Ports',
    '----    -----------       --------    -----',
    '',
  ].join('\r\n');
  expect(parseText(command, empty)).toEqual({ rows: [], unknown: [], unknownCount: 0 });
  expect(parseText(command, 'No entries present.\r\n')).toEqual({ rows: [], unknown: [], unknownCount: 0 });
});
