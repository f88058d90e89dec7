/** The traps of EXOS; the recordings themselves are scored in test/bench/parse.test.ts. */
import { describe, expect, test } from 'vitest';
import type { PortConfigRow } from '../../platform.ts';
import { first, readLines } from '../testing/read.ts';
import { extremeExos } from './index.ts';

const { commands, alsoReads, prompt, privilegedPrompt, promptStem, more, errors, write } = extremeExos;

test.each([
  ['X460.1 # ', true],
  ['\r\n* X460.12 # ', true],
  ['* (VR-Mgmt) Slot-1 SW Stack.345 # ', true],
  ['X460.7 > ', false],
])('%j is a prompt, privileged: %s', (buffer, privileged) => {
  expect(prompt.test(buffer)).toBe(true);
  expect(privilegedPrompt.test(buffer)).toBe(privileged);
});

test('neither the counter nor unsaved changes make it another prompt', () => {
  const stems = ['X460.1 #', '* X460.2 #', '* X460.30 #'].map((text) => promptStem?.(text));
  expect(new Set(stems).size).toBe(1);
  expect(promptStem?.('X461.1 #')).not.toBe(stems[0]);
});

test('the pager is known', () => {
  expect(more.test('1:5\r\nPress <SPACE> to continue or <Q> to quit:')).toBe(true);
});

test.each([
  ["%% Invalid input detected at '^' marker.", 'COMMAND_REJECTED'],
  ['Error: VLAN v20 cannot be found.', 'COMMAND_REJECTED'],
  ['Error: Permission denied', 'COMMAND_DENIED'],
])('%s means %s', (line, code) => {
  expect(errors.find(({ pattern }) => pattern.test(line))?.code).toBe(code);
});

test('show fdb: flags of any number, dropped and remote addresses, half a row', () => {
  const { rows, unknown } = readLines(first(commands.fdb), [
    'Mac                     Vlan       Age  Flags         Port / Virtual Port List',
    '-----------------------------------------------------------------------------',
    '00:04:96:1e:32:80       V9(0009) 0011  d m           3:24',
    '00:04:96:1e:32:81       V9( 0009) 0000  spm          5',
    '00:04:96:1e:32:82       V9(0009) 0000  s m  l       1:51:1',
    '00:04:96:1e:32:83       V9(0009) 0000  s mB',
    '00:04:96:1e:32:84       V9(0009) 0000  d m X        VR-Default:10.0.0.1',
    '00:04:96:1e:32:85       V9(0009) 0011  d m',
    '',
    'Flags : d - Dynamic, s - Static, p - Permanent, n - NetLogin, m - MAC, i - IP,',
    '        x - IPX, l - lockdown MAC, L - lockdown-timeout MAC',
    'Total: 5 Static: 3  Perm: 1  Dyn: 2  Dropped: 0  Locked: 0  Locked with Timeout: 0',
    'FDB Aging time: 300',
  ]);
  expect(rows.map(({ mac, vlan, port, type }) => [mac.slice(-2), vlan, port, type])).toEqual([
    ['80', 9, '3:24', 'dynamic'],
    ['81', 9, '5', 'static'],
    ['82', 9, '1:51:1', 'secure'],
    ['83', 9, '', 'static'],
  ]);
  expect(unknown).toEqual(['00:04:96:1e:32:85       V9(0009) 0011  d m']);
});

test('show ports no-refresh, as documented: display strings and VLAN names side by side', () => {
  const { rows, unknown } = readLines(first(commands.ports), [
    'Port Summary',
    'Port  Display              VLAN Name           Port  Link  Speed  Duplex',
    '#     String               (or # VLANs)        State State Actual Actual',
    '='.repeat(72),
    '1:1   Uplink to core       (2)                 E     A     10G    FULL',
    '1:2                        Default             E     R',
    '1:3   >cut off at twenty c (0020)              D     R',
    '2:4                        staff               E     NP',
    '2:5                        staff               D',
    '='.repeat(72),
    '   > indicates Port Display Name truncated past 20 characters',
    '   Port State: D-Disabled, E-Enabled, L-Loopback',
    '   Link State: A-Active, R-Ready, NP-Port not present, L-Loopback',
  ]);
  expect(unknown).toEqual([]);
  expect(
    rows.map(({ name, state, speedMbps, duplex, vlan, description }) => [
      name,
      state,
      speedMbps ?? duplex,
      vlan,
      description,
    ]),
  ).toEqual([
    ['1:1', 'up', 10_000, undefined, 'Uplink to core'],
    ['1:2', 'down', undefined, undefined, undefined],
    ['1:3', 'disabled', undefined, 20, 'cut off at twenty c'],
    ['2:4', 'not present', undefined, undefined, undefined],
    ['2:5', 'disabled', undefined, undefined, undefined],
  ]);
});

test('show vlan, as documented, and show vlan detail with its ports', () => {
  const { rows, unknown } = readLines(first(commands.vlans), [
    '-'.repeat(93),
    'Name            VID  Protocol Addr       Flags                         Proto  Ports  Virtual',
    '                                                                              Active router',
    '                                                                              /Total',
    '-'.repeat(93),
    'Default         1    --------------------------------T---------------  ANY    0 /46  VR-Default',
    'staff-2         20   10.0.20.1      /24  -f----------------------------  ANY    3 /4   VR-Default',
    '-'.repeat(93),
    'Flags : (B) BFD Enabled, (c) 802.1ad customer VLAN, (C) EAPS Control VLAN,',
    '        (d) Dynamically created VLAN, (D) VLAN Admin Disabled,',
    '',
    'Total number of VLAN(s) : 2',
  ]);
  expect(unknown).toEqual([]);
  expect(rows.map(({ vlan, name }) => [vlan, name])).toEqual([
    [1, 'Default'],
    [20, 'staff-2'],
  ]);
  const detail = readLines(alsoReads?.vlans?.[1], [
    'VLAN Interface with name staff-2 created by user',
    '    Admin State:         Enabled     Tagging:   802.1Q Tag 20',
    '    Description:         None',
    '    Protocol:            Match all unfiltered protocols',
    '        Ports:   4.           (Number of active ports=2)',
    '           Untag:    *1:1,   1:2g,   1:3(desk)',
    '           Tag:      *2:24',
    '        Flags:    (*) Active, (!) Disabled, (g) Load Sharing port',
  ]);
  expect(detail.rows).toEqual([{ vlan: 20, name: 'staff-2', ports: ['1:1', '1:2', '1:3', '2:24'] }]);
});

test('show lldp neighbors detailed, as documented: values in quotes, a description cut into lines', () => {
  const { rows, unknown } = readLines(first(commands.neighbours), [
    '-'.repeat(77),
    'LLDP Port 1:5 detected 1 neighbor',
    '  Neighbor: 00:04:96:51:aa:bb/1:7, age 14 seconds',
    '    - Chassis ID type: MAC address (4)',
    '      Chassis ID     : 00:04:96:51:AA:BB',
    '    - Port ID type: ifName (5)',
    '      Port ID     : "1:7"',
    '    - Time To Live: 120 seconds',
    '    - System Name: "core-1"',
    '    - System Description: "ExtremeXOS (X460-24t) version 15.3.1.4 \\',
    '                          by release-manager on Tue"',
    '    - System Capabilities : "Bridge, Router"',
    '      Enabled Capabilities: "Bridge, Router"',
    '    - Management Address Subtype: IPv4 (1)',
    '      Management Address        : 10.0.0.2',
    '      Interface Number Subtype  : ifIndex (2)',
  ]);
  expect(unknown).toEqual([]);
  expect(rows).toEqual([
    {
      port: '1:5',
      protocol: 'lldp',
      chassisId: '00:04:96:51:aa:bb',
      remotePort: '1:7',
      systemName: 'core-1',
      systemDescription: 'ExtremeXOS (X460-24t) version 15.3.1.4\nby release-manager on Tue',
      managementAddress: '10.0.0.2',
      capabilities: ['bridge', 'router'],
    },
  ]);
});

test('neighbours of IPv6 stand on two lines, as documented; a static entry is told', () => {
  const { rows, unknown } = readLines(commands.arp[1], [
    'VR            Destination',
    '              Mac                Age  Static  VLAN          VID  Port',
    'VR-Default    fe80::204:96ff:fe1e:ec00%staff',
    '              00:04:96:1e:ec:00   13   NO     staff         20   1:5',
    'VR-Default    2001:db8::1',
    '              00:04:96:1e:ec:01        YES    staff         20',
    'Total number of entries : 2',
  ]);
  expect(unknown).toEqual([]);
  expect(rows.map(({ address, vlan, port, type }) => [address, vlan, port, type])).toEqual([
    ['fe80::204:96ff:fe1e:ec00', 20, '1:5', 'dynamic'],
    ['2001:db8::1', 20, undefined, 'static'],
  ]);
});

describe('configuration of ports', () => {
  const shown = ({ name, mode, accessVlan, nativeVlan, taggedVlans, adminUp, lag }: PortConfigRow) => [
    name,
    mode,
    accessVlan ?? nativeVlan,
    taggedVlans,
    adminUp,
    lag,
  ];

  test('from the lines of the module vlan, as documented', () => {
    const { rows, unknown } = readLines(first(commands.configs), [
      '#',
      '# Module vlan configuration.',
      '#',
      'configure vlan default delete ports all',
      'create vlan "staff-2"',
      'configure vlan staff-2 tag 20',
      'create vlan "voice" tag 30',
      'configure ports 1:1 description-string "Desk 4"',
      'disable port 1:3',
      'enable sharing 1:7 grouping 1:7-8 algorithm address-based L2 lacp',
      'configure vlan Default add ports 1:4 untagged',
      'configure vlan staff-2 add ports 1:1-3 untagged',
      'configure vlan voice add ports 1:2, 1:7 tagged',
    ]);
    expect(unknown).toEqual([]);
    expect(rows.map(shown).toSorted()).toEqual([
      ['1:1', 'access', 20, undefined, true, undefined],
      ['1:2', 'trunk', 20, '30', true, undefined],
      ['1:3', 'access', 20, undefined, false, undefined],
      ['1:4', 'access', 1, undefined, true, undefined],
      ['1:7', 'trunk', undefined, '30', true, '1:7'],
      ['1:8', undefined, undefined, undefined, true, '1:7'],
    ]);
    expect(rows.find(({ name }) => name === '1:1')?.description).toBe('Desk 4');
  });

  test('from the page of one port, as documented', () => {
    const { rows, unknown } = readLines(extremeExos.portConfig?.('1:5'), [
      'Port:   1:5(Desk 5)',
      '        Virtual-router: VR-Default',
      '        Admin state:    Disabled with  auto-speed sensing  auto-duplex',
      '        VLAN cfg:',
      '                 Name: Default, Internal Tag = 1, MAC-limit = No-limit, Virtual router:   VR-Default',
      '                 Name: voice, 802.1Q Tag = 30, MAC-limit = No-limit, Virtual router:   VR-Default',
    ]);
    expect(unknown).toEqual([]);
    expect(rows.map(shown)).toEqual([['1:5', 'trunk', 1, '30', false, undefined]]);
  });
});

test('version, members of a stack and load, as documented', () => {
  const version = readLines(commands.system[0], [
    'Slot-1      : 800325-00-03 1048G-00146 Rev 3.0 BootROM: 2.0.1.7    IMG: 15.3.1.4',
    'Slot-2      : 800325-00-03 1048G-00147 Rev 3.0 BootROM: 2.0.1.7    IMG: 15.3.1.4',
    'PSU-1       : Internal PSU-1 800386-00-02 1043A-80386',
    '',
    'Image   : ExtremeXOS version 15.3.1.4 v1531b4 by release-manager',
  ]);
  expect(version.rows).toEqual([
    {
      serial: '1048G-00146',
      softwareVersion: '15.3.1.4',
      units: [
        { unit: '1', model: undefined, serial: '1048G-00146', softwareVersion: '15.3.1.4' },
        { unit: '2', model: undefined, serial: '1048G-00147', softwareVersion: '15.3.1.4' },
      ],
    },
  ]);
  const load = readLines(first(commands.cpu), [
    'Process      5   10   30   1    5    30   1    Max           Total',
    'System       7.5 6.0  6.1  5.0  4.0  3.0  3.0  33.9     0.00  0.00',
    'aaa          0.0 0.0  0.0  0.0  0.0  0.0  0.0  1.8      0.10  0.20',
  ]);
  expect(load.rows).toEqual([{ fiveSecondsPercent: 7.5, minutePercent: 5, fiveMinutesPercent: 4 }]);
});

describe('changes', () => {
  const lines = (changed: readonly { readonly line: string }[] | undefined) =>
    changed?.map(({ line }) => line);
  const config = (name: string, vlan: number): PortConfigRow => ({
    name,
    description: undefined,
    adminUp: true,
    mode: 'access',
    accessVlan: vlan,
    nativeVlan: undefined,
    taggedVlans: undefined,
    voiceVlan: undefined,
    lag: undefined,
    lines: [],
  });

  test('ports leave their old VLANs first, each its own', () => {
    const ports = ['1:1', '1:2', '1:3', '1:7'];
    const before = new Map(
      [config('1:1', 1), config('1:2', 1), config('1:3', 20), config('1:7', 30)].map((row) => [
        row.name,
        row,
      ]),
    );
    expect(lines(write?.ports(ports, { accessVlan: 20, adminUp: true }, before))).toEqual([
      'configure vlan 1 delete ports 1:1-1:2',
      'configure vlan 30 delete ports 1:7',
      'configure vlan 20 add ports 1:1-1:3,1:7 untagged',
      'enable ports 1:1-1:3,1:7',
    ]);
    expect(lines(write?.ports(['5'], { description: '', adminUp: false }, before))).toEqual([
      'unconfigure ports 5 description-string',
      'disable ports 5',
    ]);
  });

  test('VLANs have names; saving asks once', () => {
    const old = { vlan: 20, name: 'staff', ports: [] };
    expect(lines(write?.vlan?.(20, 'staff'))).toEqual(['create vlan staff tag 20']);
    expect(lines(write?.vlan?.(20, 'people', old))).toEqual(['configure vlan staff name people']);
    expect(lines(write?.vlan?.(20, undefined, old))).toEqual(['delete vlan staff']);
    expect(() => write?.vlan?.(20, 'x; reboot')).toThrow(/cannot be the name/);
    const [save] = write?.save ?? [];
    expect(save?.line).toBe('save configuration primary');
    const question = 'Do you want to save configuration to primary.cfg and overwrite it? (y/N) ';
    expect(save?.questions?.find(({ ask }) => ask.test(question))?.answer).toBe('y\r');
    expect(write?.saved?.test('Configuration saved to primary.cfg successfully.')).toBe(true);
  });

  test.each(['say "x"', 'why?', 'a\\b', 'line\nend'])('%j is no description', (text) => {
    expect(write?.textProblem(text)).toBeDefined();
  });

  test('what is no port is refused', () => {
    expect(() => write?.ports(['1:1 all'], { adminUp: false }, new Map())).toThrow(/no port of EXOS/);
  });
});
