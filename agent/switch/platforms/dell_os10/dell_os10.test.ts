/** No recording of OS10 is at hand: all of it as documented, written down from public examples. */
import { describe, expect, test } from 'vitest';
import { joinSystem, parseText } from '../../parse/index.ts';
import type { Command, PortConfigRow } from '../../platform.ts';
import { dellOs10 } from './index.ts';

function named<Row>(commands: readonly Command<Row>[] | undefined, name: string): Command<Row> {
  const command = commands?.find(({ command: text }) => text === name);
  if (command === undefined) throw new Error(`no command ${name}`);
  return command;
}

const LOG = 'Nov 21 10:00:00 OS10 dn_ifm[902]: %IFMGR-5-OSTATE_UP: Interface operational state is up';

/** Rows of the text as it is, in CR LF, byte by byte cut into lines anew, and with a log message after each line. */
function read<Row>(command: Command<Row>, text: string): readonly Row[] {
  const plain = parseText(command, text);
  expect(plain.unknown).toEqual([]);
  expect(parseText(command, text.replaceAll('\n', '\r\n'))).toEqual(plain);
  expect(parseText(command, text.replaceAll('\n', `\n${LOG}\n`))).toEqual(plain);
  return plain.rows;
}

const { commands } = dellOs10;

test('S1.23 the MAC table as documented: long names made short, private VLANs marked', () => {
  const text = [
    'Codes: pv <vlan-id> - private vlan where the mac is originally learnt',
    'VlanId        Mac Address         Type        Interface',
    '1             aa:bb:cc:dd:ee:01   dynamic     ethernet1/1/12:1',
    '54            00:50:56:af:12:f5   dynamic     port-channel17',
    '100           00:50:56:af:12:f6   static      ethernet1/1/3',
    '200           00:50:56:af:12:f7   dynamic     ethernet1/1/4   pv 201',
  ].join('\n');
  expect(
    read(named(commands.fdb, 'show mac address-table'), text).map(({ vlan, port, type }) => [
      vlan,
      port,
      type,
    ]),
  ).toEqual([
    [1, 'Eth1/1/12:1', 'dynamic'],
    [54, 'Po17', 'dynamic'],
    [100, 'Eth1/1/3', 'static'],
    [200, 'Eth1/1/4', 'dynamic'],
  ]);
  expect(dellOs10.lookup('aa:bb:cc:dd:ee:01').command).toBe(
    'show mac address-table address aa:bb:cc:dd:ee:01',
  );
  expect(dellOs10.portFdb?.('Po17').command).toBe('show mac address-table interface port-channel 17');
});

test('port states as documented: cells at the right may be missing', () => {
  const text = [
    '--------------------------------------------------------------------------------------------------',
    'Port            Description     Status   Speed    Duplex   Mode Vlan Tagged-Vlans',
    '--------------------------------------------------------------------------------------------------',
    'Eth 1/1/1:1     Switched-Comp.. up       10G      full     T    7    6,201,301,401,501-516,3939',
    'Eth 1/1/2       is up today     down     0        full     A    1    -',
    'Eth 1/1/3                       up       40G               A    20   -',
    'Eth 1/1/4                       admin-down 0      auto     -    -    -',
    'Eth 1/1/5       LEAF_CONN_1     up       10G      full     -',
    'Po 128          Uplink-Po..     up       200G     full     T    1    6,7',
    'Vl 7                            up       --       --       --   --',
  ].join('\n');
  const rows = read(named(commands.ports, 'show interface status'), text);
  expect(
    rows.map(({ name, description, state, speedMbps, duplex, mode, vlan }) => [
      name,
      description,
      state,
      speedMbps,
      duplex,
      mode,
      vlan,
    ]),
  ).toEqual([
    ['Eth1/1/1:1', 'Switched-Comp..', 'up', 10_000, 'full', 'trunk', 7],
    ['Eth1/1/2', 'is up today', 'down', undefined, 'full', 'access', 1],
    ['Eth1/1/3', undefined, 'up', 40_000, undefined, 'access', 20],
    ['Eth1/1/4', undefined, 'disabled', undefined, 'auto', undefined, undefined],
    ['Eth1/1/5', 'LEAF_CONN_1', 'up', 10_000, 'full', undefined, undefined],
    ['Po128', 'Uplink-Po..', 'up', 200_000, 'full', 'trunk', 1],
    ['Vl7', undefined, 'up', undefined, undefined, undefined, undefined],
  ]);
});

test('VLANs as documented: ranges across slots, several lines of ports', () => {
  const text = [
    'Codes: * - Default VLAN, M - Management VLAN, R - Remote Port Mirroring VLANs,',
    '       @ - Attached to Virtual Network, P - Primary, C - Community, I - Isolated,',
    '       S - VLAN-Stack VLAN',
    'Q: A - Access (Untagged), T - Tagged',
    '    NUM    Status    Description                     Q Ports',
    '*   1      Active                                    A Eth1/1/1-1/1/3,1/1/29,1/1/5:1-1/1/5:2',
    '    10     Active    ten                             T Eth1/1/3',
    '                                                     A Po10,20',
    '    20     Inactive',
  ].join('\n');
  expect(read(named(commands.vlans, 'show vlan'), text)).toEqual([
    {
      vlan: 1,
      name: undefined,
      ports: ['Eth1/1/1', 'Eth1/1/2', 'Eth1/1/3', 'Eth1/1/29', 'Eth1/1/5:1', 'Eth1/1/5:2'],
    },
    { vlan: 10, name: 'ten', ports: ['Eth1/1/3', 'Po10', 'Po20'] },
    { vlan: 20, name: undefined, ports: [] },
  ]);
});

test('neighbours as documented, in full and in short', () => {
  const detail = [
    'Remote Chassis ID Subtype: Mac address (4)',
    'Remote Chassis ID: 00:01:e8:8a:fd:35',
    'Remote Port Subtype: Interface name (5)',
    'Remote Port ID: fortyGigE 0/56',
    'Remote Port Description: Fort to leaf',
    'Local Port ID: ethernet1/1/1',
    'Locally assigned remote Neighbor Index: 3',
    'Remote TTL: 120',
    'Information valid for next 94 seconds',
    'Time since last information change of this neighbor: 2 weeks 1 day 03:20:00',
    'Remote System Name: LEAF-01',
    'Remote System Desc: Dell Real Time Operating System Software',
    'Remote Management Address (IPv4): 10.0.0.1',
    'Existing System Capabilities: Repeater, Bridge, Router',
    'Enabled System Capabilities: Repeater, Bridge, Router',
    'Remote Max Frame Size: 0',
    'Remote Aggregation Status: false',
    '---------------------------------------------------------------------------',
    '',
    'Remote Chassis ID Subtype: Mac address (4)',
    'Remote Chassis ID: 00:01:e8:8a:fd:36',
    'Remote Port ID: eth0',
    'Local Port ID: mgmt1/1/1',
  ].join('\n');
  const rows = read(named(commands.neighbours, 'show lldp neighbors detail'), detail);
  expect(rows).toMatchObject([
    {
      port: 'Eth1/1/1',
      systemName: 'LEAF-01',
      managementAddress: '10.0.0.1',
      capabilities: ['repeater', 'bridge', 'router'],
    },
    { port: 'Mg1/1/1', remotePort: 'eth0', chassisId: '00:01:e8:8a:fd:36' },
  ]);
  const summary = [
    'Loc PortID          Rem Host Name        Rem Port Id                    Rem Chassis Id',
    '--------------------------------------------------------------------------------------',
    'ethernet1/1/3:1     Not Advertised       00:78:57:aa:bb:cc             39373638-3935-5A43-4A39-',
    'ethernet1/1/31      B-R03-U23-Mellano... Eth1/32                       24:8a:07:bb:cc:aa',
  ].join('\n');
  const short = read(named(dellOs10.alsoReads?.neighbours, 'show lldp neighbors'), summary);
  expect(
    short.map(({ port, systemName, remotePort, chassisId }) => [port, systemName, remotePort, chassisId]),
  ).toEqual([
    ['Eth1/1/3:1', undefined, '00:78:57:aa:bb:cc', '39373638-3935-5A43-4A39-'],
    ['Eth1/1/31', 'B-R03-U23-Mellano', 'Eth1/32', '24:8a:07:bb:cc:aa'],
  ]);
});

test('port channels as documented: members are bare numbers', () => {
  const text = [
    'Flags:  D - Down    I - member up but inactive    P - member up and active',
    '        U - Up (port-channel)    F - Fallback Activated    IND - LACP Individual',
    '--------------------------------------------------------------------------------',
    'Group Port-Channel           Type     Protocol  Member Ports',
    '--------------------------------------------------------------------------------',
    '1    port-channel1   (D)     Eth      STATIC    1/1/8(D) ',
    '10   port-channel10  (U)     Eth      DYNAMIC   1/1/10(P) 1/1/11:1(IND)',
    '                                                1/1/12(P)',
    '20   port-channel20  (D)     Eth      DYNAMIC',
  ].join('\n');
  expect(read(named(commands.lags, 'show port-channel summary'), text)).toEqual([
    { lag: 'Po1', ports: ['Eth1/1/8'] },
    { lag: 'Po10', ports: ['Eth1/1/10', 'Eth1/1/11:1', 'Eth1/1/12'] },
    { lag: 'Po20', ports: [] },
  ]);
});

test('ARP, neighbours of IPv6 and load as documented', () => {
  const arp = [
    'Codes: pv - private vlan where the mac is originally learnt',
    'Address          Hardware address    Interface                     Egress Interface   ',
    '------------------------------------------------------------------------------------------',
    '192.168.2.2      90:b1:1c:f4:a6:e6   ethernet1/1/49:1              ethernet1/1/49:1',
    '100.1.2.5        90:b1:1c:f4:a6:e7   vlan100                       port-channel10',
  ].join('\n');
  expect(
    read(named(commands.arp, 'show ip arp'), arp).map(({ address, vlan, port }) => [address, vlan, port]),
  ).toEqual([
    ['192.168.2.2', undefined, 'Eth1/1/49:1'],
    ['100.1.2.5', 100, 'Po10'],
  ]);
  const top = '%Cpu(s):  9.7 us,  3.9 sy,  0.3 ni, 85.5 id,  0.2 wa,  0.0 hi,  0.4 si,  0.0 st\n';
  expect(parseText(named(commands.cpu, 'show processes node-id 1 | grep Cpu'), top).rows).toEqual([
    { fiveSecondsPercent: 14.5, minutePercent: undefined, fiveMinutesPercent: undefined },
  ]);
});

test('what the switch says of itself, as documented', () => {
  const version = [
    'Dell SmartFabric OS10 Enterprise',
    'Copyright (c) 1999-2024 by Dell Inc. All Rights Reserved.',
    'OS Version: 10.5.4.2',
    'Build Version: 10.5.4.2.241',
    'System Type: S5248F-ON',
    'Architecture: x86_64',
  ].join('\n');
  const inventory = [
    'Product               : S5248F-ON',
    'Description           : S5248F-ON 48x25GbE SFP28',
    'Software version      : 10.5.4.2',
    '',
    'Unit Type                 Part Number  Rev  Piece Part ID             Svc Tag  Exprs Svc Code',
    '-----------------------------------------------------------------------------------------------',
    '* 1  S5248F-ON            09H9MN       X01  TW-09H9MN-28298-713-0026  9531XC2  198 985 746 98',
    '  1  S5248F-ON-PWR-1-AC   02RPHX       A00  CN-02RPHX-17972-5BH-00RE  AEIOU##  226 457 410 55',
    '  1  S5248F-ON-FANTRAY-1  0N7MH8       X01  TW-0N7MH8-28298-713-0101  AEIOU##  226 457 410 55',
  ].join('\n');
  const system =
    'Node Id              : 1\nMAC                  : 34:17:eb:f2:9a:00\nNumber of MACs       : 256\n';
  expect(dellOs10.detect.test(version)).toBe(true);
  const rows = [
    ...read(named(commands.system, 'show version'), version),
    ...parseText(named(commands.system, 'show system'), system).rows,
    ...read(named(commands.system, 'show inventory'), inventory),
  ];
  expect(joinSystem(rows)).toEqual({
    softwareVersion: '10.5.4.2',
    model: 'S5248F-ON',
    baseMac: '34:17:eb:f2:9a:00',
    serial: '9531XC2',
  });
});

describe('configuration as documented', () => {
  const text = [
    '!',
    'interface breakout 1/1/1 map 40g-1x',
    '!',
    'interface vlan1',
    ' no shutdown',
    '!',
    'interface ethernet1/1/1',
    ' description "Desk 5"',
    ' shutdown',
    ' switchport mode trunk',
    ' switchport access vlan 7',
    ' switchport trunk allowed vlan 6,201,501-516',
    '!',
    'interface ethernet1/1/2',
    ' no shutdown',
    ' switchport access vlan 20',
    '!',
    'interface ethernet1/1/3',
    ' no shutdown',
    ' no switchport',
    '!',
    'interface ethernet1/1/4',
    ' no shutdown',
    ' channel-group 10 mode active',
    '!',
  ].join('\n');

  test('all ports, from the running configuration', () => {
    const rows = read(named(commands.configs, 'show running-configuration interface'), text);
    expect(
      rows.map(({ name, adminUp, mode, accessVlan, nativeVlan, taggedVlans, lag }) => [
        name,
        adminUp,
        mode,
        accessVlan,
        nativeVlan,
        taggedVlans,
        lag,
      ]),
    ).toEqual([
      ['Eth1/1/1', false, 'trunk', undefined, 7, '6,201,501-516', undefined],
      ['Eth1/1/2', true, 'access', 20, undefined, undefined, undefined],
      ['Eth1/1/3', true, 'routed', undefined, undefined, undefined, undefined],
      ['Eth1/1/4', true, 'access', 1, undefined, undefined, 'Po10'],
    ]);
    expect(rows[0]?.description).toBe('Desk 5');
  });
});

describe('writing', () => {
  const { write } = dellOs10;
  if (write === undefined) throw new Error('the pack cannot write');

  test('both ends of a range are written in full, port channels stand apart', () => {
    const ports = ['Eth1/1/7', 'Eth1/1/1', 'Eth1/1/2', 'Eth1/1/3', 'Po10'];
    const before = new Map<string, PortConfigRow>();
    expect(write.ports(ports, { accessVlan: 20, adminUp: true }, before).map(({ line }) => line)).toEqual([
      'interface range ethernet 1/1/1-1/1/3,1/1/7',
      'switchport mode access',
      'switchport access vlan 20',
      'no shutdown',
      'exit',
      'interface port-channel 10',
      'switchport mode access',
      'switchport access vlan 20',
      'no shutdown',
      'exit',
    ]);
    expect(write.ports(['Eth1/1/5:1'], { description: 'Desk 5' }, before).map(({ line }) => line)).toEqual([
      'interface ethernet 1/1/5:1',
      'description "Desk 5"',
      'exit',
    ]);
  });

  test('VLANs are made, described and taken away, and what was done is saved', () => {
    expect(write.vlan?.(20, 'Guest house').map(({ line }) => line)).toEqual([
      'interface vlan 20',
      'description "Guest house"',
      'exit',
    ]);
    expect(write.vlan?.(20, undefined).map(({ line }) => line)).toEqual(['no interface vlan 20']);
    expect(write.save.map(({ line }) => line)).toEqual(['write memory']);
  });

  test.each(['a"b', 'who?', 'x\rreload'])('the description %j is refused', (text) =>
    expect(write.textProblem(text)).toEqual(expect.any(String)),
  );
});

test('nothing of OS10 is proven, and says so', () => {
  expect(new Set(dellOs10.unproven)).toEqual(new Set(Object.keys(commands)));
});
