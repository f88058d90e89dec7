/** VRP as its manuals document it, beside the recordings that the bench compares. */
import { describe, expect, test } from 'vitest';
import { parseText } from '../../parse/index.ts';
import type { Command, Parsed, PortChange } from '../../platform.ts';
import { huaweiVrp } from './index.ts';

function read<Row>(command: Command<Row> | undefined, text: string): Parsed<Row> {
  if (command === undefined) throw new Error('no such command');
  return parseText(command, text);
}

const { commands, write, portName } = huaweiVrp;

test.each([
  ['XGigabitEthernet0/0/1', 'XGE0/0/1'],
  ['GigabitEthernet15/1/0(10G)', 'GE15/1/0'],
  ['40GE0/0/1', '40GE0/0/1'],
  ['Eth-Trunk3', 'Eth-Trunk3'],
  ['Ethernet0/0/1', 'Eth0/0/1'],
])('%s is %s', (text, name) => expect(portName?.(text)).toBe(name));

describe('MAC tables as documented', () => {
  test('VRP 8: flags, ages, bridge domains, and the far ends of tunnels, which are on no port', () => {
    const text = `Flags: * - Backup
       # - forwarding logical interface, operations cannot be performed based
           on the interface.
BD   : bridge-domain   Age : dynamic MAC learned time in seconds
-------------------------------------------------------------------------------
MAC Address    VLAN/VSI/BD   Learned-From        Type                Age
-------------------------------------------------------------------------------
0000-0000-0001 1/-/-         10GE1/0/1           dynamic             10
0000-0000-0002 -/-/5000      10GE1/0/2.1         dynamic             10
0000-0000-0003 -/-/5000      192.0.2.7           evn                 -
0000-0000-0004 20/-/-        -                   blackhole           -
-------------------------------------------------------------------------------
Total items: 4
`;
    const { rows, unknown } = read(commands.fdb[0], text);
    expect(rows.map(({ mac, vlan, port, type }) => `${mac.slice(-2)} ${vlan} ${port} ${type}`)).toEqual([
      '01 1 10GE1/0/1 dynamic',
      '02 undefined 10GE1/0/2.1 dynamic',
      '04 20  static',
    ]);
    expect(unknown).toEqual([]);
  });

  test('VRP 5 before V200R001: columns for inner VLANs and a label', () => {
    const text = `MAC address table of slot 0:
-------------------------------------------------------------------------------
MAC Address    VLAN/       PEVLAN CEVLAN Port            Type      LSP/LSR-ID
               VSI/SI                                              MAC-Tunnel
-------------------------------------------------------------------------------
0018-82ab-0001 10          -      -      GE0/0/1         dynamic   0/-
0018-82ab-0002 10          -      -      Eth-Trunk1      sticky    -
0018-82ab-0003 10          -      -
-------------------------------------------------------------------------------
Total matching items on slot 0 displayed = 2
`;
    const { rows, unknown } = read(commands.fdb[0], text);
    expect(rows.map(({ port, type }) => [port, type])).toEqual([
      ['GE0/0/1', 'dynamic'],
      ['Eth-Trunk1', 'secure'],
    ]);
    expect(unknown).toEqual(['0018-82ab-0003 10          -      -']);
  });

  test('a log message that cuts a row costs no row', () => {
    const row = 'b8d6-f6ff-7390 10/-/-                            XGE0/0/1            dynamic';
    const log =
      'Jan 22 2026 07:28:34 PE1 %%01IFPDT/4/IF_STATE(l)[3]:Interface GE0/0/9 has turned into UP state.';
    const whole = read(commands.fdb[0], row);
    expect(whole.rows).toHaveLength(1);
    for (const at of [0, 7, 20, 52, row.length])
      expect(read(commands.fdb[0], `${row.slice(0, at)}\n${log}\n${row.slice(at)}`), String(at)).toEqual(
        whole,
      );
  });
});

test('why a port is down stands before the word', () => {
  const text =
    'Interface                   PHY   Protocol  InUti OutUti   inErrors  outErrors\nEth-Trunk1                  up    up           0%     0%          0          0\n  10GE1/0/1                 up    up        0.01%  0.01%          0          0\n  10GE1/0/2                 *down down         0%     0%          0          0\nGE1/0/3                     -down down         0%     0%          0          0\nVlanif10                    up    up           --     --          0          0\nNULL0                       up    up(s)        0%     0%          0          0\n';
  const { rows, unknown } = read(commands.ports[0], text);
  expect(rows.map(({ name, state, adminUp, lag }) => `${name} ${state} ${adminUp} ${lag}`)).toEqual([
    'Eth-Trunk1 up true undefined',
    '10GE1/0/1 up true Eth-Trunk1',
    '10GE1/0/2 disabled false Eth-Trunk1',
    'GE1/0/3 err-disabled true undefined',
    'Vlanif10 up true undefined',
    'NULL0 up true undefined',
  ]);
  expect(unknown).toEqual([]);
});

test('VLANs as documented: two tables, ports over several lines, a VLAN without any', () => {
  const text = `The total number of vlans is : 3
--------------------------------------------------------------------------------
U: Up;         D: Down;         TG: Tagged;         UT: Untagged;
MP: Vlan-mapping;               ST: Vlan-stacking;
#: ProtocolTransparent-vlan;    *: Management-vlan;
--------------------------------------------------------------------------------

VID  Type    Ports
--------------------------------------------------------------------------------
1    common  UT:GE0/0/1(U)      GE0/0/2(D)      GE0/0/3(D)      GE0/0/4(D)
             GE0/0/5(D)
10   common  UT:GE0/0/6(U)

             TG:Eth-Trunk1(U)
20   common

VID  Status  Property      MAC-LRN Statistics Description
--------------------------------------------------------------------------------
1    enable  default       enable  disable    VLAN 0001
10   enable  default       enable  disable    Clients east
20   enable  default       enable  disable    VLAN 0020
`;
  const { rows, unknown } = read(commands.vlans[0], text);
  expect(rows).toEqual([
    { vlan: 1, name: 'VLAN 0001', ports: ['GE0/0/1', 'GE0/0/2', 'GE0/0/3', 'GE0/0/4', 'GE0/0/5'] },
    { vlan: 10, name: 'Clients east', ports: ['GE0/0/6', 'Eth-Trunk1'] },
    { vlan: 20, name: 'VLAN 0020', ports: [] },
  ]);
  expect(unknown).toEqual([]);
});

test('configuration of ports as documented; a mode that is not written is not told', () => {
  const text = `#
interface GigabitEthernet0/0/1
 description desk 12
 port link-type access
 port default vlan 10
 shutdown
#
interface GigabitEthernet0/0/2
 port link-type hybrid
 port hybrid pvid vlan 10
 port hybrid tagged vlan 20
 port hybrid untagged vlan 10
 voice-vlan 20 enable
#
interface GigabitEthernet0/0/3
 eth-trunk 1
#
interface XGigabitEthernet0/0/1
 port link-type trunk
 undo port trunk allow-pass vlan 1
 port trunk allow-pass vlan 10 20 to 22
#
interface Vlanif10
 ip address 10.0.0.1 255.255.255.0
#
return
`;
  const { rows, unknown } = read(commands.configs[0], text);
  expect(unknown).toEqual([]);
  expect(rows).toMatchObject([
    { name: 'GE0/0/1', mode: 'access', accessVlan: 10, adminUp: false, description: 'desk 12' },
    { name: 'GE0/0/2', mode: 'general', nativeVlan: 10, taggedVlans: '20', voiceVlan: 20 },
    { name: 'GE0/0/3', mode: undefined, lag: 'Eth-Trunk1', adminUp: true },
    { name: 'XGE0/0/1', mode: 'trunk', nativeVlan: 1, taggedVlans: '10,20-22' },
  ]);
});

test('load, IPv6 neighbours, serial number and the short list of neighbours as documented', () => {
  const load =
    'CPU Usage            : 7% Max: 96%\nCPU utilization for five seconds: 12%: one minute: 9%: five minutes: 8%\n';
  expect(read(commands.cpu[0], load).rows).toEqual([
    { fiveSecondsPercent: 12, minutePercent: 9, fiveMinutesPercent: 8 },
  ]);
  const ipv6 = `-----------------------------------------------------------------------------
IPv6 Address : 2001:DB8::1
Link-layer   : 00e0-fc12-3456        State : REACH
Interface    : GE0/0/1               Age   : 0
VLAN         : 10                    CEVLAN: -
VPN name     :                       Is Router: FALSE
-----------------------------------------------------------------------------
Total: 1    Dynamic: 1    Static: 0
`;
  expect(read(commands.arp[1], ipv6)).toMatchObject({
    rows: [{ address: '2001:db8::1', mac: '00:e0:fc:12:34:56', vlan: 10, port: 'GE0/0/1', type: 'dynamic' }],
    unknownCount: 0,
  });
  expect(read(commands.system[2], 'ESN of slot 0: 2102350ABC0123456789\n').rows).toEqual([
    { serial: '2102350ABC0123456789' },
  ]);
  const brief = huaweiVrp.alsoReads?.neighbours?.[0];
  const five =
    'Local Intf       Neighbor Dev             Neighbor Intf             Exptime(s)\nGE0/0/1          core 1                   GE0/0/9                   107\n';
  const eight =
    'Local Interface         Exptime(s) Neighbor Interface            Neighbor Device\n10GE1/0/1                     107  10GE1/0/9                     core-1\n';
  expect(read(brief, five)).toMatchObject({
    rows: [{ port: 'GE0/0/1', systemName: 'core 1', remotePort: 'GE0/0/9' }],
    unknownCount: 0,
  });
  expect(read(brief, eight)).toMatchObject({
    rows: [{ port: '10GE1/0/1', systemName: 'core-1', remotePort: '10GE1/0/9' }],
    unknownCount: 0,
  });
});

describe('changes', () => {
  const lines = (ports: readonly string[], change: PortChange): string[] =>
    (write?.ports(ports, change, new Map()) ?? []).map(({ line }) => line);

  test('ports are named so that VRP 5 and 8 both know them, several by a group', () => {
    expect(lines(['GE0/0/1'], { accessVlan: 10, description: 'desk 12', adminUp: true })).toEqual([
      ...['interface G0/0/1', 'port link-type access', 'port default vlan 10'],
      ...['description desk 12', 'undo shutdown', 'quit'],
    ]);
    expect(lines(['XGE0/0/2', 'XGE0/0/1', '10GE1/0/7'], { adminUp: false, description: '' })).toEqual([
      ...['port-group group-member 10GE1/0/7 XGigabitEthernet0/0/1 to XGigabitEthernet0/0/2'],
      ...['undo description', 'shutdown', 'quit'],
    ]);
  });

  test('leaving commits what VRP 8 has not taken yet, and saving answers its questions', () => {
    const answer = (asked: string): string | undefined =>
      [...(write?.leave ?? []), ...(write?.save ?? [])]
        .flatMap(({ questions }) => questions ?? [])
        .find(({ ask }) => ask.test(asked))?.answer;
    expect(
      answer(
        'Warning: Uncommitted configurations found. Are you sure to commit them before exiting? [Y(yes)/N(no)/C(cancel)]:',
      ),
    ).toBe('y\r');
    expect(answer('Are you sure to continue? [Y/N]:')).toBe('y\r');
    expect(answer('Please input the file name(*.cfg,*.zip)[vrpcfg.zip]:')).toBe('\r');
    expect(write?.saved?.test('Save the configuration successfully.')).toBe(true);
    expect(write?.vlan?.(10, 'Clients')?.map(({ line }) => line)).toEqual([
      'vlan 10',
      'description Clients',
      'quit',
    ]);
    expect(write?.vlan?.(10, undefined)?.map(({ line }) => line)).toEqual(['undo vlan 10']);
  });

  test.each(['a\nb', 'what?', 'x'.repeat(81)])('%j is no description', (text) => {
    expect(write?.textProblem(text)).toBeDefined();
  });
});

test.each([
  ['<sw-1>', true],
  ['\n[~sw-1-10GE1/0/1]', true],
  ['HRP_M<fw-1>', true],
  ['\n[V200R009C00SPC500]', false],
  ['  software [V200R009C00SPC500]', false],
])('%j is a prompt: %s', (text, prompt) => expect(huaweiVrp.prompt.test(text)).toBe(prompt));

test('changes that wait for their commit do not make another prompt', () => {
  const [clean, dirty] = ['[~sw-1]', '[*sw-1]'].map((prompt) => huaweiVrp.promptStem?.(prompt));
  expect(clean).toBe(dirty);
});

test('the device offers to change the password, which is declined', () => {
  const asked = 'The password needs to be changed. Change now? [Y/N]:';
  expect(huaweiVrp.loginQuestions?.find(({ ask }) => ask.test(asked))?.answer).toBe('N\r');
});
