/** Configuration, addresses, the system and changes; recordings are scored in test/bench, what is here is as documented. */
import { describe, expect, test } from 'vitest';
import type { Command } from '../../platform.ts';
import { rowsOf } from '../testing/read.ts';
import { aristaEos } from './index.ts';
import { eosPortName } from './names.ts';

const { commands, alsoReads, write } = aristaEos;

/** Rows of the text; any unknown line fails the test. */
function at<Row>(list: readonly Command<Row>[] | undefined, name: string): Command<Row> {
  const all = (list ?? []).flatMap((command) => [command, command.alternative ?? []].flat());
  const command = all.find((one) => one.command === name);
  if (command === undefined) throw new Error(`no command ${name}`);
  return command;
}

const pretty = (value: unknown): string => JSON.stringify(value, null, 4);

test('what is configured: JSON and text of all ports, and the lines of one, as documented', () => {
  const json = pretty({
    switchports: {
      Ethernet1: {
        enabled: true,
        switchportInfo: {
          mode: 'access',
          accessVlanId: 20,
          trunkingNativeVlanId: 1,
          trunkAllowedVlans: 'ALL',
        },
      },
      'Port-Channel7': {
        enabled: true,
        switchportInfo: {
          mode: 'trunk',
          accessVlanId: 1,
          trunkingNativeVlanId: 5,
          trunkAllowedVlans: '10-12,20',
        },
      },
      Ethernet3: { enabled: false, switchportInfo: { mode: 'access', accessVlanId: 1 } },
    },
  });
  const rows = rowsOf(commands.configs[0], json);
  expect(rows).toMatchObject([
    { name: 'Et1', mode: 'access', accessVlan: 20, nativeVlan: undefined, taggedVlans: undefined },
    { name: 'Po7', mode: 'trunk', accessVlan: undefined, nativeVlan: 5, taggedVlans: '10-12,20' },
    { name: 'Et3', mode: 'routed' },
  ]);
  const text = `Name: Et1
Switchport: Enabled
Administrative Mode: static access
Operational Mode: static access
MAC Address Learning: enabled
Dot1q ethertype/TPID: 0x8100 (active)
Access Mode VLAN: 20 (voice)
Trunking Native Mode VLAN: 1 (default)
Administrative Native VLAN tagging: disabled
Trunking VLANs Enabled: ALL
Static Trunk Groups:
Dynamic Trunk Groups:
`;
  expect(rowsOf(at(commands.configs, 'show interfaces switchport'), text)).toEqual([rows[0]]);
  const config = `interface Ethernet4
   description desk 4
   speed forced 1000full
   switchport access vlan 20
   switchport phone vlan 30
`;
  expect(rowsOf(aristaEos.portConfig?.('Et4'), config)).toMatchObject([
    { name: 'Et4', description: 'desk 4', adminUp: true, mode: 'access', accessVlan: 20, voiceVlan: 30 },
  ]);
});

test('the system and its load, as documented', () => {
  const version = pretty({
    modelName: 'DCS-7050SX3-48YC8-F',
    serialNumber: 'JPE1',
    systemMacAddress: '00:1c:73:00:00:01',
    version: '4.29.2F',
    hardwareRevision: '11.00',
  });
  expect(rowsOf(commands.system[0], version)).toEqual([
    {
      model: 'DCS-7050SX3-48YC8-F',
      serial: 'JPE1',
      softwareVersion: '4.29.2F',
      baseMac: '00:1c:73:00:00:01',
    },
  ]);
  expect(rowsOf(commands.system[1], pretty({ hostname: 'leaf-1', fqdn: 'leaf-1.x' }))).toEqual([
    { hostname: 'leaf-1' },
  ]);
  expect(
    rowsOf(commands.cpu[0], pretty({ cpuInfo: { '%Cpu(s)': { user: 2, idle: 97.5 } }, processes: {} })),
  ).toMatchObject([{ fiveSecondsPercent: 2.5 }]);
  const top = `top - 20:53:00 up 5 days,  1 user,  load average: 0.26, 0.31, 0.33
Tasks: 210 total,   1 running, 209 sleeping,   0 stopped,   0 zombie
%Cpu(s):  1.5 us,  0.8 sy,  0.0 ni, 97.5 id,  0.0 wa,  0.0 hi,  0.2 si,  0.0 st
  PID USER      PR  NI    VIRT    RES    SHR S  %CPU %MEM     TIME+ COMMAND
 1768 root      20   0  700m 200m 100m S   3.3  5.1  30:10.10 Sysdb
`;
  expect(rowsOf(at(commands.cpu, 'show processes top once'), top)).toMatchObject([
    { fiveSecondsPercent: 2.5 },
  ]);
  expect(at(alsoReads?.system, 'show inventory')).toBeDefined();
});

test.each([
  ['Ethernet1/1', 'Et1/1'],
  ['et1', 'Et1'],
  ['Port-Channel10', 'Po10'],
  ['Management1', 'Ma1'],
  ['Vlan20', 'Vl20'],
  ['PeerEthernet5', 'PEt5'],
  ['PEt5', 'PEt5'],
  ['Router', 'Router'],
])('%s is %s', (text, name) => expect(eosPortName(text)).toBe(name));

test.each([
  ['% Invalid input', 'COMMAND_REJECTED'],
  ['% This is an unconverted command', 'COMMAND_REJECTED'],
  ['% Unavailable command (not supported on this hardware platform)', 'COMMAND_REJECTED'],
  ['% Authorization denied for command', 'COMMAND_DENIED'],
  ['%Cpu(s):  1.5 us', undefined],
])('%s: %s', (line, code) =>
  expect(aristaEos.errors.find(({ pattern }) => pattern.test(line))?.code).toBe(code),
);

test('the time in a prompt does not make it another prompt', () => {
  const stem = aristaEos.promptStem;
  expect(stem?.('leaf-1.20:53:00#')).toBe(stem?.('leaf-1.20:53:01#'));
  expect(stem?.('leaf-1.20:53:00(config)#')).toBe('leaf-1(config)#');
  expect(stem?.('leaf-1#')).toBe('leaf-1#');
});

describe('changes', () => {
  test('ports in ranges, port channels apart', () => {
    const lines = write?.ports(['Et2', 'Et1', 'Et7', 'Po3'], { accessVlan: 20, adminUp: true }, new Map());
    expect(lines?.map(({ line }) => line)).toEqual([
      'interface Et1-2,Et7',
      'switchport mode access',
      'switchport access vlan 20',
      'no shutdown',
      'exit',
      'interface Po3',
      'switchport mode access',
      'switchport access vlan 20',
      'no shutdown',
      'exit',
    ]);
  });

  test('VLANs, saving, and a session that undoes itself', () => {
    expect(write?.vlan?.(20, 'voice')).toEqual([{ line: 'vlan 20' }, { line: 'name voice' }]);
    expect(write?.saved?.test('Copy completed successfully.')).toBe(true);
    const { enter, commit, confirm, abandon } = write?.commitConfirmed ?? {};
    expect([enter, commit?.(5), commit?.(90), confirm, abandon]).toEqual([
      [{ line: 'configure session wayside' }],
      [{ line: 'commit timer 00:05:00' }],
      [{ line: 'commit timer 01:30:00' }],
      [{ line: 'configure session wayside commit' }],
      [{ line: 'configure session wayside abort' }],
    ]);
    expect(write?.configPrompt.test('leaf-1(config-s-waysid-if-Et1-2)#')).toBe(true);
  });

  test.each(['a\nshutdown', 'a | b', 'a ; b', 'what?', 'x'.repeat(300)])(
    '%j is no description',
    (description) => {
      expect(write?.textProblem(description)).toBeDefined();
      expect(() => write?.ports(['Et1'], { description }, new Map())).toThrow('description');
    },
  );
});
