/** The commands beside MAC table, states and neighbours, which have files of their own. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Command } from '../../platform.ts';
import { rowsOf } from '../testing/read.ts';
import { ciscoIos } from './index.ts';

const { commands, alsoReads, write } = ciscoIos;

/** Rows of the text; any unknown line fails the test. */
function at<Row>(list: readonly Command<Row>[] | undefined, name: string): Command<Row> {
  const command = list?.find((one) => one.command === name);
  if (command === undefined) throw new Error(`no command ${name}`);
  return command;
}

const recording = (path: string): string =>
  readFileSync(
    new URL(`../../../../test/fixtures/switch/ntc/cisco_ios/${path}.raw`, import.meta.url),
    'utf8',
  );

describe('a stack', () => {
  test('show version tells the serial number of every member', () => {
    const [row] = rowsOf(commands.system[0], recording('show_version/cisco_ios_show_version1'));
    expect(row?.units?.map((unit) => [unit.unit, unit.model, unit.serial, unit.softwareVersion])).toEqual([
      ['1', 'WS-C3850-48U', 'FOC11111111', '03.06.05E'],
      ['2', 'WS-C3850-48U', 'FCW22222222', '03.06.05E'],
      ['3', 'WS-C3850-48U', 'FCW33333333', '03.06.05E'],
      ['4', 'WS-C3850-48U', 'FCW44444444', '03.06.05E'],
    ]);
  });

  test('show switch detail tells its address and its members', () => {
    const text = recording('show_switch_detail/cisco_ios_show_switch_detail2');
    expect(rowsOf(at(alsoReads?.system, 'show switch detail'), text)).toMatchObject([
      { baseMac: '4c:4e:35:73:ac:00', units: [{ unit: '1' }, { unit: '2' }, { unit: '3' }] },
    ]);
  });

  test('parts that are named by a number are its members, as documented', () => {
    const inventory = `NAME: "c38xx Stack", DESCR: "c38xx Stack"
PID: WS-C3850-48U      , VID: V03  , SN: FOC1

NAME: "Switch 1", DESCR: "WS-C3850-48U"
PID: WS-C3850-48U      , VID: V03  , SN: FOC1

NAME: "Switch 1 - Power Supply A", DESCR: "Power Supply"
PID: PWR-C1-1100WAC    , VID: V02  , SN: LIT1

NAME: "Switch 2", DESCR: "WS-C3850-48U"
PID: WS-C3850-48U      , VID: V03  , SN: FCW2
`;
    expect(rowsOf(commands.system[1], inventory)).toEqual([
      {
        model: 'WS-C3850-48U',
        serial: 'FOC1',
        units: [
          { unit: '1', model: 'WS-C3850-48U', serial: 'FOC1', softwareVersion: undefined },
          { unit: '2', model: 'WS-C3850-48U', serial: 'FCW2', softwareVersion: undefined },
        ],
      },
    ]);
  });
});

describe('what is configured on ports', () => {
  const read = (text: string) => rowsOf(commands.configs[0], text);

  test('a voice VLAN, a list of VLANs over two lines and a port that negotiates, as documented', () => {
    const text = `Name: Gi1/0/1
Switchport: Enabled
Administrative Mode: static access
Operational Mode: down
Access Mode VLAN: 20 (office)
Trunking Native Mode VLAN: 1 (default)
Voice VLAN: 30 (voice)
Trunking VLANs Enabled: ALL

Name: Po1
Switchport: Enabled
Administrative Mode: trunk
Operational Mode: trunk (member of bundle Po1)
Access Mode VLAN: 1 (default)
Trunking Native Mode VLAN: 99 (Inactive)
Voice VLAN: none
Trunking VLANs Enabled: 1,12,15,31-36,
     40-42,80
Pruning VLANs Enabled: 2-1001
Capture Mode Disabled
Capture VLANs Allowed: ALL

Name: Gi1/0/2
Switchport: Enabled
Administrative Mode: dynamic auto
Operational Mode: static access
Access Mode VLAN: 1 (default)

Name: Gi1/0/3
Switchport: Disabled
`;
    expect(
      read(text).map(({ name, mode, accessVlan, nativeVlan, taggedVlans, voiceVlan }) => [
        name,
        mode,
        accessVlan,
        nativeVlan,
        taggedVlans,
        voiceVlan,
      ]),
    ).toEqual([
      ['Gi1/0/1', 'access', 20, undefined, undefined, 30],
      ['Po1', 'trunk', undefined, 99, '1,12,15,31-36,40-42,80', undefined],
      ['Gi1/0/2', 'access', 1, undefined, undefined, undefined],
      ['Gi1/0/3', 'routed', undefined, undefined, undefined, undefined],
    ]);
  });

  const one = (lines: string) =>
    rowsOf(
      ciscoIos.portConfig?.('Gi1/0/1'),
      `Building configuration...\n\nCurrent configuration : 99 bytes\n!\ninterface GigabitEthernet1/0/1\n${lines}end\n`,
    )[0];

  test('the lines of one port, as documented', () => {
    expect(
      one(
        ' description desk 4 | PC\n switchport access vlan 20\n switchport mode access\n switchport voice vlan 30\n spanning-tree portfast\n',
      ),
    ).toEqual({
      name: 'Gi1/0/1',
      description: 'desk 4 | PC',
      adminUp: true,
      mode: 'access',
      accessVlan: 20,
      nativeVlan: undefined,
      taggedVlans: undefined,
      voiceVlan: 30,
      lag: undefined,
      lines: [
        'description desk 4 | PC',
        'switchport access vlan 20',
        'switchport mode access',
        'switchport voice vlan 30',
        'spanning-tree portfast',
      ],
    });
    expect(one(' switchport mode trunk\n channel-group 3 mode active\n shutdown\n')).toMatchObject({
      mode: 'trunk',
      taggedVlans: 'all',
      lag: 'Po3',
      adminUp: false,
    });
    expect(one(' no switchport\n ip address 10.0.0.1 255.255.255.0\n')).toMatchObject({ mode: 'routed' });
    expect(one('')).toMatchObject({ name: 'Gi1/0/1', mode: undefined, accessVlan: undefined, lines: [] });
  });

  test.each([
    [' switchport trunk allowed vlan 10-12\n switchport trunk allowed vlan add 14,20\n', '10-12,14,20'],
    [' switchport trunk allowed vlan none\n', undefined],
    [' switchport trunk allowed vlan all\n', 'all'],
    [' switchport trunk allowed vlan except 2-4093\n', '1,4094'],
    [' switchport trunk allowed vlan 10-12\n switchport trunk allowed vlan remove 11\n', '10,12'],
  ])('the VLANs of a trunk: %j', (lines, vlans) =>
    expect(one(` switchport mode trunk\n${lines}`)?.taggedVlans).toBe(vlans),
  );
});

test('ARP, IPv6 neighbours and one address, as documented', () => {
  const arp = `Protocol  Address          Age (min)  Hardware Addr   Type   Interface
Internet  10.0.0.1                -   0011.2233.4401  ARPA   Vlan10
Internet  10.0.0.9               12   0011.2233.4402  ARPA   Vlan10
Internet  10.0.0.10               0   Incomplete      ARPA
Internet  10.1.0.1                3   0011.2233.4403  ARPA   GigabitEthernet1/0/24.20
`;
  expect(
    rowsOf(commands.arp[0], arp).map((row) => [row.address, row.mac.slice(-2), row.vlan, row.port, row.type]),
  ).toEqual([
    ['10.0.0.1', '01', 10, undefined, 'self'],
    ['10.0.0.9', '02', 10, undefined, 'dynamic'],
    ['10.1.0.1', '03', undefined, 'Gi1/0/24.20', 'dynamic'],
  ]);
  const six = `IPv6 Address                              Age Link-layer Addr State Interface
FE80::211:22FF:FE33:4404                    0 0011.2233.4404  REACH Vl10
2001:DB8::5                                12 0011.2233.4405  STALE Gi1/0/3
`;
  expect(rowsOf(commands.arp[1], six).map((row) => [row.address, row.vlan, row.port, row.type])).toEqual([
    ['fe80::211:22ff:fe33:4404', 10, undefined, 'dynamic'],
    ['2001:db8::5', undefined, 'Gi1/0/3', 'dynamic'],
  ]);
  expect(ciscoIos.arpLookup?.('10.0.0.1').command).toBe('show ip arp 10.0.0.1');
  expect(ciscoIos.arpLookup?.('fe80::1').command).toBe('show ipv6 neighbors fe80::1');
});

test('the load is that of the busiest core, as documented', () => {
  const line = 'CPU utilization for five seconds: 6%/1%; one minute: 7%; five minutes: 8%\n';
  expect(rowsOf(commands.cpu[0], line)).toEqual([
    { fiveSecondsPercent: 6, minutePercent: 7, fiveMinutesPercent: 8 },
  ]);
  const cores = [
    'Core 0: CPU utilization for five seconds: 2%; one minute: 3%;  five minutes: 4%',
    'Core 1: CPU utilization for five seconds: 91%; one minute: 60%;  five minutes: 5%',
  ];
  expect(rowsOf(commands.cpu[0], cores.join('\n'))).toEqual([
    { fiveSecondsPercent: 91, minutePercent: 60, fiveMinutesPercent: 5 },
  ]);
});

test('one port is asked for', () => {
  expect(ciscoIos.portFdb?.('Gi1/0/1')).toMatchObject({
    command: 'show mac address-table interface Gi1/0/1',
    alternative: { command: 'show mac-address-table interface Gi1/0/1' },
  });
  expect(ciscoIos.portStatus?.('Gi1/0/1').command).toBe('show interfaces Gi1/0/1 status');
  expect(ciscoIos.portConfig?.('Gi1/0/1').command).toBe('show running-config interface Gi1/0/1');
});

test("CDP's summary with names on lines of their own and columns that shift, as documented", () => {
  const text = `Capability Codes: R - Router, T - Trans Bridge, B - Source Route Bridge
                  S - Switch, H - Host, I - IGMP, r - Repeater, P - Phone,
                  D - Remote, C - CVTA, M - Two-port Mac Relay

Device ID        Local Intrfce     Holdtme    Capability  Platform  Port ID
access-switch-12.example.org
                 Ten 1/1/1         175             R S I  C9300-48U Ten 1/1/4
SEP001122334455  Gig 1/0/6         165              H P M IP Phone  Port 1
ap-7             Gig 1/0/45        158              T B I AIR-CAP35 Gig 0

Total cdp entries displayed : 3
`;
  const rows = rowsOf(at(alsoReads?.neighbours, 'show cdp neighbors'), text);
  expect(
    rows.map((row) => [row.systemName, row.port, row.remotePort, row.capabilities, row.systemDescription]),
  ).toEqual([
    ['access-switch-12.example.org', 'Te1/1/1', 'Te1/1/4', ['router', 'bridge'], 'Platform: C9300-48U'],
    ['SEP001122334455', 'Gi1/0/6', 'Port 1', ['station', 'telephone'], 'Platform: IP Phone'],
    ['ap-7', 'Gi1/0/45', 'Gi0', ['bridge', 'wlan'], 'Platform: AIR-CAP35'],
  ]);
});

test('pages of facts: shut, error-disabled, up, a sub-interface, as documented', () => {
  const text = `Vlan1 is administratively down, line protocol is down
  Hardware is EtherSVI, address is 0011.2233.4401 (bia 0011.2233.4401)
GigabitEthernet1/0/1 is down, line protocol is down (err-disabled)
  Description: desk 4, is up, line protocol is up
  MTU 1500 bytes, BW 1000000 Kbit/sec, DLY 10 usec,
  Auto-duplex, Auto-speed, media type is 10/100/1000BaseTX
GigabitEthernet1/0/2 is up, line protocol is up (connected)
  Full-duplex, 1000Mb/s, media type is 10/100/1000BaseTX
  5 minute input rate 1000 bits/sec, 1 packets/sec
GigabitEthernet1/0/24.20 is up, line protocol is up
  Encapsulation 802.1Q Virtual LAN, Vlan ID  20.
GigabitEthernet1/0/3 is down, line protocol is down (notconnect)
`;
  const rows = rowsOf(at(alsoReads?.ports, 'show interfaces'), text);
  expect(
    rows.map((row) => [row.name, row.state, row.adminUp, row.operUp, row.vlan, row.speedMbps, row.duplex]),
  ).toEqual([
    ['Vl1', 'disabled', false, false, undefined, undefined, undefined],
    ['Gi1/0/1', 'err-disabled', true, false, undefined, undefined, 'auto'],
    ['Gi1/0/2', 'up', true, true, undefined, 1000, 'full'],
    ['Gi1/0/24.20', 'up', true, true, 20, undefined, undefined],
    ['Gi1/0/3', 'down', true, false, undefined, undefined, undefined],
  ]);
  expect(rows[1]?.description).toBe('desk 4, is up, line protocol is up');
});

test('the cards of a chassis, from tables side by side, as documented', () => {
  const text = `Mod Ports Card Type                              Model              Serial No.
--- ----- -------------------------------------- ------------------ -----------
  1   48  CEF720 48 port 10/100/1000mb Ethernet  WS-X6748-GE-TX     SAL11111111
  5    5  Supervisor Engine 720 10GE (Active)    VS-S720-10G        SAL55555555

Mod MAC addresses                       Hw    Fw           Sw           Status
--- ---------------------------------- ------ ------------ ------------ -------
  1  0011.2233.4400 to 0011.2233.442f   3.3   12.2(18r)S1  15.1(2)SY7   Ok
  5  0011.2233.5500 to 0011.2233.5507   4.1   8.5(4)       15.1(2)SY7   Ok
`;
  expect(rowsOf(at(alsoReads?.system, 'show module'), text)).toEqual([
    {
      units: [
        { unit: '1', model: 'WS-X6748-GE-TX', serial: 'SAL11111111', softwareVersion: '15.1(2)SY7' },
        { unit: '5', model: 'VS-S720-10G', serial: 'SAL55555555', softwareVersion: '15.1(2)SY7' },
      ],
    },
  ]);
});

test.each([
  "Configuration mode locked exclusively by user 'ann' process '98' from terminal '2'. Please try later.",
  '% Configuration mode locked',
])('nobody else may be in its configuration: %s', (line) =>
  expect(ciscoIos.errors.find(({ pattern }) => pattern.test(line))?.code).toBe('COMMAND_REJECTED'),
);

describe('changes', () => {
  const lines = (ports: string[], change: object): string[] =>
    write?.ports(ports, change, new Map()).map(({ line }) => line) ?? [];

  test('ports in ranges of five pieces, port channels apart, one port by itself', () => {
    expect(lines(['Gi1/0/1', 'Gi1/0/2', 'Gi1/0/3', 'Gi1/0/4', 'Gi1/0/7', 'Po2'], { accessVlan: 20 })).toEqual(
      [
        'interface range Gi1/0/1-4,Gi1/0/7',
        'switchport mode access',
        'switchport access vlan 20',
        'exit',
        'interface Po2',
        'switchport mode access',
        'switchport access vlan 20',
        'exit',
      ],
    );
    expect(lines(['Gi1/0/1'], { adminUp: false })).toEqual(['interface Gi1/0/1', 'shutdown', 'exit']);
    expect(lines(['Gi1/0/1'], { adminUp: true, description: 'desk 4' })).toEqual([
      'interface Gi1/0/1',
      'description desk 4',
      'no shutdown',
      'exit',
    ]);
    expect(lines(['Gi1/0/1'], { description: '' })).toEqual(['interface Gi1/0/1', 'no description', 'exit']);
  });

  test('VLANs are made, renamed and taken away', () => {
    expect(write?.vlan?.(20, 'voice')).toEqual([{ line: 'vlan 20' }, { line: 'name voice' }]);
    expect(write?.vlan?.(20, undefined)).toEqual([{ line: 'no vlan 20' }]);
  });

  test('saving answers the question of a device that another release wrote to', () => {
    const [save] = write?.save ?? [];
    expect(save?.line).toBe('write memory');
    const question =
      'Warning: Attempting to overwrite an NVRAM configuration previously written\r\nby a different version of the system image.\r\nOverwrite the previous NVRAM configuration?[confirm]';
    expect(save?.questions?.find(({ ask }) => ask.test(question))?.answer).toBe('\r');
    expect(write?.saved?.test('Building configuration...\n[OK]')).toBe(true);
  });

  test.each(['a\nreload', 'a\rno shutdown', 'help?', ' x', '!x'])('%j is no description', (description) => {
    expect(write?.textProblem(description)).toBeDefined();
    expect(() => lines(['Gi1/0/1'], { description })).toThrow('description');
    expect(() => write?.vlan?.(20, description.replace(/^!x$/, 'a b'))).toThrow('VLAN');
  });

  test.each([
    ['Command rejected: Gi1/0/1 not a switching port.', 'COMMAND_REJECTED'],
    ['%Default VLAN 1 may not be deleted.', 'COMMAND_REJECTED'],
    ['% Failed to create VLANs 5000', 'COMMAND_REJECTED'],
    ['% Access VLAN does not exist. Creating vlan 20', undefined],
  ])('%s: %s', (line, code) =>
    expect(ciscoIos.errors.find(({ pattern }) => pattern.test(line))?.code).toBe(code),
  );
});
