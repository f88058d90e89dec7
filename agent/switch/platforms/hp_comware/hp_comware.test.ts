/** Comware as its manuals document it, beside the recordings that the bench compares. */
import { describe, expect, test } from 'vitest';
import { parseText } from '../../parse/index.ts';
import type { Command, Parsed, PortChange } from '../../platform.ts';
import { hpComware } from './index.ts';

function read<Row>(command: Command<Row> | undefined, text: string): Parsed<Row> {
  if (command === undefined) throw new Error('no such command');
  return parseText(command, text);
}

const { commands, portConfig, portFdb, write } = hpComware;

describe('MAC table as documented', () => {
  const TABLE = `MAC Address      VLAN ID    State            Port/NickName            Aging
0050-56c0-0008   1          Learned          GE1/0/1                  Y
000f-e201-0101   2          Config static    XGE1/0/25:1              N
000f-e201-0102   2          Blackhole        N/A                      N
000f-e201-0103   2          Security         BAGG10                   N
000f-e201-0104   3          Multiport        GE1/0/3                  N
                                             GE1/0/4
000f-e201-0105   4          Learned          Tunnel1                  Y
---  6 mac address(es) found  ---
`;
  test('states of two words, an address on several ports, one behind a tunnel', () => {
    const { rows, unknown } = read(commands.fdb[0], TABLE);
    expect(rows.map(({ mac, vlan, port, type }) => `${mac.slice(-2)} ${vlan} ${port} ${type}`)).toEqual([
      '08 1 GE1/0/1 dynamic',
      '01 2 XGE1/0/25:1 static',
      '02 2  static',
      '03 2 BAGG10 secure',
      '04 3 GE1/0/3 static',
      '04 3 GE1/0/4 static',
    ]);
    expect(unknown).toEqual([]);
  });

  test('a log message that cuts a row costs no row', () => {
    const row = '0050-56c0-0008   1          Learned          GE1/0/1                  Y';
    const log =
      '%Jan  1 00:10:11:123 2026 sw-1 IFNET/3/PHY_UPDOWN: Physical state on the interface GE1/0/9 changed to up.';
    const whole = read(commands.fdb[0], row);
    expect(whole.rows).toHaveLength(1);
    for (const at of [0, 9, 30, 47, row.length])
      expect(read(commands.fdb[0], `${row.slice(0, at)}\n${log}\n${row.slice(at)}`), String(at)).toEqual(
        whole,
      );
  });
});

test('ports of the first Comware 5, with words where later releases have letters', () => {
  const text =
    'The brief information of interface(s) under bridge mode:\nInterface            Link      Speed   Duplex   Link-type  PVID\nGE1/0/1              UP        1G(a)   full(a)  access     10\nGE1/0/2              ADM       auto    auto     hybrid     1\n';
  expect(read(commands.ports[0]?.alternative, text)).toMatchObject({
    rows: [
      { name: 'GE1/0/1', state: 'up', speedMbps: 1_000, duplex: 'full', mode: 'access', vlan: 10 },
      { name: 'GE1/0/2', state: 'disabled', adminUp: false, mode: 'general', duplex: 'auto' },
    ],
    unknownCount: 0,
  });
});

test('LLDP in full as documented: capabilities, a description of several lines, two neighbours on one port', () => {
  const text = `LLDP neighbor-information of port 1[GigabitEthernet1/0/1]:
LLDP agent nearest-bridge:
 LLDP neighbor index : 1
 Update time         : 0 days, 0 hours, 1 minutes, 1 seconds
 Chassis type        : MAC address
 Chassis ID          : 000f-0055-0002
 Port ID type        : Interface name
 Port ID             : GigabitEthernet1/0/9
 Time to live        : 121
 Port description    : GigabitEthernet1/0/9 Interface
 System name         : core-1
 System description  : HPE Comware Platform Software, Software Version 7.1.045
                       Release 3111P02: stable
 System capabilities supported : Bridge, Router, Customer Bridge, Service Bridge
 System capabilities enabled   : Bridge, Router, Customer Bridge
 Management address type           : IPv4
 Management address                : 192.0.2.55
 Management address interface type : IfIndex
 LLDP neighbor index : 2
 Chassis ID          : 0004-f2aa-bbcc
 Port ID             : 0004-f2aa-bbcc
 System capabilities enabled   : Bridge, Telephone
`;
  const { rows, unknown } = read(commands.neighbours[0], text);
  expect(unknown).toEqual([]);
  expect(rows).toMatchObject([
    {
      ...{ port: 'GE1/0/1', systemName: 'core-1', chassisId: '00:0f:00:55:00:02' },
      ...{ managementAddress: '192.0.2.55', capabilities: ['bridge', 'router'] },
      systemDescription: 'HPE Comware Platform Software, Software Version 7.1.045\nRelease 3111P02: stable',
    },
    { port: 'GE1/0/1', remotePort: '00:04:f2:aa:bb:cc', capabilities: ['bridge', 'telephone'] },
  ]);
});

test('configuration of ports as documented', () => {
  const text = `#
interface Bridge-Aggregation1
 description to core
 port link-type trunk
 port trunk permit vlan 1 10 20 to 22
 port trunk pvid vlan 10
#
interface Vlan-interface10
 ip address 10.0.0.1 255.255.255.0
#
interface GigabitEthernet1/0/1
 port link-mode bridge
 description desk 12
 port access vlan 10
 shutdown
#
interface GigabitEthernet1/0/2
 port link-mode bridge
 port link-type hybrid
 port hybrid vlan 20 tagged
 port hybrid vlan 1 10 untagged
 port hybrid pvid vlan 10
 voice-vlan 20 enable
#
interface Ten-GigabitEthernet1/0/25
 port link-mode route
#
interface Ten-GigabitEthernet1/0/26
 port link-mode bridge
 port link-type trunk
 undo port trunk permit vlan 1
 port trunk permit vlan all
 port link-aggregation group 1
#
return
`;
  const { rows, unknown } = read(commands.configs[0], text);
  expect(unknown).toEqual([]);
  expect(rows).toMatchObject([
    { name: 'BAGG1', mode: 'trunk', nativeVlan: 10, taggedVlans: '1,20-22', description: 'to core' },
    {
      name: 'GE1/0/1',
      mode: 'access',
      accessVlan: 10,
      adminUp: false,
      description: 'desk 12',
      taggedVlans: undefined,
    },
    { name: 'GE1/0/2', mode: 'general', nativeVlan: 10, taggedVlans: '20', voiceVlan: 20, adminUp: true },
    { name: 'XGE1/0/25', mode: 'routed', accessVlan: undefined, nativeVlan: undefined },
    { name: 'XGE1/0/26', mode: 'trunk', taggedVlans: 'all', lag: 'BAGG1' },
  ]);
});

test('version, load, IPv6 neighbours and static port channels as documented', () => {
  const version =
    'HPE Comware Platform Software, Software Version 7.1.045, Release 3111P02\nHPE 5130-24G-4SFP+ EI (370W) JG937A uptime is 0 weeks\n';
  expect(read(commands.system[0], version).rows).toEqual([
    { softwareVersion: '7.1.045 Release 3111P02', model: '5130-24G-4SFP+ EI (370W) JG937A' },
  ]);
  expect(hpComware.detect.test(version)).toBe(true);
  const load =
    'Slot 1 CPU 0 CPU usage:\n      15% in last 5 seconds\n       6% in last 1 minute\n       5% in last 5 minutes\n\nSlot 2 CPU 0 CPU usage:\n      40% in last 5 seconds\n';
  expect(read(commands.cpu[0], load).rows).toEqual([
    { fiveSecondsPercent: 40, minutePercent: 6, fiveMinutesPercent: 5 },
  ]);
  const arp =
    'IPv6 address                              MAC address    VLAN  Interface     State T  Aging\nFE80::200:5EFF:FE32:B800                  0000-5e32-b800 10    GE1/0/3       REACH D  10\n';
  expect(read(commands.arp[1], arp)).toMatchObject({
    rows: [{ address: 'fe80::200:5eff:fe32:b800', vlan: 10, port: 'GE1/0/3', type: 'dynamic' }],
    unknownCount: 0,
  });
  const lag =
    'Aggregate Interface: Bridge-Aggregation3\nAggregation Mode: Static\nLoadsharing Type: NonS\n  Port             Status  Priority Oper-Key\n  GE1/0/7(R)       S       32768    1\n  GE1/0/8          U       32768    1\n';
  expect(read(commands.lags[0], lag)).toMatchObject({
    rows: [{ lag: 'BAGG3', ports: ['GE1/0/7', 'GE1/0/8'] }],
    unknownCount: 0,
  });
});

describe('changes', () => {
  const lines = (ports: readonly string[], change: PortChange): string[] =>
    (write?.ports(ports, change, new Map()) ?? []).map(({ line }) => line);

  test('one port, and several as ranges', () => {
    expect(lines(['GE1/0/1'], { accessVlan: 10, description: 'desk 12', adminUp: true })).toEqual([
      ...['interface GigabitEthernet1/0/1', 'port link-type access', 'port access vlan 10'],
      ...['description desk 12', 'undo shutdown', 'quit'],
    ]);
    expect(lines(['GE1/0/2', 'GE1/0/1', 'GE1/0/7'], { adminUp: false, description: '' })).toEqual([
      ...[
        'interface range GigabitEthernet1/0/1 to GigabitEthernet1/0/2 GigabitEthernet1/0/7',
        'undo description',
        'shutdown',
        'quit',
      ],
    ]);
  });

  test('commands call a port by its long name', () => {
    const asked = ['XGE1/0/25:1', 'BAGG10', 'WGE1/0/3', 'MGE1/0/1'].map((port) =>
      portConfig?.(port).command.split(' ').at(-1),
    );
    expect(asked).toEqual([
      'Ten-GigabitEthernet1/0/25:1',
      'Bridge-Aggregation10',
      'Twenty-FiveGigE1/0/3',
      'MGE1/0/1',
    ]);
    expect(portFdb?.('GE1/0/1').command).toBe('display mac-address interface GigabitEthernet1/0/1');
  });

  test('VLANs, and saving, which says when it went well', () => {
    expect(write?.vlan?.(10, 'Clients')?.map(({ line }) => line)).toEqual([
      'vlan 10',
      'name Clients',
      'quit',
    ]);
    expect(write?.vlan?.(10, undefined)?.map(({ line }) => line)).toEqual(['undo vlan 10']);
    expect(write?.save.map(({ line }) => line)).toEqual(['save force']);
    expect(write?.saved?.test('Saved the current configuration to mainboard device successfully.')).toBe(
      true,
    );
  });

  test.each(['a\rb', 'what?', 'x'.repeat(81)])('%j is no description', (text) => {
    expect(write?.textProblem(text)).toBeDefined();
  });
});

test.each([
  ['<sw-1>', true, false],
  ['\n[sw-1-GigabitEthernet1/0/1]', true, true],
  ['RBM_P<fw-1>', true, false],
  ['sw-1>', false, false],
  ['text <sw-1>', false, false],
])('%j is a prompt: %s, of configuration: %s', (text, prompt, config) => {
  expect([hpComware.prompt.test(text), write?.configPrompt.test(text)]).toEqual([prompt, config]);
});

test('refusals are known by their words and by where they point', () => {
  const codes = [
    " % Unrecognized command found at '^' position.",
    " % Too many parameters found at '^' position.",
    'Permission denied.',
  ].map((line) => hpComware.errors.find(({ pattern }) => pattern.test(line))?.code);
  expect(codes).toEqual(['COMMAND_REJECTED', 'COMMAND_REJECTED', 'COMMAND_DENIED']);
  expect(hpComware.more.test('  ---- More ----')).toBe(true);
});
