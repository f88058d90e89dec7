/** Configuration, addresses, the system and changes; recordings are scored in test/bench, what is here is as documented. */
import { describe, expect, test } from 'vitest';
import type { Command } from '../../platform.ts';
import { rowsOf } from '../testing/read.ts';
import { ciscoNxos } from './index.ts';
import { nxosPortName } from './names.ts';

const { commands, write } = ciscoNxos;

/** Rows of the text; any unknown line fails the test. */
function at<Row>(list: readonly Command<Row>[] | undefined, name: string): Command<Row> {
  const all = (list ?? []).flatMap((command) => [command, command.alternative ?? []].flat());
  const command = all.find((one) => one.command === name);
  if (command === undefined) throw new Error(`no command ${name}`);
  return command;
}

const table = (name: string, rows: unknown): string =>
  JSON.stringify({ [`TABLE_${name}`]: { [`ROW_${name}`]: rows } });

test('what is configured on all ports, from JSON, as documented', () => {
  const json = table('interface', [
    {
      interface: 'Ethernet1/1',
      switchport: 'Enabled',
      oper_mode: 'access',
      access_vlan: '20',
      native_vlan: '1',
      trunk_vlans: '1-4094',
      voice_vlan: '30',
    },
    {
      interface: 'port-channel10',
      switchport: 'Enabled',
      oper_mode: 'trunk',
      access_vlan: '1',
      native_vlan: '5',
      trunk_vlans: '10-12,20',
      voice_vlan: 'none',
    },
  ]);
  expect(rowsOf(commands.configs[0], json)).toMatchObject([
    {
      name: 'Eth1/1',
      mode: 'access',
      accessVlan: 20,
      nativeVlan: undefined,
      taggedVlans: undefined,
      voiceVlan: 30,
    },
    {
      name: 'Po10',
      mode: 'trunk',
      accessVlan: undefined,
      nativeVlan: 5,
      taggedVlans: '10-12,20',
      voiceVlan: undefined,
    },
  ]);
});

test('what is configured on one port: its lines, as documented', () => {
  const text = `!Command: show running-config interface Ethernet1/2
!Time: Sat Nov 21 10:00:00 2026

version 9.3(8) Bios:version 07.69

interface Ethernet1/2
  description to rack 7
  switchport mode trunk
  switchport trunk native vlan 5
  switchport trunk allowed vlan 10-11
  switchport trunk allowed vlan add 12,20
  shutdown
  channel-group 10 mode active
`;
  expect(rowsOf(ciscoNxos.portConfig?.('Eth1/2'), text)).toEqual([
    {
      name: 'Eth1/2',
      description: 'to rack 7',
      adminUp: false,
      mode: 'trunk',
      accessVlan: undefined,
      nativeVlan: 5,
      taggedVlans: '10-12,20',
      voiceVlan: undefined,
      lag: 'Po10',
      lines: [
        'description to rack 7',
        'switchport mode trunk',
        'switchport trunk native vlan 5',
        'switchport trunk allowed vlan 10-11',
        'switchport trunk allowed vlan add 12,20',
        'shutdown',
        'channel-group 10 mode active',
      ],
    },
  ]);
});

test('the system and its load, as documented', () => {
  const version = JSON.stringify({
    host_name: 'n9k1',
    chassis_id: 'Nexus9000 C93180YC-EX Chassis',
    proc_board_id: 'FDO1',
    nxos_ver_str: '9.3(8)',
  });
  expect(rowsOf(commands.system[0], version)).toEqual([
    { hostname: 'n9k1', model: 'C93180YC-EX', serial: 'FDO1', softwareVersion: '9.3(8)' },
  ]);
  const inventory = table('inv', [{ name: '"Chassis"', productid: 'N9K-C93180YC-EX', serialnum: 'FDO1' }]);
  expect(rowsOf(commands.system[1], inventory)).toEqual([{ model: 'N9K-C93180YC-EX', serial: 'FDO1' }]);
  const vdc = `Switchwide mode is m1 f1 m1xl f2 m2xl f2e f3

vdc_id  vdc_name   state    mac                 type        lc
------  --------   -----    ----------          ---------   ------
1       n9k1       active   00:de:fb:00:00:01   Ethernet    f3
`;
  expect(rowsOf(commands.system[2], vdc)).toEqual([{ baseMac: '00:de:fb:00:00:01' }]);
  expect(rowsOf(commands.cpu[0], '{"cpu_state_user": "1.50", "cpu_state_idle": "96.50"}')).toMatchObject([
    { fiveSecondsPercent: 3.5 },
  ]);
  expect(
    rowsOf(
      at(commands.cpu, 'show system resources'),
      'Load average:   1 minute: 0.26\nCPU states  :   1.50% user,   2.00% kernel,   96.50% idle\n',
    ),
  ).toMatchObject([{ fiveSecondsPercent: 3.5 }]);
});

test.each([
  ['Ethernet1/1', 'Eth1/1'],
  ['ethernet 1/1', 'Eth1/1'],
  ['Eth101/1/48', 'Eth101/1/48'],
  ['port-channel10', 'Po10'],
  ['mgmt0', 'mgmt0'],
  ['Vlan20', 'Vl20'],
  ['loopback0', 'Lo0'],
  ['sup-eth1(R)', 'sup-eth1'],
  ['Drop', 'Drop'],
])('%s is %s', (text, name) => expect(nxosPortName(text)).toBe(name));

test.each([
  ["% Invalid command at '^' marker.", 'COMMAND_REJECTED'],
  ['ERROR: No neighbour information', 'COMMAND_REJECTED'],
  ['% Permission denied for the role', 'COMMAND_DENIED'],
  ['{"TABLE_interface": "ERROR: none"}', undefined],
])('%s: %s', (line, code) =>
  expect(ciscoNxos.errors.find(({ pattern }) => pattern.test(line))?.code).toBe(code),
);

describe('changes', () => {
  const lines = (ports: string[], change: object): string[] =>
    write?.ports(ports, change, new Map()).map(({ line }) => line) ?? [];

  test('ports in ranges, port channels apart, what takes a port down first and what brings it up last', () => {
    expect(
      lines(['Eth1/1', 'Eth1/2', 'Eth1/7', 'Po3'], { accessVlan: 20, description: 'desk 4', adminUp: true }),
    ).toEqual([
      'interface Eth1/1-2,Eth1/7',
      'description desk 4',
      'switchport mode access',
      'switchport access vlan 20',
      'no shutdown',
      'exit',
      'interface Po3',
      'description desk 4',
      'switchport mode access',
      'switchport access vlan 20',
      'no shutdown',
      'exit',
    ]);
    expect(lines(['Eth1/1'], { description: '', adminUp: false })).toEqual([
      'interface Eth1/1',
      'shutdown',
      'no description',
      'exit',
    ]);
  });

  test('VLANs, and the copy that keeps them', () => {
    expect(write?.vlan?.(20, 'voice')).toEqual([{ line: 'vlan 20' }, { line: 'name voice' }]);
    expect(write?.vlan?.(20, undefined)).toEqual([{ line: 'no vlan 20' }]);
    expect(write?.save).toEqual([{ line: 'copy running-config startup-config' }]);
    expect(write?.saved?.test('[########################################] 100%')).toBe(true);
    expect(write?.configPrompt.test('sw(config-if-range)# ')).toBe(true);
    expect(write?.configPrompt.test('sw# ')).toBe(false);
  });

  test.each(['a\nshutdown', 'a ; reload', 'a | b', 'a > bootflash:x', 'what?'])(
    '%j is no description',
    (description) => {
      expect(write?.textProblem(description)).toBeDefined();
      expect(() => lines(['Eth1/1'], { description })).toThrow('description');
      expect(() => write?.vlan?.(20, description)).toThrow('VLAN');
    },
  );
});
