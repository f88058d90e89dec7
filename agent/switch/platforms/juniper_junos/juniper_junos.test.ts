/** The traps of Junos; the recordings themselves are scored in test/bench/parse.test.ts. */
import { describe, expect, test } from 'vitest';
import { joinVlanNames } from '../../parse/index.ts';
import type { PortConfigRow, VlanRow } from '../../platform.ts';
import { first, readLines } from '../testing/read.ts';
import { juniperJunos } from './index.ts';

const { commands, prompt, privilegedPrompt, promptLead, more, errors, write } = juniperJunos;

test.each([
  ['admin@ex-1> ', true],
  ['text\r\nadmin@ex-1.example# ', true],
  ['root@ex-1:RE:0% ', false],
  ['root> ', true],
])('%j is a prompt, privileged: %s', (buffer, privileged) => {
  expect(prompt.test(buffer)).toBe(true);
  expect(privilegedPrompt.test(buffer)).toBe(privileged);
});

test.each(['{master:0}', '{primary:node0}', '[edit]', '[edit interfaces ge-0/0/1]'])(
  '%s stands above a prompt',
  (line) => {
    expect(promptLead?.test(line)).toBe(true);
    expect(prompt.test(line)).toBe(false);
  },
);

test('the pager tells how far it is, or not', () => {
  expect(['---(more)---', 'ge-0/0/1\r\n---(more 45%)--- '].map((tail) => more.test(tail))).toEqual([
    true,
    true,
  ]);
});

test.each([
  ['syntax error, expecting <command>.', 'COMMAND_REJECTED'],
  ['error: the l2-learning subsystem is not running', 'COMMAND_REJECTED'],
  ['unknown command.', 'COMMAND_REJECTED'],
  ['error: permission denied', 'COMMAND_DENIED'],
  ['warning: statement not found', undefined],
])('%s means %s', (line, code) => {
  expect(errors.find(({ pattern }) => pattern.test(line))?.code).toBe(code);
});

describe('show ethernet-switching table', () => {
  test('the older style, as documented: floods, the own address, sticky ones', () => {
    const { rows, unknown } = readLines(first(commands.fdb), [
      'Ethernet-switching table: 6 entries, 3 learned, 0 persistent entries',
      '  VLAN\t            MAC address       Type         Age Interfaces',
      '  Red_Tenant        *                 Flood          - All-members',
      '  Red_Tenant        bc:30:5b:f2:87:52 Learn       4:17 ge-0/0/9.0',
      '  v20               0a:43:80:e7:80:15 Learn(L)       0 ae3.0',
      '  v20               ac:4b:c8:2b:77:c1 Static         - Router',
      '  vlan30            ac:4b:c8:2b:77:c2 Persistent     - ge-1/0/31.0',
      '  very_long_name_of_a_vlan_that_wraps',
      '                    0e:43:80:e7:80:16 Learn         54 xe-0/1/0.0',
      '',
      '{master:0}',
    ]);
    expect(unknown).toEqual([]);
    expect(rows.map(({ mac, vlan, vlanName, port, type }) => [mac, vlan ?? vlanName, port, type])).toEqual([
      ['bc:30:5b:f2:87:52', 'Red_Tenant', 'ge-0/0/9', 'dynamic'],
      ['0a:43:80:e7:80:15', 20, 'ae3', 'dynamic'],
      ['ac:4b:c8:2b:77:c1', 20, 'Router', 'self'],
      ['ac:4b:c8:2b:77:c2', 30, 'ge-1/0/31', 'secure'],
      ['0e:43:80:e7:80:16', 'very_long_name_of_a_vlan_that_wraps', 'xe-0/1/0', 'dynamic'],
    ]);
  });

  test('ELS with and without an age, as documented; what is behind a tunnel is on no port', () => {
    const { rows, unknown } = readLines(first(commands.fdb), [
      'MAC flags (S - static MAC, D - dynamic MAC, L - locally learned, P - Persistent static',
      '           SE - statistics enabled, NM - non configured MAC, R - remote PE MAC, O - ovsdb MAC)',
      '',
      'Ethernet switching table : 5 entries, 5 learned',
      'Routing instance : default-switch',
      '   Vlan                MAC                 MAC      Logical                SVLBNH/      Active',
      '   name                address             flags    interface              VENH Index   source',
      '   v100                00:1b:21:00:00:01   D        ge-0/0/0.0',
      '   v100                00:1b:21:00:00:02   DLR      ae1.0',
      '   v100                00:1b:21:00:00:03   DR       esi.1749               1749         05:00:00:fd:e8:00:00:00:64:00',
      '   v100                00:1b:21:00:00:04   DRP      vtep.32769             10.1.1.1',
      '   v100                00:1b:21:00:00:05   S,NM        -   xe-0/0/1:3.0           0         0',
      '   v100                00:1b:21:00:00:06   D',
    ]);
    expect(rows.map(({ mac, vlan, port, type }) => [mac.slice(-2), vlan, port, type])).toEqual([
      ['01', 100, 'ge-0/0/0', 'dynamic'],
      ['02', 100, 'ae1', 'dynamic'],
      ['05', 100, 'xe-0/0/1:3', 'static'],
    ]);
    expect(unknown).toEqual(['   v100                00:1b:21:00:00:06   D']);
  });

  test('on MX the VLAN stands above its addresses, as documented', () => {
    const { rows, unknown } = readLines(first(commands.fdb).alternative, [
      'Routing instance : default-switch',
      ' Bridging domain : VLAN-100, VLAN : 100',
      '   MAC                 MAC      Logical          NH     MAC         active',
      '   address             flags    interface        Index  property    source',
      '   00:1b:21:00:00:01   D        ge-0/0/1.100',
    ]);
    expect(unknown).toEqual([]);
    expect(rows.map(({ vlan, port }) => [vlan, port])).toEqual([[100, 'ge-0/0/1']]);
  });

  test('names of VLANs become numbers by the table of VLANs', () => {
    const { rows } = readLines(first(commands.fdb), [
      '  Staff-Floor2      bc:30:5b:f2:87:52 Learn          0 ge-0/0/9.0',
      '  v30               bc:30:5b:f2:87:53 Learn          0 ge-0/0/9.0',
    ]);
    const vlans: VlanRow[] = [{ vlan: 20, name: 'Staff-Floor2', ports: [] }];
    expect(joinVlanNames(rows, vlans).map(({ vlan }) => vlan)).toEqual([20, 30]);
  });
});

test('show interfaces terse, as documented: units tell what their port belongs to', () => {
  const { rows, unknown } = readLines(first(commands.ports), [
    'Interface               Admin Link Proto    Local                 Remote',
    'ge-0/0/0                up    up',
    'ge-0/0/0.0              up    up   eth-switch',
    'ge-0/0/1                up    down',
    'ge-0/0/1.0              up    down aenet    --> ae0.0',
    'ge-0/0/2                down  down',
    'xe-0/1/0                up    up',
    'xe-0/1/0.0              up    up   inet     10.0.0.1/30',
    '                                   inet6    fe80::1/64',
    'ae0                     up    up',
    'irb.20                  up    up   inet     10.20.0.1/24',
    'lo0                     up    up',
  ]);
  expect(unknown).toEqual([]);
  expect(rows.map(({ name, state, adminUp, mode, lag }) => [name, state, adminUp, mode ?? lag])).toEqual([
    ['ge-0/0/0', 'up', true, undefined],
    ['ge-0/0/1', 'down', true, 'ae0'],
    ['ge-0/0/2', 'disabled', false, undefined],
    ['xe-0/1/0', 'up', true, 'routed'],
    ['ae0', 'up', true, undefined],
  ]);
});

test('the page of one port, as documented: what its units say is not its own', () => {
  const { rows, unknown } = readLines(juniperJunos.portStatus?.('ge-0/0/1'), [
    'Physical interface: ge-0/0/1, Enabled, Physical link is Up',
    '  Interface index: 650, SNMP ifIndex: 515',
    '  Description: Server 7, left',
    '  Link-level type: Ethernet, MTU: 1514, Link-mode: Full-duplex, Speed: 1000mbps, BPDU Error: None,',
    '  Source filtering: Disabled, Flow control: Enabled',
    '  Last flapped   : 2010-03-03 07:39:22 UTC (2w0d ago)',
    '',
    '  Logical interface ge-0/0/1.0 (Index 70) (SNMP ifIndex 516)',
    '    Description: of the unit',
    '    Protocol aenet, AE bundle: ae0.0',
    'Physical interface: xe-0/1/0, Administratively down, Physical link is Down',
    '  Link-level type: Ethernet, MTU: 1514, Speed: 10Gbps, Duplex: Full-Duplex',
  ]);
  expect(unknown).toEqual([]);
  expect(
    rows.map(({ name, state, speedMbps, duplex, description, lag }) => [
      name,
      state,
      speedMbps,
      duplex,
      description,
      lag,
    ]),
  ).toEqual([
    ['ge-0/0/1', 'up', 1_000, 'full', 'Server 7, left', 'ae0'],
    ['xe-0/1/0', 'disabled', 10_000, 'full', undefined, undefined],
  ]);
});

test('show interfaces descriptions, as documented: the text may hold blanks', () => {
  const { rows, unknown } = readLines(commands.ports[1], [
    'Interface       Admin Link Description',
    'ge-0/0/1        up    down Printer, 2nd floor',
  ]);
  expect(unknown).toEqual([]);
  expect(rows.map(({ name, description }) => [name, description])).toEqual([
    ['ge-0/0/1', 'Printer, 2nd floor'],
  ]);
});

test('show vlans in the older style, as documented: lists with commas, a VLAN without a tag', () => {
  const { rows, unknown } = readLines(first(commands.vlans), [
    'Name           Tag     Interfaces',
    'default',
    '                       ge-0/0/10.0, ge-0/0/11.0*',
    'employee-vlan  100',
    '                       ge-0/0/2.0*, ae0.0*,',
    '                       ge-0/0/3.0',
    'mgmt           4093',
    '                       None',
  ]);
  expect(unknown).toEqual([]);
  expect(rows).toEqual([
    { vlan: 100, name: 'employee-vlan', ports: ['ge-0/0/2', 'ae0', 'ge-0/0/3'] },
    { vlan: 4093, name: 'mgmt', ports: [] },
  ]);
});

describe('LLDP', () => {
  test('the summary keeps apart what has one blank between it', () => {
    const { rows, unknown } = readLines(first(commands.neighbours), [
      'Local Interface    Parent Interface    Chassis Id          Port info          System Name',
      'ge-0/0/1           -                   2c:6b:f5:a1:c2:c0   Ten-GigabitEthernet1/0/25 core 1'.replace(
        'core 1',
        'core1',
      ),
      'ge-0/0/2.0         ae0.0               2c:6b:f5:a1:c2:c1   Port 3             phone-7',
      'ge-0/0/3           -                   2c:6b:f5:a1:c2:c2   eth0',
      'ge-0/0/4           -                   2c:6b:f5:a1:c2:c3                      nameonly',
    ]);
    expect(unknown).toEqual([]);
    expect(rows.map(({ port, remotePort, systemName }) => [port, remotePort, systemName])).toEqual([
      ['ge-0/0/1', 'Ten-GigabitEthernet1/0/25', 'core1'],
      ['ge-0/0/2', 'Port 3', 'phone-7'],
      ['ge-0/0/3', 'eth0', undefined],
      ['ge-0/0/4', undefined, 'nameonly'],
    ]);
  });

  test('the detail of a port, as documented: our side and theirs use the same words', () => {
    const { rows, unknown } = readLines(juniperJunos.neighbourDetail?.('ge-0/0/15'), [
      'LLDP Neighbor Information:',
      'Local Information:',
      'Index: 34 Time to live: 120 Time mark: Wed Mar  3 07:39:22 2010 Age: 10 secs',
      'Local Interface    : ge-0/0/15.0',
      'Parent Interface   : ae0.0',
      'Local Port ID      : 517',
      'Ageout Count       : 0',
      '',
      'Neighbour Information:',
      'Chassis type       : Mac address',
      'Chassis ID         : 00:1f:12:38:7f:c0',
      'Port type          : Locally assigned',
      'Port ID            : 528',
      'Port description   : ge-0/0/0.0',
      'System name        : apg-hp1',
      '',
      'System Description : Juniper Networks, Inc. ex4200-48t , version 10.4R1.8',
      'Build date: 2010-12-02 08:01:41 UTC',
      '',
      'System capabilities',
      '        Supported  : Bridge Router',
      '        Enabled    : Bridge Telephone',
      '',
      'Management Info',
      '        Type              : IPv4',
      '        Address           : 10.93.54.6',
      '        Port ID           : 34',
    ]);
    expect(unknown).toEqual([]);
    expect(rows).toEqual([
      {
        port: 'ge-0/0/15',
        protocol: 'lldp',
        chassisId: '00:1f:12:38:7f:c0',
        remotePort: '528',
        systemName: 'apg-hp1',
        systemDescription:
          'Juniper Networks, Inc. ex4200-48t , version 10.4R1.8\nBuild date: 2010-12-02 08:01:41 UTC',
        managementAddress: '10.93.54.6',
        capabilities: ['bridge', 'telephone'],
      },
    ]);
  });
});

describe('configuration of ports', () => {
  const shown = ({ name, mode, accessVlan, nativeVlan, taggedVlans }: PortConfigRow) => [
    name,
    mode,
    accessVlan ?? nativeVlan,
    taggedVlans,
  ];

  test('ELS, as documented: the port first, then a line per VLAN', () => {
    const { rows, unknown } = readLines(first(commands.configs), [
      'Routing Instance Name : default-switch',
      'Logical Interface flags (DL - disable learning, AD - packet action drop,',
      '                         LH - MAC limit hit, DN - interface down )',
      'Logical          Vlan          TAG     MAC         STP         Logical           Tagging',
      'interface        members               limit       state       interface flags',
      'ge-0/0/0.0                             65535                                     untagged',
      '                 v100          100     65535       Forwarding                    untagged',
      'ae0.0                                  65535                                     tagged',
      '                 default       1       65535       Forwarding                    untagged',
      '                 v100          100     65535       Forwarding                    tagged',
      '                 v101          101     65535       Forwarding                    tagged',
    ]);
    expect(unknown).toEqual([]);
    expect(rows.map(shown)).toEqual([
      ['ge-0/0/0', 'access', 100, undefined],
      ['ae0', 'trunk', 1, '100-101'],
    ]);
  });

  test('one port as set commands, as documented', () => {
    const { rows, unknown } = readLines(juniperJunos.portConfig?.('ge-0/0/1'), [
      'set interfaces ge-0/0/1 description "Printer room"',
      'set interfaces ge-0/0/1 disable',
      'set interfaces ge-0/0/1 native-vlan-id 10',
      'set interfaces ge-0/0/1 unit 0 family ethernet-switching interface-mode trunk',
      'set interfaces ge-0/0/1 unit 0 family ethernet-switching vlan members 20-22',
      'set interfaces ge-0/0/1 unit 0 family ethernet-switching vlan members v30',
    ]);
    expect(unknown).toEqual([]);
    expect(rows.map(shown)).toEqual([['ge-0/0/1', 'trunk', 10, '20-22,30']]);
    expect(rows[0]).toMatchObject({ description: 'Printer room', adminUp: false });
  });
});

test('the load is what the worst engine does not idle, as documented', () => {
  const { rows } = readLines(first(commands.cpu), [
    'Routing Engine status:',
    '  Slot 0:',
    '    5 sec CPU utilization:',
    '      User                       5 percent',
    '      Idle                      90 percent',
    '    1 min CPU utilization:',
    '      Idle                      80 percent',
    '  Slot 1:',
    '    CPU utilization:',
    '      Idle                      60 percent',
  ]);
  expect(rows).toEqual([{ fiveSecondsPercent: 40, minutePercent: 20, fiveMinutesPercent: undefined }]);
});

describe('changes', () => {
  const lines = (changed: readonly { readonly line: string }[] | undefined) =>
    changed?.map(({ line }) => line);

  test('members add up, so the old VLAN goes first', () => {
    const change = { accessVlan: 20, description: 'Desk 4', adminUp: true };
    expect(lines(write?.ports(['ge-0/0/1', 'ae3'], change, new Map()))).toEqual([
      'delete interfaces ge-0/0/1 unit 0 family ethernet-switching vlan members',
      'set interfaces ge-0/0/1 unit 0 family ethernet-switching vlan members 20',
      'set interfaces ge-0/0/1 description "Desk 4"',
      'delete interfaces ge-0/0/1 disable',
      'delete interfaces ae3 unit 0 family ethernet-switching vlan members',
      'set interfaces ae3 unit 0 family ethernet-switching vlan members 20',
      'set interfaces ae3 description "Desk 4"',
      'delete interfaces ae3 disable',
    ]);
    expect(lines(write?.ports(['ge-0/0/1'], { description: '', adminUp: false }, new Map()))).toEqual([
      'delete interfaces ge-0/0/1 description',
      'set interfaces ge-0/0/1 disable',
    ]);
  });

  test('VLANs go by their name; one that keeps it needs nothing', () => {
    const old: VlanRow = { vlan: 20, name: 'staff', ports: [] };
    expect(lines(write?.vlan?.(20, 'staff'))).toEqual(['set vlans staff vlan-id 20']);
    expect(lines(write?.vlan?.(20, 'people', old))).toEqual(['rename vlans staff to people']);
    expect(lines(write?.vlan?.(20, 'staff', old))).toEqual([]);
    expect(lines(write?.vlan?.(20, undefined, old))).toEqual(['delete vlans staff']);
    expect(() => write?.vlan?.(20, 'two words')).toThrow(/cannot be the name/);
  });

  test('a commit is kept, is undone by the device unless confirmed, and never takes the work of others along', () => {
    expect(lines(write?.enter)).toEqual(['configure exclusive']);
    expect(lines(write?.leave)).toEqual(['top', 'commit and-quit']);
    expect(lines(write?.commitConfirmed?.commit(2))).toEqual([
      ...['top', 'commit confirmed 2', 'exit configuration-mode'],
    ]);
    expect(lines(write?.commitConfirmed?.confirm)).toEqual(['commit and-quit']);
    expect(lines(write?.commitConfirmed?.abandon)).toEqual(['top', 'rollback 0', 'exit configuration-mode']);
    expect(write?.save).toEqual([]);
  });

  test.each(['a"; set system root-authentication', 'help?', 'back\\slash', 'tab\there', 'new\nline'])(
    '%j is no description',
    (text) => {
      expect(write?.textProblem(text)).toBeDefined();
    },
  );

  test('a port of another platform, or more than a port, is refused', () => {
    for (const port of ['Gi1/0/1', 'ge-0/0/1 disable', 'ge-0/0/1\nset x'])
      expect(() => write?.ports([port], { adminUp: false }, new Map())).toThrow(/no port of Junos/);
  });
});
