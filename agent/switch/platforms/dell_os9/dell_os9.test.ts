/** FTOS: the recorded VLAN, ARP and version pages; the rest as documented, written down from public examples. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { joinConfigs, joinSystem, parseText } from '../../parse/index.ts';
import type { Command } from '../../platform.ts';
import { dellOs9 } from './index.ts';

const DIR = new URL('../../../../test/fixtures/switch/ntc/dell_force10/', import.meta.url);

function recording(command: string): string {
  const folder = new URL(`${command.replaceAll(' ', '_')}/`, DIR);
  const name = readdirSync(folder).find((file) => file.endsWith('.raw'));
  return readFileSync(new URL(name ?? '', folder), 'utf8');
}

function named<Row>(commands: readonly Command<Row>[] | undefined, name: string): Command<Row> {
  const command = commands?.find(({ command: text }) => text === name);
  if (command === undefined) throw new Error(`no command ${name}`);
  return command;
}

const LOG = 'Nov 21 10:00:00: %STKUNIT0-M:CP %IFMGR-5-OSTATE_UP: Changed interface state to up: Te 0/1';

/** Rows of the text as it is, in CR LF, and with a log message after each line. */
function read<Row>(command: Command<Row>, text: string): readonly Row[] {
  const plain = parseText(command, text);
  expect(plain.unknown).toEqual([]);
  expect(parseText(command, text.replaceAll('\n', '\r\n'))).toEqual(plain);
  expect(parseText(command, text.replaceAll('\n', `\n${LOG}\n`))).toEqual(plain);
  return plain.rows;
}

const { commands } = dellOs9;

describe('MAC table as documented', () => {
  const command = named(commands.fdb, 'show mac-address-table');
  const text = [
    'Codes: *N - VLT Peer Synced MAC',
    '*I - Internal MAC Address used for Inter Process Communication',
    '',
    'VlanId     Mac Address           Type          Interface        State',
    ' 3      00:0c:29:41:01:00       Dynamic         Gi 6/36         Active',
    ' 3      00:0c:29:dd:01:00       Dynamic(N)      Po 8            Active',
    ' 10     00:1e:67:f0:02:00       Static          Te 1/40/1       Inactive',
    ' 10     00:1e:67:f0:02:01       Sticky          Fo 0/48         Active',
    ' 20     00:1e:67:f0:02:02       Dynamic         Tengig 0/7      Active',
  ].join('\n');
  const rows = [
    ['00:0c:29:41:01:00', 3, 'Gi6/36', 'dynamic'],
    ['00:0c:29:dd:01:00', 3, 'Po8', 'dynamic'],
    ['00:1e:67:f0:02:00', 10, 'Te1/40/1', 'static'],
    ['00:1e:67:f0:02:01', 10, 'Fo0/48', 'secure'],
    ['00:1e:67:f0:02:02', 20, 'Te0/7', 'dynamic'],
  ];

  test('S1.23 names with a blank, marks of peers and states do not shift the columns', () => {
    expect(read(command, text).map(({ mac, vlan, port, type }) => [mac, vlan, port, type])).toEqual(rows);
  });

  test('S1.23 cells may be parted by tabs', () => {
    const tabs = text.replaceAll(/(?<=\S) {2,}(?=\S)/g, '\t');
    expect(read(command, tabs).map(({ mac, vlan, port, type }) => [mac, vlan, port, type])).toEqual(rows);
  });

  test('S1.23 a message that bursts into a row costs no row and makes none', () => {
    const row = ' 3\t00:0c:29:41:01:00\tDynamic\tGi 6/36\tActive';
    for (let at = 0; at <= row.length; at += 1) {
      const parsed = parseText(command, `${row.slice(0, at)}${LOG}\n${row.slice(at)}\n${row}\n`);
      expect(new Set(parsed.rows.map(({ port }) => port)), String(at)).toEqual(new Set(['Gi6/36']));
    }
  });

  test('one address and one port are asked for in the words of all releases', () => {
    expect(dellOs9.lookup('00:0c:29:41:01:00').command).toBe(
      'show mac-address-table address 00:0c:29:41:01:00',
    );
    expect(dellOs9.portFdb?.('Te0/22').command).toBe(
      'show mac-address-table interface TenGigabitEthernet 0/22',
    );
  });
});

test('port states are read from the right, whatever the description says, as documented', () => {
  const text = [
    'Port                 Description  Status Speed        Duplex Vlan',
    'Te 0/1               bm Up Down 1 Up     10000 Mbit   Full   1234,3792,4000',
    'Te 0/2                            Down   Auto         Auto   --',
    'Te 1/49              rack 7       Admin Down Auto     Auto   1',
    'Po 1                 Lag          Up     2000 Mbit    Full   1-4094',
    'Hu 1/1                            Up     100 Gbit     Full   20',
  ].join('\n');
  const rows = read(named(commands.ports, 'show interfaces status'), text);
  expect(
    rows.map(({ name, description, state, speedMbps, vlan }) => [name, description, state, speedMbps, vlan]),
  ).toEqual([
    ['Te0/1', 'bm Up Down 1', 'up', 10_000, undefined],
    ['Te0/2', undefined, 'down', undefined, undefined],
    ['Te1/49', 'rack 7', 'disabled', undefined, 1],
    ['Po1', 'Lag', 'up', 2_000, undefined],
    ['Hu1/1', undefined, 'up', 100_000, 20],
  ]);
});

describe('VLANs', () => {
  test('the recorded table and its short form agree on names', () => {
    expect(read(named(commands.vlans, 'show vlan'), recording('show vlan'))).toEqual([
      { vlan: 1, name: undefined, ports: [] },
      { vlan: 10, name: 'vlan_10_web', ports: ['Te0/1'] },
      { vlan: 20, name: undefined, ports: [] },
      { vlan: 100, name: 'vlan-100-name', ports: [] },
    ]);
    const brief = read(named(dellOs9.alsoReads?.vlans, 'show vlan brief'), recording('show vlan brief'));
    expect(brief.at(-1)).toEqual({ vlan: 67, name: 'sixty seven', ports: [] });
  });

  test('lists of several kinds, ranges and members of channels come out as ports, as documented', () => {
    const text = [
      '    NUM    Status    Description                     Q Ports',
      '*   1      Inactive                                  U Te 0/42-43',
      '                                                     U Fo 0/48,56',
      '    100    Active    two words T here                T Te 0/30',
      '                                                     U Te 1/1-1/3,1/7',
      '                                                     T Po1(Te 0/5-6)',
      '                                                     V Po 128(Te 0/8)',
      'R   4094   Inactive',
    ].join('\n');
    expect(read(named(commands.vlans, 'show vlan'), text)).toEqual([
      { vlan: 1, name: undefined, ports: ['Te0/42', 'Te0/43', 'Fo0/48', 'Fo0/56'] },
      {
        vlan: 100,
        name: 'two words T here',
        ports: ['Te0/30', 'Te1/1', 'Te1/2', 'Te1/3', 'Te1/7', 'Po1', 'Po128'],
      },
      { vlan: 4094, name: undefined, ports: [] },
    ]);
  });
});

test('the recorded ARP table knows own addresses by their missing age', () => {
  const rows = read(named(commands.arp, 'show arp'), recording('show arp'));
  expect(rows.map(({ address, vlan, port, type }) => [address, vlan, port, type])).toEqual([
    ['192.168.168.5', undefined, 'Ma0/0', 'dynamic'],
    ['192.168.168.11', undefined, 'Ma0/0', 'dynamic'],
    ['192.168.168.130', undefined, 'Ma0/0', 'dynamic'],
    ['192.168.186.99', 10, 'Te0/22', 'dynamic'],
    ['192.168.186.254', 10, undefined, 'self'],
  ]);
});

describe('neighbours as documented', () => {
  test('pages in full, with capabilities parted by blanks', () => {
    const text = [
      '========================================================================',
      ' Local Interface Te 0/4 has 1 neighbor',
      '  Total Frames Out: 6547',
      '  Total Frames In: 4136',
      '  Next packet will be sent after 7 seconds',
      '  The neighbors are given below:',
      '  -----------------------------------------------------------------------',
      '',
      '    Remote Chassis ID Subtype: Mac address (4)',
      '    Remote Chassis ID:  00:00:c9:ad:f6:12',
      '    Remote Port Subtype:  Interface name (5)',
      '    Remote Port ID:  GigabitEthernet1/0/1',
      '    Local Port ID: TenGigabitEthernet 0/4',
      '    Locally assigned remote Neighbor Index: 5',
      '    Remote TTL:  120',
      '    Information valid for next 105 seconds',
      '    Time since last information change of this neighbor:  4d16h9m',
      '    Remote MTU:  1554',
      '    Remote System Name:  sw2.example.com',
      '    Remote System Desc:  A switch',
      '    Version: 9, it only looks like a key',
      '    Existing System Capabilities:  Repeater Bridge Router',
      '    Enabled System Capabilities:  Bridge Router',
      '    Remote Port Vlan ID:  1',
      '    Management Address: 10.0.0.9',
      '    Port and Protocol Vlan ID: 1, Capability: Supported, Status: Enabled',
      '  ---------------------------------------------------------------------------',
      '========================================================================',
      ' Local Interface Te 0/6 has 0 neighbor(s)',
    ].join('\n');
    expect(read(named(commands.neighbours, 'show lldp neighbors detail'), text)).toEqual([
      {
        port: 'Te0/4',
        protocol: 'lldp',
        chassisId: '00:00:c9:ad:f6:12',
        remotePort: 'Gi1/0/1',
        systemName: 'sw2.example.com',
        systemDescription: 'A switch\nVersion: 9, it only looks like a key',
        managementAddress: '10.0.0.9',
        capabilities: ['bridge', 'router'],
      },
    ]);
  });

  test('the summary, also where a cut name leaves no gap', () => {
    const text = [
      ' Loc PortID     Rem Host Name     Rem Port Id                        Rem Chassis Id',
      ' --------------------------------------------------------------------------------',
      '',
      ' Te 1/1         -                 24:8a:07:b9:d8:10                  24:8a:07:b9:d8:10',
      ' Te 1/3         localhost.local...e4:1d:2d:bf:d7:e0                  e4:1d:2d:bf:d7:e0',
      ' Te 1/4         R2                TenGigabitEthernet 0/3            00:01:e8:06:95:3e',
    ].join('\n');
    const rows = read(named(dellOs9.alsoReads?.neighbours, 'show lldp neighbors'), text);
    expect(
      rows.map(({ port, systemName, remotePort, chassisId }) => [port, systemName, remotePort, chassisId]),
    ).toEqual([
      ['Te1/1', undefined, '24:8a:07:b9:d8:10', '24:8a:07:b9:d8:10'],
      ['Te1/3', 'localhost.local', 'e4:1d:2d:bf:d7:e0', 'e4:1d:2d:bf:d7:e0'],
      ['Te1/4', 'R2', 'Te0/3', '00:01:e8:06:95:3e'],
    ]);
  });
});

test('port channels and their members, as documented', () => {
  const text = [
    'Codes: L - LACP Port-channel',
    '       O - OpenFlow Controller Port-channel',
    '',
    '    LAG Mode  Status       Uptime      Ports          ',
    'L   3   L2    up           29w5d14h    Te 0/1    (Up)',
    '                                       Te 0/2    (Down)',
    '    8   L2L3  down         00:00:00',
  ].join('\n');
  expect(read(named(commands.lags, 'show interfaces port-channel brief'), text)).toEqual([
    { lag: 'Po3', ports: ['Te0/1', 'Te0/2'] },
    { lag: 'Po8', ports: [] },
  ]);
});

describe('configuration as documented', () => {
  const pages = [
    'Codes:  U - Untagged, T - Tagged',
    '        x - Dot1x untagged, X - Dot1x tagged',
    '        i - Internal untagged, I - Internal tagged, v - VLT untagged, V - VLT tagged',
    '',
    'Name: TenGigabitEthernet 0/4',
    'Description: bm-hub3-pr',
    '802.1QTagged: Hybrid',
    'Vlan membership:',
    'Q       Vlans',
    'U       3790',
    'T       165,170-172,',
    '        180',
    '',
    'Name: GigabitEthernet 0/5',
    '802.1QTagged: False',
    'Vlan membership:',
    'Q       Vlans',
    'U       20',
    '',
    'Name: GigabitEthernet 0/6',
    '802.1QTagged: True',
    'Vlan membership:',
    'Vlan 2, Vlan 10',
  ].join('\n');

  test('pages of all ports tell VLANs, the running configuration of one the rest', () => {
    const rows = read(named(commands.configs, 'show interfaces switchport'), pages);
    expect(
      rows.map(({ name, mode, accessVlan, nativeVlan, taggedVlans }) => [
        name,
        mode,
        accessVlan,
        nativeVlan,
        taggedVlans,
      ]),
    ).toEqual([
      ['Te0/4', 'general', undefined, 3790, '165,170-172,180'],
      ['Gi0/5', 'access', 20, undefined, undefined],
      ['Gi0/6', 'trunk', undefined, undefined, '2,10'],
    ]);
    const port = dellOs9.portConfig?.('Te0/4');
    if (port === undefined) throw new Error('the pack has no portConfig');
    expect(port.command).toBe('show running-config interface TenGigabitEthernet 0/4');
    const own = read(
      port,
      '!\ninterface TenGigabitEthernet 0/4\n description two words\n no ip address\n portmode hybrid\n switchport\n no shutdown\n',
    );
    expect(joinConfigs([...own, ...rows])[0]).toMatchObject({
      name: 'Te0/4',
      description: 'two words',
      adminUp: true,
      mode: 'general',
      nativeVlan: 3790,
    });
  });
});

test('what the switch says of itself comes from the recorded version and the documented inventory', () => {
  const inventory = [
    'System Type               : S4810',
    'System Mode               : 1.0',
    'Software Version          : 9.9(0.0)',
    '',
    'Unit Type                 Serial Number       Part Number  Rev  Piece Part ID              Rev  Svc Tag  Exprs Svc Code',
    '----------------------------------------------------------------------------------------------------------------------',
    '* 0  S4810-01-64F         HADL134J20193       7590009600   C    N/A                        N/A  N/A      N/A',
    '  0  S4810-PWR-AC         N/A                 N/A          N/A  N/A                        N/A  N/A      N/A',
    '  0  S4810-FAN            N/A                 N/A          N/A  N/A                        N/A  N/A      N/A',
    '  1  S4810-01-64F         HADL134J20194       7590009600   C    N/A                        N/A  N/A      N/A',
    '',
    '* - Management Unit',
  ].join('\n');
  const rows = [
    ...read(named(commands.system, 'show version'), recording('show version')),
    ...read(named(commands.system, 'show inventory'), inventory),
    ...parseText(named(commands.system, 'show system brief'), 'Stack MAC : 00:01:e8:8a:e2:07\n').rows,
  ];
  expect(joinSystem(rows)).toEqual({
    softwareVersion: '9.9(0.0)',
    model: 'S4820T',
    serial: 'HADL134J20193',
    baseMac: '00:01:e8:8a:e2:07',
    units: [
      { unit: '0', model: 'S4810-01-64F', serial: 'HADL134J20193', softwareVersion: undefined },
      { unit: '1', model: 'S4810-01-64F', serial: 'HADL134J20194', softwareVersion: undefined },
    ],
  });
});

test.each([
  [
    'CPU utilization     5Sec    1Min    5Min\n-------------------------------\nUNIT0               4%      6%      7%\nUNIT1               9%      5%      2%\n',
    9,
    6,
    7,
  ],
  [
    'CPU Statistics On CP Processor\nCPU utilization for five seconds: 12%/2%; one minute: 3%; five minutes: 4%\n',
    12,
    3,
    4,
  ],
])('the load in the words of %j', (text, five, minute, fiveMinutes) => {
  expect(parseText(named(commands.cpu, 'show processes cpu summary'), text).rows).toEqual([
    { fiveSecondsPercent: five, minutePercent: minute, fiveMinutesPercent: fiveMinutes },
  ]);
});

test('the limit of connections a minute that the device keeps is known', () => {
  expect(dellOs9.limits).toMatchObject({ sessionsMax: 10, connectsPerMinute: 10 });
});

test.each([
  ['Please acknowledge the above banner [yes/no]: ', 'yes\r'],
  ['Do you accept? [y/n]: ', 'y\r'],
  ['Would you like to enter the initial configuration dialog? [yes/no]: ', undefined],
  ['Do you want to see the software license? [Y/n]: ', undefined],
])('at login %j is answered with %j', (asked, answer) =>
  expect(dellOs9.loginQuestions?.find(({ ask }) => ask.test(asked))?.answer).toBe(answer),
);
