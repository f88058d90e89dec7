/** FastIron as its manuals document it, beside the recordings that the bench compares. */
import { describe, expect, test } from 'vitest';
import { parseText } from '../../parse/index.ts';
import type { Command, Parsed, PortChange, PortConfigRow } from '../../platform.ts';
import { ruckusIcx } from './index.ts';
import { icxPorts } from './names.ts';

function read<Row>(command: Command<Row> | undefined, text: string): Parsed<Row> {
  if (command === undefined) throw new Error('no such command');
  return parseText(command, text);
}

const { commands, write, portName, alsoReads } = ruckusIcx;

test.each([
  ['ethernet 1/1/24', '1/1/24'],
  ['GigabitEthernet1/1/24', '1/1/24'],
  ['10GigabitEthernet2/3/1', '2/3/1'],
  ['e 7', '7'],
  ['lag 3', 'lg3'],
  ['management1', 'mgmt1'],
])('%s is %s', (text, name) => expect(portName?.(text)).toBe(name));

test('lists of ports in the words of the configuration', () => {
  expect(icxPorts('ethe 1/1/3 to 1/1/5 ethe 2/1/7 lag 3 to 4')).toEqual(
    '1/1/3 1/1/4 1/1/5 2/1/7 lg3 lg4'.split(' '),
  );
  expect(icxPorts('to to ethe 1/1/9 to 1/2/3')).toEqual(['1/1/9']);
});

describe('MAC tables as documented', () => {
  test('the heading tells the order of columns, and types of several kinds', () => {
    const text = `Total active entries from all ports = 5
Total static entries from all ports = 1
MAC-Address     Port           Type          VLAN
1234.1234.1234  15             Static        1
0004.8038.2f24  lg3            Dynamic       20
0004.8038.2f25  1/1/1-1/1/2    Dynamic       20
0004.8038.2f26  1/1/9          Secure        20
MAC-Address     Port           Type          Index
0010.5a86.b159  10             Dynamic       8196
0010.5a86.b160  vxl10          Dynamic       20
0010.5a86.b161  what           Dynamic       20
`;
    const { rows, unknown } = read(commands.fdb[0], text);
    expect(rows.map(({ mac, vlan, port, type }) => `${mac.slice(-2)} ${vlan} ${port} ${type}`)).toEqual([
      '34 1 15 static',
      '24 20 lg3 dynamic',
      '25 20 1/1/1 dynamic',
      '26 20 1/1/9 secure',
      '59 undefined 10 dynamic',
    ]);
    expect(unknown).toEqual(['0010.5a86.b161  what           Dynamic       20']);
  });

  test('a log message that cuts a row costs no row', () => {
    const row = '70db.9895.73aa  1/2/1                Dynamic      3';
    const log = 'SYSLOG: <14>Jan  1 00:00:00 sw-1 System: Interface ethernet 1/1/9, state up';
    const whole = read(commands.fdb[0], row);
    expect(whole.rows).toHaveLength(1);
    for (const at of [0, 6, row.length])
      expect(read(commands.fdb[0], `${row.slice(0, at)}\n${log}\n${row.slice(at)}`), String(at)).toEqual(
        whole,
      );
  });
});

test('neighbours as documented: a description over several lines in quotes, and the short list', () => {
  const text = `Local port: 1/1/9
  Neighbor: 0000.0034.0fc0, TTL 101 seconds
    + Chassis ID (MAC address): 0000.0034.0fc0
    + Port ID (MAC address): 0000.0034.0fc0
    + Time to live: 120 seconds
    + Port description    : "GigabitEthernet9/1"
    + System name         : "FastIron SuperX"
    + System description  : "Brocade Communications Systems, Inc. FastIron I\\
                             ronWare Version 04.3.00T3e1: built 2008"
    + System capabilities : bridge, router
      Enabled capabilities: bridge, WLAN access point
    + 802.1Q VLAN: 5
  Neighbor: 0000.0034.0fc1, TTL 101 seconds
    + Chassis ID (network address): 192.0.2.9
    + Port ID (MAC address): 0000.0034.0fc1
      Enabled capabilities: bridge, telephone
`;
  const { rows, unknown } = read(commands.neighbours[0], text);
  expect(unknown).toEqual([]);
  expect(rows).toMatchObject([
    {
      ...{ port: '1/1/9', systemName: 'FastIron SuperX', capabilities: ['bridge', 'wlan'] },
      systemDescription:
        'Brocade Communications Systems, Inc. FastIron I\nronWare Version 04.3.00T3e1: built 2008',
    },
    { port: '1/1/9', chassisId: '192.0.2.9', capabilities: ['bridge', 'telephone'] },
  ]);
  const short =
    'Lcl Port Chassis ID      Port ID         Port Description        System Name\n1/1/1    0000.0034.0fc0  0000.0034.0fc0  GigabitEthernet9/1      FastIron Supe~\n';
  expect(read(alsoReads?.neighbours?.[0], short)).toMatchObject({
    rows: [{ port: '1/1/1', chassisId: '00:00:00:34:0f:c0', systemName: 'FastIron Supe' }],
    unknownCount: 0,
  });
});

test('VLANs of a chassis, of the oldest and with port channels as documented', () => {
  const text = `PORT-VLAN 10, Name [None], Priority level0, Spanning tree Off
 Untagged Ports: (S2)   1   2
 Untagged Ports: (LAG)   3
   Tagged Ports: None
PORT-VLAN 20, Name with, comma, Priority level0, Spanning tree On
 Untagged Ports:   7   8
 DualMode Ports: (U1/M1)   5
`;
  expect(read(commands.vlans[0], text)).toEqual({
    rows: [
      { vlan: 10, name: undefined, ports: ['2/1', '2/2', 'lg3'] },
      { vlan: 20, name: 'with, comma', ports: ['7', '8', '1/1/5'] },
    ],
    unknown: [],
    unknownCount: 0,
  });
});

test('port channels as documented: a new release, a list over two lines, one that is not deployed', () => {
  const text = `LAG         Type      Deploy Trunk Intf  Port List
lag1        dynamic   Y      1     lg1   e 1/1/1 to 1/1/2 e 2/1/1
                                         e 3/1/1
spare one   static    N      none  none  e 1/1/7
`;
  expect(read(commands.lags[0], text)).toMatchObject({
    rows: [
      { lag: 'lg1', ports: ['1/1/1', '1/1/2', '2/1/1', '3/1/1'] },
      { lag: 'spare one', ports: ['1/1/7'] },
    ],
    unknownCount: 0,
  });
});

test('configuration as documented: VLANs and port channels name their ports', () => {
  const text = `Current configuration:
!
ver 08.0.95jT211
!
lag "up link" dynamic id 100
 ports ethe 1/2/5 to 1/2/6
!
vlan 10 name Clients by port
 tagged ethe 1/1/3 lag 100
 untagged ethe 1/1/1 to 1/1/2
!
vlan 20 name Voice by port
 tagged ethe 1/1/3
!
interface ethernet 1/1/1
 port-name desk 12
 disable
!
interface ethernet 1/1/3
 dual-mode 10
 voice-vlan 20
!
end
`;
  const rows = new Map(read(commands.configs[0], text).rows.map((row) => [row.name, row]));
  expect(rows.get('1/1/1')).toEqual({
    ...{ name: '1/1/1', description: 'desk 12', adminUp: false, mode: 'access', accessVlan: 10 },
    ...{ nativeVlan: undefined, taggedVlans: undefined, voiceVlan: undefined, lag: undefined },
    lines: ['port-name desk 12', 'disable'],
  });
  expect(rows.get('1/1/3')).toMatchObject({
    mode: 'trunk',
    nativeVlan: 10,
    taggedVlans: '20',
    voiceVlan: 20,
  });
  expect(rows.get('1/2/6')).toMatchObject({ lag: 'lg100' });
  expect(rows.get('lg100')).toMatchObject({ mode: 'trunk', taggedVlans: '10' });
});

test('load, the address of the stack and IPv6 neighbours as documented', () => {
  const load =
    '1 percent busy, from 10 sec ago\n1   sec avg:  1 percent busy\n5   sec avg:  3 percent busy\n60  sec avg:  2 percent busy\n300 sec avg:  4 percent busy\n';
  expect(read(commands.cpu[0], load).rows).toEqual([
    { fiveSecondsPercent: 3, minutePercent: 2, fiveMinutesPercent: 4 },
  ]);
  const chassis =
    'The stack unit 1 chassis info:\n\nFan 1 ok\nBoot Prom MAC : fc5c.4536.3302\nManagement MAC: fc5c.4536.3302\n';
  expect(read(commands.system[1], chassis).rows).toEqual([{ baseMac: 'fc:5c:45:36:33:02' }]);
  const ipv6 =
    'Total number of Neighbor entries: 1\n      IPv6 Address                 VLAN LinkLayer-Addr State  Age Port    vPort Interface\n1     FE80::2E0:52FF:FE00:1        10   00e0.5200.0001 REACH  15  1/1/9   ve10  ve10\n';
  expect(read(commands.arp[1], ipv6)).toMatchObject({
    rows: [
      {
        address: 'fe80::2e0:52ff:fe00:1',
        mac: '00:e0:52:00:00:01',
        vlan: 10,
        port: '1/1/9',
        type: 'dynamic',
      },
    ],
    unknownCount: 0,
  });
});

describe('changes', () => {
  const accessOf = (...pairs: readonly (readonly [string, number])[]): ReadonlyMap<string, PortConfigRow> =>
    new Map(
      pairs.map(([name, accessVlan]) => [
        name,
        {
          ...{ name, accessVlan, description: undefined, adminUp: true, mode: 'access' as const },
          ...{
            nativeVlan: undefined,
            taggedVlans: undefined,
            voiceVlan: undefined,
            lag: undefined,
            lines: [],
          },
        },
      ]),
    );
  const lines = (ports: readonly string[], change: PortChange, before = accessOf()): string[] =>
    (write?.ports(ports, change, before) ?? []).map(({ line }) => line);

  test('ports leave their VLANs before another takes them, the default one by itself', () => {
    const before = accessOf(['1/1/1', 20], ['1/1/2', 20], ['1/1/3', 1]);
    expect(lines(['1/1/3', '1/1/1', '1/1/2', 'lg4'], { accessVlan: 10 }, before)).toEqual([
      ...['vlan 20', 'no untagged ethernet 1/1/1 to 1/1/2', 'exit'],
      ...['vlan 10', 'untagged ethernet 1/1/1 to 1/1/3 lag 4', 'exit'],
    ]);
    expect(lines(['1/1/1'], { accessVlan: 1 }, before)).toEqual([
      'vlan 20',
      'no untagged ethernet 1/1/1',
      'exit',
    ]);
  });

  test('description and state', () => {
    expect(lines(['1/1/1', '1/1/7'], { description: 'desk 12', adminUp: false })).toEqual([
      ...['interface ethernet 1/1/1 ethernet 1/1/7', 'port-name desk 12', 'disable', 'exit'],
    ]);
    expect(lines(['7'], { description: '', adminUp: true })).toEqual([
      ...['interface ethernet 7', 'no port-name', 'enable', 'exit'],
    ]);
  });

  test('VLANs are made, renamed and taken away; the configuration is saved by name', () => {
    expect(write?.vlan?.(10, 'Clients')?.map(({ line }) => line)).toEqual([
      'vlan 10 name Clients by port',
      'exit',
    ]);
    expect(write?.vlan?.(10, undefined)?.map(({ line }) => line)).toEqual(['no vlan 10']);
    expect(write?.save.map(({ line }) => line)).toEqual(['write memory']);
  });

  test.each(['a"b', 'a\rb', 'what?', 'x'.repeat(65)])('%j is no description', (text) => {
    expect(write?.textProblem(text)).toBeDefined();
  });
});

test('the pager, refusals and the prompt of a session are known', () => {
  expect(ruckusIcx.more.test('--More--, next page: Space, next line: Return key, quit: Control-c')).toBe(
    true,
  );
  const codes = ['Invalid input -> foo', 'Error - port 1/1/1 is a member', 'Not authorized to execute'].map(
    (line) => ruckusIcx.errors.find(({ pattern }) => pattern.test(line))?.code,
  );
  expect(codes).toEqual(['COMMAND_REJECTED', 'COMMAND_REJECTED', 'COMMAND_DENIED']);
  expect(ruckusIcx.privilegedPrompt.test('\nSSH@ICX7150-48P Switch#')).toBe(false);
  expect(ruckusIcx.privilegedPrompt.test('\nSSH@ICX7150-48P#')).toBe(true);
});
