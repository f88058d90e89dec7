/** PowerConnects: recordings of a 5448; the other lines as documented. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { joinSystem, parseText } from '../../parse/index.ts';
import type { Command, PortConfigRow } from '../../platform.ts';
import { dellPowerconnect } from './index.ts';

const DIR = new URL('../../../../test/fixtures/switch/ntc/dell_powerconnect/', import.meta.url);

function recording(command: string): string {
  const folder = new URL(`${command.replaceAll(' ', '_')}/`, DIR);
  const name = readdirSync(folder).find((file) => file.endsWith('.raw'));
  return readFileSync(new URL(name ?? '', folder), 'utf8');
}

/** The command of this name, also where it is another spelling of one. */
function named<Row>(commands: readonly Command<Row>[], name: string): Command<Row> {
  for (const command of commands)
    for (let one: Command<Row> | undefined = command; one !== undefined; one = one.alternative)
      if (one.command === name) return one;
  throw new Error(`no command ${name}`);
}

/** Rows of the text as it is, in CR LF, and with a log message after each line. */
function read<Row>(command: Command<Row>, text: string): readonly Row[] {
  const plain = parseText(command, text);
  expect(plain.unknown).toEqual([]);
  expect(parseText(command, text.replaceAll('\n', '\r\n'))).toEqual(plain);
  expect(parseText(command, text.replaceAll('\n', '\n01-Jan-2020 10:00:00 %LINK-W-Down:  g12\n'))).toEqual(
    plain,
  );
  return plain.rows;
}

const { commands } = dellPowerconnect;

test('S1.23 the recorded MAC table is read whole', () => {
  const rows = read(named(commands.fdb, 'show bridge address-table'), recording('show bridge_address_table'));
  expect(rows).toHaveLength(26);
  expect(rows[0]).toEqual({ mac: '00:08:e3:ff:fc:28', vlan: 5, port: 'g48', type: 'dynamic' });
});

test('S1.23 a 6248 has other columns and names, as documented', () => {
  const text = [
    'Aging time is 300 Sec',
    '',
    'Vlan     Mac Address           Port                  Type',
    '-------- --------------------- --------------------- -----------',
    '1        0001.2233.4401        1/g5                  Dynamic',
    '1        0001.2233.4402        1/xg1                 Dynamic',
    '10       0001.2233.4403        ch1                   Dynamic',
    '10       0001.2233.4404        cpu                   Management',
  ].join('\n');
  const rows = read(named(commands.fdb, 'show bridge address-table'), text);
  expect(rows.map(({ vlan, port, type }) => [vlan, port, type])).toEqual([
    [1, '1/g5', 'dynamic'],
    [1, '1/xg1', 'dynamic'],
    [10, 'ch1', 'dynamic'],
    [10, 'cpu', 'self'],
  ]);
});

test('one address is asked for in three spellings, the last of which prints all', () => {
  const spellings: string[] = [];
  for (
    let one: Command<unknown> | undefined = dellPowerconnect.lookup('0001.2233.4401');
    one;
    one = one.alternative
  )
    spellings.push(one.command);
  expect(spellings).toEqual([
    'show bridge address-table address 0001.2233.4401',
    'show mac address-table address 0001.2233.4401',
    'show bridge address-table',
  ]);
  expect(dellPowerconnect.portFdb?.('1/g5').command).toBe('show bridge address-table ethernet 1/g5');
  expect(dellPowerconnect.portFdb?.('ch1').command).toBe('show bridge address-table port-channel 1');
});

test('the recorded states and descriptions join by the names of ports', () => {
  const ports = read(named(commands.ports, 'show interfaces status'), recording('show interfaces status'));
  expect(ports).toHaveLength(48);
  expect(ports[0]).toMatchObject({ name: 'g1', state: 'up', speedMbps: 1_000, duplex: 'full' });
  expect(ports[35]).toMatchObject({ name: 'g36', state: 'down', speedMbps: undefined });
  const texts = read(
    named(commands.configs, 'show interfaces description'),
    recording('show interfaces description'),
  );
  expect(texts.find(({ name }) => name === 'g35')?.description).toBe('TO_SAN3[CTRL-0]');
  expect(texts.find(({ name }) => name === 'g46')?.description).toBeUndefined();
});

test('a 6248 prints the states as OS6 does, as documented', () => {
  const text = [
    'Port   Type                            Duplex  Speed    Neg  Link  Flow Control',
    '                                                             State Status',
    '-----  ------------------------------  ------  -------  ---- --------- ------------',
    '1/g1   Gigabit - Level                 Full    1000     Auto Up        Active',
    '1/xg1  10G - Level                     N/A     Unknown  Auto Down      Inactive',
    '',
    'Ch   Type                            Link',
    '                                     State',
    '---  ------------------------------  -----',
    'ch1  Link Aggregate                  Up',
    '',
    'Flow Control:Enabled',
  ].join('\n');
  const rows = read(named(commands.ports, 'show interfaces status'), text);
  expect(rows.map(({ name, state, speedMbps }) => [name, state, speedMbps])).toEqual([
    ['1/g1', 'up', 1_000],
    ['1/xg1', 'down', undefined],
    ['ch1', 'up', undefined],
  ]);
});

test.each([
  ['1/e(1-3),2/g(1,4)', ['1/e1', '1/e2', '1/e3', '2/g1', '2/g4']],
  ['1/e1-e3, ch1', ['1/e1', '1/e2', '1/e3', 'ch1']],
  ['g(1-3),ch(1-2)', ['g1', 'g2', 'g3', 'ch1', 'ch2']],
  ['gi1/0/1-3,Po1', ['gi1/0/1', 'gi1/0/2', 'gi1/0/3', 'Po1']],
])('the list of ports %s of a VLAN, as documented', (list, ports) => {
  const text = [
    'VLAN   Name                 Ports                Type         Authorization',
    '----   -----------------    ------------------   ----------   -------------',
    `10     Guests               ${list.padEnd(20)} static       Required`,
    '20     Empty                                     static       Required',
  ].join('\n');
  expect(read(named(commands.vlans, 'show vlan'), text)).toEqual([
    { vlan: 10, name: 'Guests', ports },
    { vlan: 20, name: 'Empty', ports: [] },
  ]);
});

describe('configuration as documented', () => {
  test('the page of a port lists its VLANs in tables, and others that do not count', () => {
    const text = [
      'Port 1/g1:',
      'VLAN Membership mode: General',
      'Operating parameters:',
      'PVID: 1 (default)',
      'Ingress Filtering: Enabled',
      'Acceptable Frame Type: All',
      'Port 1/g1 is member in:',
      'Vlan              Name                          Egress rule           Type',
      '----              -------                       -----------           -------',
      '1                 default                       untagged              System',
      '8                 VLAN008                       tagged                Dynamic',
      '11                two words                     tagged                Static',
      'Static configuration:',
      'PVID: 2',
      'Port 1/g1 is statically configured to:',
      'Vlan              Name                          Egress rule',
      '----              -------                       -----------',
      '12                VLAN012                       tagged',
      'Forbidden VLANS:',
      'Vlan              Name',
      '----              ----',
      '73                Out',
    ].join('\n');
    expect(read(named(commands.configs, 'show interfaces switchport'), text)).toMatchObject([
      { name: '1/g1', mode: 'general', nativeVlan: 1, taggedVlans: '8,11' },
    ]);
  });

  test('one port is asked for in four spellings', () => {
    const command = dellPowerconnect.portConfig?.('g5');
    expect(command?.command).toBe('show running-config interface g5');
    expect(
      command &&
        read(
          command,
          'interface ethernet g5\nswitchport mode trunk\nswitchport trunk allowed vlan add 10\nexit\n',
        ),
    ).toMatchObject([{ name: 'g5', mode: 'trunk', nativeVlan: 1, taggedVlans: '10' }]);
  });
});

test('neighbours come in the words of either family, as documented', () => {
  const text = [
    'LLDP Remote Device Summary',
    '',
    'Local',
    'Interface RemID   Chassis ID          Port ID           System Name',
    '--------- ------- ------------------- ----------------- -----------------',
    '1/g7      1       00:0E:1E:B0:5F:30   g1                sw2-very-long...',
  ].join('\n');
  const command = named(commands.neighbours, 'show lldp remote-device all');
  expect(read(command, text)).toMatchObject([
    { port: '1/g7', chassisId: '00:0e:1e:b0:5f:30', remotePort: 'g1', systemName: 'sw2-very-long' },
  ]);
});

test.each([
  ['1        Active: 1/e5, 2/e2  Inactive: 3/e1', { lag: 'ch1', ports: ['1/e5', '2/e2', '3/e1'] }],
  ['ch2      Active: g4, g8', { lag: 'ch2', ports: ['g4', 'g8'] }],
  ['ch3', { lag: 'ch3', ports: [] }],
])('the port channel %j, as documented', (row, lag) => {
  const text = `Channel  Ports\n-------  -------------------------------\n${row}\n`;
  expect(read(named(commands.lags, 'show interfaces port-channel'), text)).toEqual([lag]);
});

test('what a switch says of itself, as documented for both families', () => {
  const marvell = [
    'SW version    2.0.0.46 ( date  15-Jul-2010 time  14:49:13 )',
    'Boot version    2.0.0.0 ( date  10-Mar-2009 time  13:33:34 )',
    'HW version    00.00.02',
  ].join('\n');
  const system = [
    'System Description:                       Ethernet Switch',
    'System Up Time (days,hour:min:sec):       41,04:33:18',
    'System Name:                              rack-7',
    'System MAC Address:                       00:1e:c9:aa:bb:cc',
    'Type:                                     PowerConnect 5448',
  ].join('\n');
  const rows = [
    ...parseText(named(commands.system, 'show version'), marvell).rows,
    ...read(named(commands.system, 'show system'), system),
    ...read(
      named(commands.system, 'show system id'),
      'Service tag: 1ABCDE1\nSerial number: CN0123\nAsset tag:\n',
    ),
  ];
  expect(joinSystem(rows)).toEqual({
    softwareVersion: '2.0.0.46',
    hostname: 'rack-7',
    baseMac: '00:1e:c9:aa:bb:cc',
    model: 'PowerConnect 5448',
    serial: 'CN0123',
  });
  const broadcom = [
    'Image Descriptions',
    '',
    ' Images currently available on Flash',
    '--------------------------------------------------------------------',
    ' unit      image1      image2     current-active        next-active',
    '--------------------------------------------------------------------',
    '',
    '    1     3.2.0.7     2.2.0.3             image1             image1',
  ].join('\n');
  expect(parseText(named(commands.system, 'show version'), broadcom).rows).toEqual([
    { softwareVersion: '3.2.0.7' },
  ]);
  for (const page of [marvell, broadcom]) expect(dellPowerconnect.detect.test(page)).toBe(true);
});

describe('writing', () => {
  const { write } = dellPowerconnect;
  if (write === undefined) throw new Error('the pack cannot write');
  const before = new Map<string, PortConfigRow>();

  test.each([
    ['g5', 'interface ethernet g5'],
    ['1/xg1', 'interface ethernet 1/xg1'],
    ['gi1/0/5', 'interface gi1/0/5'],
    ['ch3', 'interface port-channel 3'],
    ['Po3', 'interface port-channel 3'],
  ])('%s is entered by %j', (port, head) => {
    expect(write.ports([port], { accessVlan: 20, adminUp: true }, before).map(({ line }) => line)).toEqual([
      head,
      'switchport mode access',
      'switchport access vlan 20',
      'no shutdown',
      'exit',
    ]);
  });

  test.each([
    ['Overwrite file [startup-config] ?[Yes/press any key for no]....', 'Y'],
    ['Are you sure you want to save? (y/n) ', 'y'],
  ])('saving answers %j with %s', (asked, answer) =>
    expect(write.save[0]?.questions?.find(({ ask }) => ask.test(asked))?.answer.toLowerCase()).toBe(
      answer.toLowerCase(),
    ),
  );

  test.each(['a"b', 'who?', 'x\rreload'])('the description %j is refused', (text) =>
    expect(write.textProblem(text)).toEqual(expect.any(String)),
  );
});
