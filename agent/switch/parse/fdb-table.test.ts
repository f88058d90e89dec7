import { describe, expect, test } from 'vitest';
import type { FdbRow, Parsed } from '../platform.ts';
import { fdbParser } from './fdb-table.ts';
import { parseText } from './parse-text.ts';
import { INTERFACE_NAMES, portNames } from './port-names.ts';

const command = { parser: fdbParser({ portName: portNames(INTERFACE_NAMES), notes: [/^Total /] }) };

function read(...lines: string[]): Parsed<FdbRow> {
  return parseText(command, lines.join('\n'));
}

/** `1 00:00:00:00:00:01 dynamic Gi1/0/1`, one text per row. */
function brief(parsed: Parsed<FdbRow>): string[] {
  return parsed.rows.map((row) => `${row.vlan ?? '-'} ${row.mac.slice(-5)} ${row.type} ${row.port || '-'}`);
}

describe('the columns may stand in any order', () => {
  test('address, type, VLAN, port', () => {
    const parsed = read(
      'Destination Address  Address Type  VLAN  Destination Port',
      '-------------------  ------------  ----  --------------------',
      '0010.0de0.e289       Dynamic          1  FastEthernet0/1',
      '30f7.0d08.7b7d       Self             1  Vlan1',
    );
    expect(brief(parsed)).toEqual(['1 e2:89 dynamic Fa0/1', '1 7b:7d self Vl1']);
    expect(parsed.unknownCount).toBe(0);
  });

  test('VLAN, address, port, type', () => {
    const parsed = read(
      'Vlan     Mac Address       Port       Type',
      '-------- ----------------- ---------- -----------',
      '1        0000.0001.0000    gi1/0/1    Dynamic',
      '1        00:00:84:20:50:10 cpu        Management',
      '2        0000.8420.5011    CPU Interface: 0/5/1  Management',
    );
    expect(brief(parsed)).toEqual([
      '1 00:00 dynamic Gi1/0/1',
      '1 50:10 self cpu',
      '2 50:11 self CPU Interface: 0/5/1',
    ]);
  });

  test('port, index and status last', () => {
    const parsed = read(
      'VLAN ID  MAC Address         Interface              IfIndex  Status',
      '-------  ------------------  ---------------------  -------  ------------',
      '150      00:04:F2:B3:AD:CA   0/4                    4        Learned',
    );
    expect(brief(parsed)).toEqual(['150 ad:ca dynamic 0/4']);
  });

  test('headings of single blanks and in capitals', () => {
    const parsed = read('VLAN MAC Address Type Port', '1 0011.2233.4455 DYNAMIC Gi1/0/1');
    expect(brief(parsed)).toEqual(['1 44:55 dynamic Gi1/0/1']);
  });
});

describe('columns between the type and the port', () => {
  const learnAge = '  vlan   mac address     type    learn     age              ports';
  const learnQos = '  vlan   mac address     type   learn qos            ports';
  const protocols = ' vlan     mac address     type        protocols               port';

  test.each([
    [learnAge, '*  777  0000.30a3.0167    static  No           -   Router', '777 01:67 static Router'],
    [learnAge, ' R     51 006c.bc1c.a865   static   No       -      Router', '51 a8:65 static Router'],
    [learnAge, ' * S   67 006c.bc1c.a865   static   No       -      Te1/5/11', '67 a8:65 static Te1/5/11'],
    [learnAge, '*  ---  0000.0000.0000    static  No           -   Router', '- 00:00 static Router'],
    [learnAge, ' *      728 0000.0000.0003  static  Yes       -', '728 00:03 static -'],
    [learnQos, '*  100  0000.0c07.ac64    static  No   --  Router', '100 ac:64 static Router'],
    [protocols, '  48  0081.c4ba.d07f  static ip,ipx,assigned,other Switch', '48 d0:7f static Switch'],
    [protocols, '  48  0081.c4ba.d07f  dynamic ip    GigabitEthernet1/15', '48 d0:7f dynamic Gi1/15'],
    [protocols, '  48  0081.c4ba.d07f  dynamic      GigabitEthernet1/15', '48 d0:7f dynamic Gi1/15'],
  ])('%s', (heading, line, expected) => {
    const parsed = read(heading, '------+----------------+--------', line);
    expect(brief(parsed)).toEqual([expected]);
    expect(parsed.unknownCount).toBe(0);
  });
});

describe('one address on several ports', () => {
  test('in one cell and on the lines below it', () => {
    const parsed = read(
      ' vlan     mac address     type    ports',
      '---------+---------------+-------+-------------------',
      '   1      ffff.ffff.ffff   system',
      '  46      ffff.ffff.ffff   system Gi1/13,Gi1/14,',
      '                                  Po7,Switch',
      '  50      0100.5e00.0001   static Gi1/1, Stby-Switch',
    );
    expect(brief(parsed)).toEqual([
      '1 ff:ff other -',
      '46 ff:ff other Gi1/13',
      '46 ff:ff other Gi1/14',
      '46 ff:ff other Po7',
      '46 ff:ff other Switch',
      '50 00:01 static Gi1/1',
      '50 00:01 static Stby-Switch',
    ]);
  });

  test('ports after a blank line belong to no row', () => {
    const parsed = read('   1    30a3.30a3.a1c3    DYNAMIC     Po1', '', '                     Gi1/1,Gi1/2');
    expect(parsed.rows).toHaveLength(1);
    expect(parsed.unknown).toEqual(['                     Gi1/1,Gi1/2']);
  });
});

describe('rows without a heading, as answers for one address', () => {
  test.each([
    ['   1    30a3.30a3.a1c3    DYNAMIC     Po1', '1 a1:c3 dynamic Po1'],
    ['   1    30a3.30a3.a1c3    DYNAMIC pv  Gi1/0/3', '1 a1:c3 dynamic Gi1/0/3'],
    [' All    0100.0ccc.cccc    STATIC      CPU', '- cc:cc static CPU'],
    [' 99     0100.0ccc.cccc    STATIC      Drop', '99 cc:cc static Drop'],
    ['*  60  30a3.30a3.4d54   dynamic  Yes   3600   Te1/21', '60 4d:54 dynamic Te1/21'],
    ['0010.0de0.e289       Dynamic          1  FastEthernet0/1', '1 e2:89 dynamic Fa0/1'],
  ])('%s', (line, expected) => {
    expect(brief(read(line))).toEqual([expected]);
  });
});

test.each([
  'switch1#show mac address-table address 0011.2233.4455',
  '% MAC address 0011.2233.4455 not found',
  '0011.2233.4455',
  'something new',
])('%s is counted as unknown, never dropped and never a row', (line) => {
  expect(read(line)).toEqual({ rows: [], unknown: [line], unknownCount: 1 });
});

test('log messages, carriage returns, tabs and pager prompts between the rows change nothing', () => {
  const parsed = read(
    'Vlan    Mac Address       Type        Ports\r',
    '----    -----------       --------    -----\r',
    '   1\t30a3.30a3.a1c3\tDYNAMIC\tPo1   \r',
    '*Mar  1 00:01:02: %LINK-3-UPDOWN: Interface GigabitEthernet1/0/1, changed state to up\r',
    ' --More-- \b\b\b\b\b\b\b\b\b         \b\b\b\b\b\b\b\b\b  99    30a3.30a3.a1c8    DYNAMIC     Te1/1/3\r',
    'Total Mac Addresses for this criterion: 2\r',
  );
  expect(brief(parsed)).toEqual(['1 a1:c3 dynamic Po1', '99 a1:c8 dynamic Te1/1/3']);
  expect(parsed.unknownCount).toBe(0);
});

describe('rows that were picked out of the table, without its heading', () => {
  test.each([
    ['VLAN, address, type, port', '10 0011.2233.4455 dynamic Gi1/0/1'],
    ['VLAN, address, port, type', '10 0011.2233.4455 Gi1/0/1 dynamic'],
    ['address, VLAN, type, port', '0011.2233.4455 10 dynamic Gi1/0/1'],
    ['address, type, VLAN, port', '0011.2233.4455 dynamic 10 Gi1/0/1'],
    ['with an age and flags between', '* 10 0011.2233.4455 dynamic 0 F F Gi1/0/1'],
  ])('%s', (_order, line) => {
    const parsed = read(line);
    expect(brief(parsed)).toEqual(['10 44:55 dynamic Gi1/0/1']);
    expect(parsed.unknownCount).toBe(0);
  });
});

test('totals and titles are known where all lines are set in', () => {
  expect(read('  10  0011.2233.4455  dynamic  Gi1/0/1', '  Total addresses: 1').unknown).toEqual([]);
});
