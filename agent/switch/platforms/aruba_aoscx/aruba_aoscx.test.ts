/** The traps of AOS-CX; the recordings themselves are scored in test/bench/parse.test.ts. */
import { describe, expect, test } from 'vitest';
import { first, readLines } from '../testing/read.ts';
import { arubaAoscx } from './index.ts';

const { commands, prompt, privilegedPrompt, more, errors, write, portName } = arubaAoscx;

test.each([
  ['sw-6300# ', true],
  ['sw-6300> ', false],
  ['\r\nsw-6300(config-if-<1/1/1-1/1/4>)# ', true],
])('%j is a prompt, privileged: %s', (buffer, privileged) => {
  expect(prompt.test(buffer)).toBe(true);
  expect(privilegedPrompt.test(buffer)).toBe(privileged);
});

test('the pager names its keys', () => {
  expect(more.test('1/1/4\r\n-- MORE --, next page: Space, next line: Enter, quit: q')).toBe(true);
  expect(more.test('-- MORE --, next page: Space, next line: Enter, quit: q\r\n1/1/5')).toBe(false);
});

test.each([
  ['Invalid input: vlna', 'COMMAND_REJECTED'],
  ['% Command incomplete.', 'COMMAND_REJECTED'],
  ['Cannot execute command. Command not allowed.', 'COMMAND_DENIED'],
])('%s means %s', (line, code) => {
  expect(errors.find(({ pattern }) => pattern.test(line))?.code).toBe(code);
});

test('every spelling of an aggregate is one name', () => {
  expect(
    ['lag10', 'lag 10', 'LAG10', 'lag10(mc)', 'interface 1/1/1'].map((text) => portName?.(text)),
  ).toEqual(['lag10', 'lag10', 'lag10', 'lag10', '1/1/1']);
});

test('addresses of other sites are on no port; those that had to log in are secured', () => {
  const { rows, unknown } = readLines(first(commands.fdb), [
    'MAC age-time            : 300 seconds',
    'Number of MAC addresses : 3',
    '',
    'MAC Address          VLAN     Type                      Port',
    '--------------------------------------------------------------',
    '88:3a:30:a3:86:80    1        evpn                      vxlan1(10.0.0.1)',
    '88:3a:30:a3:86:81    10       port-access-security      1/1/30',
    '88:3a:30:a3:86:82    4094     static                    lag256',
    '88:3a:30:a3:86:83    4094     dynamic',
  ]);
  expect(rows.map(({ mac, vlan, port, type }) => [mac.slice(-2), vlan, port, type])).toEqual([
    ['81', 10, '1/1/30', 'secure'],
    ['82', 4094, 'lag256', 'static'],
  ]);
  expect(unknown).toEqual(['88:3a:30:a3:86:83    4094     dynamic']);
});

test('show interface brief, as documented: reasons and descriptions hold blanks', () => {
  const { rows, unknown } = readLines(first(commands.ports), [
    '-'.repeat(104),
    'Port      Native  Mode   Type           Enabled Status  Reason                  Speed   Description',
    '          VLAN                                                                  (Mb/s)',
    '-'.repeat(104),
    '1/1/1     20      access 1GbT           yes     down    Waiting for link        --      Desk 4',
    '1/1/2     1       trunk  10G-SR         yes     up                              10000   to core no 2',
    '1/1/3     1       access 1GbT           no      down    Administratively down   --      --',
    '1/1/4     --      routed 1GbT           yes     up                              1000    --',
    'lag1      1       trunk  --             yes     up      --                      20000   --',
    'vlan20    --      --     --             yes     up                              --      --',
  ]);
  expect(unknown).toEqual([]);
  expect(
    rows.map(({ name, state, mode, vlan, speedMbps, description }) => [
      name,
      state,
      vlan ?? mode,
      speedMbps,
      description,
    ]),
  ).toEqual([
    ['1/1/1', 'down', 20, undefined, 'Desk 4'],
    ['1/1/2', 'up', 'trunk', 10_000, 'to core no 2'],
    ['1/1/3', 'disabled', 1, undefined, undefined],
    ['1/1/4', 'up', 'routed', 1_000, undefined],
    ['lag1', 'up', 'trunk', 20_000, undefined],
  ]);
});

test('VLAN names may hold words of other columns', () => {
  const { rows, unknown } = readLines(first(commands.vlans), [
    '-'.repeat(114),
    'VLAN  Name                              Status  Reason                  Type        Interfaces',
    '-'.repeat(114),
    '20    back up store                     up      ok                      static      1/1/1-1/1/3,lag10(mc),',
    '                                                                                    vxlan1,1/1/9',
    '30    DEFAULT_VLAN_30                   down    no_member_port          static',
  ]);
  expect(unknown).toEqual([]);
  expect(rows).toEqual([
    { vlan: 20, name: 'back up store', ports: ['1/1/1', '1/1/2', '1/1/3', 'lag10', '1/1/9'] },
    { vlan: 30, name: 'DEFAULT_VLAN_30', ports: [] },
  ]);
});

test('two neighbours on one port, and a description of several lines', () => {
  const { rows, unknown } = readLines(first(commands.neighbours), [
    'Port                           : 1/1/5',
    'Neighbor Entries               : 2',
    'Neighbor System-Name           : phone-7',
    'Neighbor System-Description    : Phone 8811',
    'Copyright (c) 2020: all rights',
    'Neighbor Chassis-ID            : 70:3a:0e:cd:41:fe',
    'Neighbor Management-Address    : 10.0.0.7,fe80::1',
    'Chassis Capabilities Available : Bridge, Telephone',
    'Chassis Capabilities Enabled   : Bridge, Telephone',
    'Neighbor Port-ID               : 70:3a:0e:cd:41:fe',
    'TTL                            : 120',
    '',
    'Neighbor System-Name           :',
    'Neighbor System-Description    :',
    'Neighbor Chassis-ID            : 70:3a:0e:cd:41:ff',
    'Chassis Capabilities Enabled   :',
    'Neighbor Port-ID               : eth0',
  ]);
  expect(unknown).toEqual([]);
  expect(rows).toEqual([
    {
      port: '1/1/5',
      protocol: 'lldp',
      chassisId: '70:3a:0e:cd:41:fe',
      remotePort: '70:3a:0e:cd:41:fe',
      systemName: 'phone-7',
      systemDescription: 'Phone 8811\nCopyright (c) 2020: all rights',
      managementAddress: '10.0.0.7',
      capabilities: ['bridge', 'telephone'],
    },
    {
      port: '1/1/5',
      protocol: 'lldp',
      chassisId: '70:3a:0e:cd:41:ff',
      remotePort: 'eth0',
      systemName: undefined,
      systemDescription: undefined,
      managementAddress: undefined,
      capabilities: [],
    },
  ]);
});

test('show lacp aggregates, as documented: static ones too, members with or without commas', () => {
  const { rows, unknown } = readLines(first(commands.lags), [
    'Aggregate-name        : lag100',
    'Aggregated-interfaces : 1/1/1, 1/1/3',
    'Heartbeat rate        : N/A',
    'Hash                  : l3-src-dst',
    'Aggregate mode        : off',
    '',
    'Aggregate name   : lag10 (multi-chassis)',
    'Interfaces                 : 1/1/5 2/1/5',
    'Heartbeat rate             : Slow',
    'Aggregate mode             : Active',
  ]);
  expect(unknown).toEqual([]);
  expect(rows).toEqual([
    { lag: 'lag100', ports: ['1/1/1', '1/1/3'] },
    { lag: 'lag10', ports: ['1/1/5', '2/1/5'] },
  ]);
});

test('the running configuration of ports, as documented', () => {
  const { rows, unknown } = readLines(first(commands.configs), [
    'interface lag 10 multi-chassis',
    '    no shutdown',
    '    no routing',
    '    vlan trunk native 10',
    '    vlan trunk allowed 10,20-22',
    '    lacp mode active',
    'interface 1/1/1',
    '    shutdown',
    '    description Desk 4, left',
    '    vlan access 20',
    'interface 1/1/2',
    '    no shutdown',
    '    lag 10',
    'interface vlan 20',
    '    ip address 10.0.20.1/24',
  ]);
  expect(unknown).toEqual([]);
  expect(
    rows.map(({ name, mode, accessVlan, nativeVlan, taggedVlans, adminUp, lag }) => [
      name,
      mode,
      accessVlan ?? nativeVlan,
      taggedVlans,
      adminUp,
      lag,
    ]),
  ).toEqual([
    ['lag10', 'trunk', 10, '10,20-22', true, undefined],
    ['1/1/1', 'access', 20, undefined, false, undefined],
    ['1/1/2', undefined, undefined, undefined, true, 'lag10'],
  ]);
  expect(rows[1]?.description).toBe('Desk 4, left');
});

test('show vsf detail, as documented: the members of a stack', () => {
  const { rows } = readLines(commands.system[2], [
    'VSF Stack',
    '  Number of Members       : 2',
    'Member ID               : 1',
    'MAC Address             : 38:21:c7:5c:00:01',
    'Type                    : JL668A',
    'Status                  : Conductor',
    'Serial Number           : SG00KN0001',
    'Member ID               : 2',
    'Type                    : JL668A',
    'Serial Number           : SG00KN0002',
  ]);
  expect(rows).toEqual([
    {
      units: [
        { unit: '1', model: 'JL668A', serial: 'SG00KN0001', softwareVersion: undefined },
        { unit: '2', model: 'JL668A', serial: 'SG00KN0002', softwareVersion: undefined },
      ],
    },
  ]);
});

test('show module, as documented: the cards of a chassis', () => {
  const { rows, unknown } = readLines(commands.system[2]?.alternative, [
    'Management Modules',
    '==================',
    '',
    '     Product                                          Serial',
    'Name Number  Description                              Number     Status',
    '---- ------- ---------------------------------------- ---------- --------------',
    '1/1  JL368A  8400 Mgmt Mod                            SG00KN0001 Active (local)',
    '1/2',
    '',
    'Line Modules',
    '============',
    '',
    '     Product                                          Serial',
    'Name Number  Description                              Number     Status',
    '---- ------- ---------------------------------------- ---------- --------------',
    '1/3  JL363A  8400X 32P 10G SFP/SFP+ Msec Mod          SG00KN0003 Ready',
  ]);
  expect(unknown).toEqual([]);
  expect(rows[0]?.units?.map(({ unit, model, serial }) => [unit, model, serial])).toEqual([
    ['1/1', 'JL368A', 'SG00KN0001'],
    ['1/3', 'JL363A', 'SG00KN0003'],
  ]);
});

test('show lldp neighbor-info, as documented: cells stand below their heading', () => {
  const { rows, unknown } = readLines(arubaAoscx.alsoReads?.neighbours?.[1], [
    'LLDP Neighbor Information',
    '=========================',
    '',
    'Total Neighbor Entries          : 1',
    '',
    'LOCAL-PORT  CHASSIS-ID         PORT-ID                      PORT-DESC                    TTL      SYS-NAME',
    '-'.repeat(110),
    '1/1/25      88:3a:30:a3:86:80  1/1/49                       to the second floor          120      core 1',
    'mgmt        88:3a:30:a3:86:81  eth0                                                      120',
  ]);
  expect(unknown).toEqual([]);
  expect(
    rows.map(({ port, chassisId, remotePort, systemName }) => [port, chassisId, remotePort, systemName]),
  ).toEqual([
    ['1/1/25', '88:3a:30:a3:86:80', '1/1/49', 'core 1'],
    ['mgmt', '88:3a:30:a3:86:81', 'eth0', undefined],
  ]);
});

test('the load over three spans', () => {
  const { rows } = readLines(first(commands.cpu), [
    'CPU Util (%)           : 5',
    'CPU Util (% avg 1 min) : 6',
    'CPU Util (% avg 5 min) : 4',
  ]);
  expect(rows).toEqual([{ fiveSecondsPercent: 5, minutePercent: 6, fiveMinutesPercent: 4 }]);
});

describe('changes', () => {
  const lines = (changed: readonly { readonly line: string }[] | undefined) =>
    changed?.map(({ line }) => line);

  test('ports that stand side by side are one range, aggregates come apart', () => {
    const ports = ['1/1/1', '1/1/2', '1/1/3', '1/1/4', '1/1/7', 'lag10'];
    expect(lines(write?.ports(ports, { accessVlan: 20, adminUp: true }, new Map()))).toEqual([
      'interface 1/1/1-1/1/4,1/1/7',
      'vlan access 20',
      'no shutdown',
      'exit',
      'interface lag 10',
      'vlan access 20',
      'no shutdown',
      'exit',
    ]);
    expect(lines(write?.ports(['1/1/1'], { description: '', adminUp: false }, new Map()))).toEqual([
      'interface 1/1/1',
      'no description',
      'shutdown',
      'exit',
    ]);
  });

  test('VLANs, saving, and the checkpoint that is taken before', () => {
    expect(lines(write?.vlan?.(20, 'staff'))).toEqual(['vlan 20', 'name staff', 'exit']);
    expect(lines(write?.vlan?.(20, undefined))).toEqual(['no vlan 20']);
    expect(lines(write?.save)).toEqual(['write memory']);
    expect(write?.saved?.test('Copying configuration: [Success]')).toBe(true);
    expect(lines(write?.commitConfirmed?.begin?.(5))).toEqual(['checkpoint auto 5']);
    expect(lines(write?.commitConfirmed?.commit(5))).toEqual([]);
    expect(lines(write?.commitConfirmed?.confirm)).toEqual(['end', 'checkpoint auto confirm']);
  });

  test.each(['a | include b', 'why?', 'say "x"', 'x'.repeat(65)])('%j is no description', (text) => {
    expect(write?.textProblem(text)).toBeDefined();
  });

  test('what is no port is refused', () => {
    expect(() => write?.ports(['1/1/1\nno vlan 1'], { adminUp: false }, new Map())).toThrow(
      /no port of AOS-CX/,
    );
  });
});
