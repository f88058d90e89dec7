/** Small Business switches: recordings of an SF300 and an SG300, later releases as documented. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { joinConfigs, joinNeighbours, joinSystem, parseText } from '../../parse/index.ts';
import type { Command, PortConfigRow } from '../../platform.ts';
import { ciscoSmb } from './index.ts';

const DIR = new URL('../../../../test/fixtures/switch/ntc/cisco_s300/', import.meta.url);

function recording(command: string, part = ''): string {
  const folder = new URL(`${command.replaceAll(' ', '_')}/`, DIR);
  const name = readdirSync(folder).find((file) => file.endsWith('.raw') && file.includes(part));
  return readFileSync(new URL(name ?? '', folder), 'utf8');
}

function named<Row>(commands: readonly Command<Row>[], name: string): Command<Row> {
  const command = commands.find(({ command: text }) => text === name);
  if (command === undefined) throw new Error(`no command ${name}`);
  return command;
}

/** Rows of the text as it is, in CR LF, and with a log message after each line. */
function read<Row>(command: Command<Row>, text: string): readonly Row[] {
  const plain = parseText(command, text);
  expect(plain.unknown).toEqual([]);
  expect(parseText(command, text.replaceAll('\n', '\r\n'))).toEqual(plain);
  expect(parseText(command, text.replaceAll('\n', '\n01-Jan-2020 10:00:00 %LINK-W-Down:  gi12\n'))).toEqual(
    plain,
  );
  return plain.rows;
}

const { commands } = ciscoSmb;

test('S1.23 the MAC table is read, the own address on port 0', () => {
  const rows = read(named(commands.fdb, 'show mac address-table'), recording('show mac_address-table'));
  expect(rows).toHaveLength(13);
  expect(rows[0]).toEqual({ mac: '00:08:32:0f:00:61', vlan: 1, port: '0', type: 'self' });
  expect(rows[1]).toEqual({ mac: '00:1d:9c:a1:46:86', vlan: 300, port: 'gi7', type: 'dynamic' });
  expect(ciscoSmb.lookup('00:1d:9c:a1:46:86').command).toBe(
    'show mac address-table address 00:1d:9c:a1:46:86',
  );
});

test('port channels that are not there are no ports', () => {
  const rows = read(named(commands.ports, 'show interfaces status'), recording('show interfaces status'));
  expect(rows.map(({ name }) => name)).toEqual(Array.from({ length: 28 }, (_, i) => `gi${i + 1}`));
  expect(rows[0]).toMatchObject({ state: 'up', speedMbps: 100, duplex: 'full', adminUp: true });
  expect(rows[3]).toMatchObject({
    state: 'down',
    speedMbps: undefined,
    duplex: undefined,
    adminUp: undefined,
  });
});

test('wrapped names and lists of the VLAN table come out whole', () => {
  const rows = read(named(commands.vlans, 'show vlan'), recording('show vlan'));
  expect(rows.find(({ vlan }) => vlan === 3131)).toEqual({
    vlan: 3131,
    name: 'Test-Long-Vlan-Name2',
    ports: ['fa1', 'fa2', 'fa11', 'fa15', 'fa16', 'fa17', 'fa18', 'fa21', 'fa22', 'gi1', 'gi2', 'gi3', 'gi4'],
  });
  expect(rows.find(({ vlan }) => vlan === 3132)?.ports).toEqual([]);
});

test('later releases split tagged from untagged ports, as documented', () => {
  const text = [
    'Created by: D-Default, S-Static, G-GVRP, R-Radius Assigned VLAN, V-Voice VLAN',
    '',
    'Vlan       Name           Tagged Ports      UnTagged Ports      Created by    ',
    '---- ----------------- ------------------ ------------------ ---------------- ',
    ' 1           1                              gi1/0/1-9,Po1-2         DV        ',
    ' 20       Guests       gi1/0/10,te1/0/1-2      gi1/0/11             S         ',
  ].join('\n');
  expect(read(named(commands.vlans, 'show vlan'), text)[1]).toEqual({
    vlan: 20,
    name: 'Guests',
    ports: ['gi1/0/10', 'te1/0/1', 'te1/0/2', 'gi1/0/11'],
  });
});

describe('neighbours', () => {
  test('cells of the summary wrap and come out whole', () => {
    const command = named(commands.neighbours, 'show lldp neighbors');
    expect(read(command, recording('show lldp neighbors', 'multiline'))[2]).toMatchObject({
      port: 'gi22',
      chassisId: 'a0:e0:af:ec:e9:d0',
      remotePort: 'a0:e0:af:ec:e9:d0',
      systemName: 'Fjallarodgardsforskola-AP01.net.norob.se',
      capabilities: ['bridge'],
    });
  });

  test('capital and small letters of the legend differ, two neighbours of a port are two rows', () => {
    const text = [
      '  Port        Device ID        Port ID       System Name    Capabilities  TTL',
      '--------- ----------------- ------------- ----------------- ------------ -----',
      'gi1       00:08:32:0f:1e:bd     gi27       sw1                 B, R       99',
      'gi1       00:08:32:0f:1e:be     1          phone             B, T, r      99',
      'gi2',
    ].join('\n');
    const rows = read(named(commands.neighbours, 'show lldp neighbors'), text);
    expect(rows.map(({ port, capabilities }) => [port, capabilities])).toEqual([
      ['gi1', ['bridge', 'router']],
      ['gi1', ['bridge', 'telephone', 'repeater']],
    ]);
  });

  test('the page of one port, as documented, completes the summary', () => {
    const text = [
      'Device ID: 00:08:32:0f:1e:bd',
      'Port ID: gi27',
      'Capabilities: Bridge, Router',
      'System Name: prsw03freeporil.example.com',
      'System description: 28-Port Gigabit Managed Switch',
      'Version: it only looks like a key',
      'Port description: gigabitethernet27',
      'Management address: 10.0.0.3',
      'Time To Live: 97',
      '802.3 MAC/PHY Configur/Status',
      '  Auto-negotiation support: Supported',
    ].join('\n');
    const detail = ciscoSmb.neighbourDetail?.('gi27');
    if (detail === undefined) throw new Error('the pack has no neighbourDetail');
    expect(detail.command).toBe('show lldp neighbors gi27');
    const rows = [
      ...read(
        named(commands.neighbours, 'show lldp neighbors'),
        recording('show lldp neighbors', 'neighbors.raw'),
      ),
      ...parseText(detail, text).rows,
    ];
    expect(joinNeighbours(rows).find(({ port }) => port === 'gi27')).toEqual({
      port: 'gi27',
      protocol: 'lldp',
      chassisId: '00:08:32:0f:1e:bd',
      remotePort: 'gi27',
      systemName: 'prsw03freeporil.example.com',
      systemDescription: '28-Port Gigabit Managed Switch\nVersion: it only looks like a key',
      managementAddress: '10.0.0.3',
      capabilities: ['bridge', 'router'],
    });
  });

  test('CDP blocks are read as documented', () => {
    const text = [
      '---------------------------------------------',
      'Device-ID: SEP001122334455',
      'Advertisement version: 2',
      'Platform: Cisco IP Phone 7841,  Capabilities: Host Phone',
      'Interface: gi5, Port ID (outgoing port): Port 1',
      'Holdtime: 123',
      'Version: sip78xx.12-8',
      'Duplex: full',
      'Addresses:',
      '          IP 10.0.0.77',
    ].join('\n');
    expect(read(named(commands.neighbours, 'show cdp neighbors detail'), text)).toMatchObject([
      {
        port: 'gi5',
        protocol: 'cdp',
        systemName: 'SEP001122334455',
        remotePort: 'Port 1',
        managementAddress: '10.0.0.77',
        capabilities: ['station', 'telephone'],
      },
    ]);
  });
});

describe('configuration', () => {
  test('the recorded page of a trunk shows its tagged VLANs from the table below', () => {
    const rows = read(
      named(commands.configs, 'show interfaces switchport'),
      recording('show interfaces switchport'),
    );
    expect(rows).toMatchObject([{ name: 'fa1', mode: 'trunk', nativeVlan: 203, taggedVlans: '222' }]);
  });

  test('pages of later releases name modes and VLANs in lines, as documented', () => {
    const text = [
      'Gathering information...',
      'Name: gi1',
      'Switchport: enable',
      'Administrative Mode: access',
      'Operational Mode: down',
      'Access Mode VLAN: 20',
      'Access Multicast TV VLAN: none',
      'Trunking Native Mode VLAN: 1',
      'Trunking VLANs Enabled: 1',
      '                        2-4094 (Inactive)',
      'General PVID: 1',
      'General Egress Tagged VLANs: none',
      'Protected: Disabled',
      'Classification rules:',
      '',
      'Name: gi2',
      'Switchport: enable',
      'Administrative Mode: trunk',
      'Access Mode VLAN: 1',
      'Trunking Native Mode VLAN: 99',
      'Trunking VLANs: 10-12,',
      '                20 (Inactive)',
    ].join('\n');
    expect(read(named(commands.configs, 'show interfaces switchport'), text)).toMatchObject([
      { name: 'gi1', mode: 'access', accessVlan: 20, taggedVlans: undefined },
      { name: 'gi2', mode: 'trunk', nativeVlan: 99, taggedVlans: '10-12,20' },
    ]);
  });

  test('descriptions join with the administrative state', () => {
    const states = [
      '                                               Flow    Admin     Back   Mdix',
      'Port     Type         Duplex  Speed  Neg      control  State   Pressure Mode',
      '-------- ------------ ------  -----  -------- -------  -----   -------- ----',
      'fa1      100M-Copper  Full    100    Enabled  Off      Down    Disabled Auto',
      'fa2      100M-Copper  Full    100    Enabled  Off      Up      Disabled Auto',
    ].join('\n');
    const rows = joinConfigs([
      ...read(
        named(commands.configs, 'show interfaces description'),
        recording('show interfaces description'),
      ),
      ...read(named(commands.configs, 'show interfaces configuration'), states),
    ]);
    expect(rows.slice(0, 2).map(({ name, description, adminUp }) => [name, description, adminUp])).toEqual([
      ['fa1', 'Test', false],
      ['fa2', 'Printer', true],
    ]);
    expect(rows.find(({ name }) => name === 'gi4')?.description).toBe('Eltex2124-8 - gi1/0/5');
  });

  test('one port from its running configuration, long names made short', () => {
    const command = ciscoSmb.portConfig?.('gi44');
    if (command === undefined) throw new Error('the pack has no portConfig');
    const text =
      'interface gigabitethernet44\n description "Desk 5"\n switchport trunk allowed vlan add 100\n switchport trunk allowed vlan add 102-104\n channel-group 2 mode auto\n shutdown\n!\n';
    expect(read(command, text)).toMatchObject([
      {
        name: 'gi44',
        description: 'Desk 5',
        mode: 'trunk',
        taggedVlans: '100,102-104',
        lag: 'Po2',
        adminUp: false,
      },
    ]);
  });
});

test('what the switch says of itself comes from three recorded pages', () => {
  const pages = ['show version', 'show system', 'show system id'].flatMap((name) =>
    read(named(commands.system, name), recording(name)),
  );
  expect(joinSystem(pages)).toEqual({
    hostname: 'ZOO-SF300-POE-2',
    baseMac: '34:bd:c8:36:2a:41',
    softwareVersion: '1.3.7.18',
    serial: 'IDN123456AA',
  });
});

test('a stack lists its units, as documented', () => {
  const versions = [
    'Unit      SW version         Boot version         HW version',
    '------------------- ------------------- ------------------- -------------------',
    '1         1.3.0.62           1.2.0.12             V02',
    '2         1.3.0.62           1.2.0.12             V02',
  ].join('\n');
  const serials = [
    'Unit    Serial number',
    '----   ----------------',
    ' 1      DNI15420321',
    ' 2      DNI15420322',
  ].join('\n');
  const rows = [
    ...parseText(named(commands.system, 'show version'), versions).rows,
    ...read(named(commands.system, 'show system id'), serials),
  ];
  expect(joinSystem(rows).units?.map(({ unit, serial }) => [unit, serial])).toEqual([
    ['1', 'DNI15420321'],
    ['2', 'DNI15420322'],
  ]);
});

test('port channels, ARP and load are read as documented', () => {
  const lags = [
    'Load balancing: src-dst-mac.',
    'Gathering information...',
    'Channel  Ports',
    '-------  -----',
    'Po1      Active: gi1/0/1-2,te1/0/1 Inactive: gi1/0/3',
    'Po2',
    'Po3      Non-candidate: gi1/0/9',
  ].join('\n');
  expect(read(named(commands.lags, 'show interfaces port-channel'), lags)).toEqual([
    { lag: 'Po1', ports: ['gi1/0/1', 'gi1/0/2', 'te1/0/1', 'gi1/0/3'] },
    { lag: 'Po2', ports: [] },
    { lag: 'Po3', ports: ['gi1/0/9'] },
  ]);
  const arp = [
    'Total number of entries: 2',
    '',
    '  VLAN    Interface     IP address        HW address          status      ',
    '--------------------- --------------- ------------------- --------------- ',
    'vlan 1     gi1        10.7.1.102      00:10:b5:04:db:4b   Dynamic         ',
    'vlan 2     Po2        10.7.1.135      00:50:22:00:2a:a4   Static          ',
  ].join('\n');
  expect(read(named(commands.arp, 'show arp'), arp)).toEqual([
    { address: '10.7.1.102', mac: '00:10:b5:04:db:4b', vlan: 1, port: 'gi1', type: 'dynamic' },
    { address: '10.7.1.135', mac: '00:50:22:00:2a:a4', vlan: 2, port: 'Po2', type: 'static' },
  ]);
  const cpu =
    'CPU utilization service is on.\n\nCPU utilization\n---------------\nfive seconds: 5%; one minute: 3%; five minutes: 2%\n';
  expect(parseText(named(commands.cpu, 'show cpu utilization'), cpu)).toEqual({
    rows: [{ fiveSecondsPercent: 5, minutePercent: 3, fiveMinutesPercent: 2 }],
    unknown: [],
    unknownCount: 0,
  });
});

describe('writing', () => {
  const { write } = ciscoSmb;
  if (write === undefined) throw new Error('the pack cannot write');
  const linesOf = (ports: readonly string[], change: Parameters<typeof write.ports>[1]): string[] =>
    write.ports(ports, change, new Map<string, PortConfigRow>()).map(({ line }) => line);

  test('ranges are pressed together, port channels stand apart', () => {
    expect(linesOf(['gi3', 'gi1', 'gi2', 'gi7', 'Po1'], { accessVlan: 20, description: 'Desk 5' })).toEqual([
      'interface range gi1-3,gi7',
      'description "Desk 5"',
      'switchport mode access',
      'switchport access vlan 20',
      'exit',
      'interface port-channel 1',
      'description "Desk 5"',
      'switchport mode access',
      'switchport access vlan 20',
      'exit',
    ]);
    expect(linesOf(['gi1'], { adminUp: false })).toEqual(['interface gi1', 'shutdown', 'exit']);
  });

  test('VLANs live in their own mode, their names at their interface', () => {
    const vlan = (name: string | undefined): string[] | undefined =>
      write.vlan?.(20, name).map(({ line }) => line);
    expect(vlan('Guests')).toEqual([
      'vlan database',
      'vlan 20',
      'exit',
      'interface vlan 20',
      'name Guests',
      'exit',
    ]);
    expect(vlan(undefined)).toEqual(['vlan database', 'no vlan 20', 'exit']);
  });

  test.each([
    'Overwrite file [startup-config].... (Y/N)[N] ?',
    'Overwrite file [startup-config] ?[Yes/press any key for no]....',
  ])('saving answers %j', (asked) =>
    expect(write.save[0]?.questions?.find(({ ask }) => ask.test(asked))?.answer).toBe('Y'),
  );

  test.each(['a"b', 'who?', 'x\ny', 'a\\b'])('the description %j is refused', (text) =>
    expect(write.textProblem(text)).toEqual(expect.any(String)),
  );
});

test.each([
  [
    'SW version    2.3.0.130 ( date  12-Jan-2014 time  18:02:59 )\nBoot version    1.1.0.6\nHW version    V01',
    true,
  ],
  ['Active-image: flash://system/images/image_tesla_2.5.5.47_release.bin\n  Version: 2.5.5.47', true],
  ['1        1.3.0.62       1.2.0.12        V02', true],
  ['SW version    1.0.0.35 ( date  25-Mar-2008 time  15:10:25 )\nHW version    00.00.02', false],
])('%j is ours: %s', (text, ours) => expect(ciscoSmb.detect.test(text)).toBe(ours));

test.each(['GigabitEthernet1/0/1', 'gi 1/0/1', 'gi1/0/1'])('%s is gi1/0/1', (name) =>
  expect(ciscoSmb.portName?.(name)).toBe('gi1/0/1'),
);

test('an offer to change the password is declined', () => {
  const asked = 'Do you want to change the password (Y/N)[Y] ?';
  expect(ciscoSmb.loginQuestions?.find(({ ask }) => ask.test(asked))?.answer).toBe('N');
});
