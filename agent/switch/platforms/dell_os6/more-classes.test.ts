/** ARP, load, stack units, configuration: from the recorded stack where it tells, else as documented. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { joinConfigs, joinSystem, parseText } from '../../parse/index.ts';
import type { Command, PortConfigRow } from '../../platform.ts';
import { dellOs6 } from './index.ts';

const recording = (name: string): string =>
  readFileSync(new URL(`../../../../test/fixtures/switch/dell_os6/${name}.txt`, import.meta.url), 'utf8');

function named<Row>(commands: readonly Command<Row>[], name: string): Command<Row> {
  const command = commands.find(({ command: text }) => text === name);
  if (command === undefined) throw new Error(`no command ${name}`);
  return command;
}

/** Rows of the text as it is, in CR LF, and with a log message after each line. */
function read<Row>(command: Command<Row>, text: string): readonly Row[] {
  const log = '<189> Nov 21 10:00:00 10.0.0.1-1 TRAPMGR[tTrap]: traputil.c(721) 40 %% NOTE Link Up: Gi1/0/12';
  const plain = parseText(command, text);
  expect(plain.unknown).toEqual([]);
  expect(parseText(command, text.replaceAll('\n', '\r\n'))).toEqual(plain);
  expect(parseText(command, text.replaceAll('\n', `\n${log}\n`))).toEqual(plain);
  return plain.rows;
}

test('the recorded ARP table tells own addresses from learned ones, VLANs from the management port', () => {
  const rows = read(named(dellOs6.commands.arp, 'show arp'), recording('show_arp'));
  expect(rows).toHaveLength(11);
  expect(rows[0]).toEqual({
    address: '192.0.2.5',
    mac: 'f8:b1:56:95:cf:f1',
    vlan: 3840,
    port: undefined,
    type: 'self',
  });
  expect(rows[2]).toMatchObject({
    address: '10.99.39.1',
    mac: '00:00:5e:00:0f:28',
    vlan: 3840,
    type: 'dynamic',
  });
  expect(rows[10]).toMatchObject({ address: '10.238.12.1', vlan: undefined, type: 'dynamic' });
});

test('one address of the ARP table is picked here, whether the device searched or printed all', () => {
  const lookup = dellOs6.arpLookup?.('10.99.39.1');
  expect(lookup?.command).toBe('show arp | include 10.99.39.1');
  expect(lookup?.alternative?.command).toBe('show arp');
  expect(lookup && parseText(lookup, recording('show_arp')).rows.map(({ address }) => address)).toEqual([
    '10.99.39.1',
  ]);
});

test('IPv6 neighbours are read as documented, also where the address left no room for the rest', () => {
  const text = [
    '                                                            Neighbor  Age',
    'IPv6 Address                     MAC Address       isRtr State     Updated  Type',
    '-------------------------------- ----------------- ----- --------- -------- -------',
    'FE80::20C:29FF:FE5E:1            000C.295E.0001    False Reachable 12s      Dynamic',
    '2001:DB8:1111:2222:3333:4444:5555:6666',
    '                                 000C.295E.0002    True  Stale     90s      Dynamic',
  ].join('\n');
  expect(
    read(named(dellOs6.commands.arp, 'show ipv6 neighbors'), text).map(({ address, mac }) => [address, mac]),
  ).toEqual([
    ['fe80::20c:29ff:fe5e:1', '00:0c:29:5e:00:01'],
    ['2001:db8:1111:2222:3333:4444:5555:6666', '00:0c:29:5e:00:02'],
  ]);
});

test("the load of the recorded stack is its last line, and the worst unit's where there are several", () => {
  const [command] = dellOs6.commands.cpu;
  if (command === undefined) throw new Error('the pack has no command for the load');
  const recorded = recording('show_process_cpu');
  expect(parseText(command, recorded).rows).toEqual([
    { fiveSecondsPercent: 2.18, minutePercent: 2.05, fiveMinutesPercent: 1.97 },
  ]);
  const second = 'Total CPU Utilization           71.00%    1.05%    9.97%\n';
  expect(parseText(command, `${recorded}\n${second}`).rows).toEqual([
    { fiveSecondsPercent: 71, minutePercent: 2.05, fiveMinutesPercent: 9.97 },
  ]);
});

test('the units of the recorded stack, with serial numbers as documented', () => {
  const serials = [
    'Service Tag: 4J7HNS1',
    'Serial number: CN04G4FP2829859O0195F03',
    'Asset tag: none',
    'Unit   Service Tag      Serial number            Asset tag',
    '------ ---------------- ------------------------ ----------------',
    '1      4J7HNS1          CN04G4FP2829859O0195F03  none',
    '2      4J7HNS2          CN04G4FP2829859O0195F04  none',
  ].join('\n');
  const rows = [
    ...read(named(dellOs6.commands.system, 'show switch'), recording('show_switch')),
    ...read(named(dellOs6.commands.system, 'show system id'), serials),
  ];
  expect(joinSystem(rows).units).toEqual([
    { unit: '1', model: 'N4032', serial: 'CN04G4FP2829859O0195F03', softwareVersion: '6.2.0.5' },
    { unit: '2', model: 'N4032', serial: 'CN04G4FP2829859O0195F04', softwareVersion: '6.2.0.5' },
  ]);
});

const page = (port: string, mode: string, changes: Readonly<Record<string, string>> = {}): string =>
  [
    `Port: ${port}`,
    `VLAN Membership Mode: ${mode}`,
    'Member of VLANs : (1722),1010,1030',
    `Access Mode VLAN: ${changes['access'] ?? '1 (default)'}`,
    `General Mode PVID: ${changes['pvid'] ?? '1 (default)'}`,
    'General Mode Ingress Filtering: Enabled',
    'General Mode Acceptable Frame Type: Admit All',
    'General Mode Dynamically Added VLANs:',
    'General Mode Untagged VLANs: 1',
    `General Mode Tagged VLANs: ${changes['tagged'] ?? ''}`,
    'General Mode Forbidden VLANs:',
    `Trunking Mode Native VLAN: ${changes['native'] ?? '1 (default)'}`,
    'Trunking Mode Native VLAN Tagging: Disabled',
    `Trunking Mode VLANs Enabled: ${changes['trunk'] ?? 'All'}`,
    'Private VLAN Host Association: none',
    'Default Priority: 0',
    'Protected: Disabled',
    '',
  ].join('\n');

describe('configuration as documented', () => {
  const switchport = named(dellOs6.commands.configs, 'show interfaces switchport');

  test('each mode shows its own VLANs, lists go on in the next line', () => {
    const text = [
      page('Gi1/0/1', 'Access Mode', { access: '20' }),
      page('Gi1/0/2', 'Trunk Mode', {
        native: '99',
        trunk: '1,10-20,\n                             30,40-42',
      }),
      page('Gi1/0/3', 'General Mode', { pvid: '1722', tagged: '1010,1030' }),
      page('Po1', 'Trunk Mode'),
    ].join('\n');
    const shown = ({ name, mode, accessVlan, nativeVlan, taggedVlans }: PortConfigRow): unknown[] => [
      name,
      mode,
      accessVlan,
      nativeVlan,
      taggedVlans,
    ];
    expect(read(switchport, text).map(shown)).toEqual([
      ['Gi1/0/1', 'access', 20, undefined, undefined],
      ['Gi1/0/2', 'trunk', undefined, 99, '1,10-20,30,40-42'],
      ['Gi1/0/3', 'general', undefined, 1722, '1010,1030'],
      ['Po1', 'trunk', undefined, 1, 'all'],
    ]);
  });

  test('descriptions and switched-off ports come from tables of their own and join by port', () => {
    const descriptions = [
      'Port      Description',
      '--------- --------------------------------',
      'Gi1/0/1   Reception,  left of the door',
      'Gi1/0/2',
      '',
      'Ch        Description',
      '--------- --------------------------------',
      'Po1       to core',
    ].join('\n');
    const states = [
      'Port      Description     Duplex Speed   Neg  MTU   Admin',
      '                                                    State',
      '--------- --------------- ------ ------- ---- ----- -----',
      'Gi1/0/1   Reception,  lef N/A    Unknown Auto 1518  Down',
      'Gi1/0/2                   N/A    Unknown Auto 1518  Up',
    ].join('\n');
    const rows = joinConfigs([
      ...read(switchport, page('Gi1/0/1', 'Access Mode', { access: '20' })),
      ...read(named(dellOs6.commands.configs, 'show interfaces description'), descriptions),
      ...read(named(dellOs6.commands.configs, 'show interfaces configuration'), states),
    ]);
    expect(
      rows.map(({ name, description, adminUp, accessVlan }) => [name, description, adminUp, accessVlan]),
    ).toEqual([
      ['Gi1/0/1', 'Reception,  left of the door', false, 20],
      ['Gi1/0/2', undefined, true, undefined],
      ['Po1', 'to core', undefined, undefined],
    ]);
  });

  test.each([
    [
      'with a head',
      'interface Gi1/0/5\nshutdown\ndescription "Desk 5"\nswitchport access vlan 20\nexit\n!\n',
    ],
    ['without one', '!\nshutdown\ndescription "Desk 5"\nswitchport access vlan 20\n'],
  ])('one port in full, %s', (_name, text) => {
    const command = dellOs6.portConfig?.('Gi1/0/5');
    expect(command?.command).toBe('show running-config interface Gi1/0/5');
    expect(command && read(command, text)).toEqual([
      {
        name: 'Gi1/0/5',
        description: 'Desk 5',
        adminUp: false,
        mode: 'access',
        accessVlan: 20,
        nativeVlan: undefined,
        taggedVlans: undefined,
        voiceVlan: undefined,
        lag: undefined,
        lines: ['shutdown', 'description "Desk 5"', 'switchport access vlan 20'],
      },
    ]);
  });

  test('a port without a line is as it came, a member of a channel and a trunk tell so', () => {
    const command = dellOs6.portConfig?.('Gi1/0/5');
    if (command === undefined) throw new Error('the pack has no portConfig');
    expect(read(command, '')).toMatchObject([
      { name: 'Gi1/0/5', mode: 'access', accessVlan: 1, adminUp: true },
    ]);
    const trunk =
      'channel-group 10 mode active\nswitchport mode trunk\nswitchport trunk native vlan 99\nswitchport trunk allowed vlan 10-12,20\nvoice vlan 30\n';
    expect(read(command, trunk)).toMatchObject([
      {
        mode: 'trunk',
        nativeVlan: 99,
        taggedVlans: '10-12,20',
        lag: 'Po10',
        voiceVlan: 30,
        accessVlan: undefined,
      },
    ]);
    const general =
      'switchport mode general\nswitchport general pvid 5\nswitchport general allowed vlan add 5\nswitchport general allowed vlan add 7,8 tagged\n';
    expect(read(command, general)).toMatchObject([{ mode: 'general', nativeVlan: 5, taggedVlans: '7-8' }]);
  });
});

describe('write recipes', () => {
  const { write } = dellOs6;
  if (write === undefined) throw new Error('the pack cannot write');
  const access = (name: string): [string, PortConfigRow] => [
    name,
    {
      ...{
        name,
        description: undefined,
        adminUp: true,
        mode: 'access',
        accessVlan: 1,
        nativeVlan: undefined,
      },
      ...{ taggedVlans: undefined, voiceVlan: undefined, lag: undefined, lines: [] },
    },
  ];
  const linesOf = (
    ports: readonly string[],
    change: Parameters<typeof write.ports>[1],
    known = ports,
  ): string[] => write.ports(ports, change, new Map(known.map(access))).map(({ line }) => line);

  test('ports that want the same go as ranges, rising, port channels apart', () => {
    const ports = ['Gi1/0/7', 'Gi1/0/2', 'Gi1/0/1', 'Po3', 'Gi1/0/4', 'Gi1/0/3', 'Te2/0/1'];
    expect(linesOf(ports, { accessVlan: 20, adminUp: true })).toEqual([
      'interface range Gi1/0/1-4,Gi1/0/7,Te2/0/1',
      'switchport access vlan 20',
      'no shutdown',
      'exit',
      'interface port-channel 3',
      'switchport access vlan 20',
      'no shutdown',
      'exit',
    ]);
  });

  test('one port needs no range, a port that is not known to be an access port becomes one', () => {
    expect(linesOf(['Gi1/0/1'], { accessVlan: 20, adminUp: false }, [])).toEqual([
      'interface Gi1/0/1',
      'switchport mode access',
      'switchport access vlan 20',
      'shutdown',
      'exit',
    ]);
  });

  test('descriptions of several words are quoted, an empty one is taken away', () => {
    expect(linesOf(['Gi1/0/1'], { description: 'Desk 5, left' })[1]).toBe('description "Desk 5, left"');
    expect(linesOf(['Gi1/0/1'], { description: 'Desk5' })[1]).toBe('description Desk5');
    expect(linesOf(['Gi1/0/1'], { description: '' })[1]).toBe('no description');
  });

  test.each(['x"\rshutdown', 'is it?', 'x" y', 'x | y', 'café', 'a'.repeat(65), 'tab\there', ' x'])(
    'the description %j is refused',
    (text) => expect(write.textProblem(text)).toEqual(expect.any(String)),
  );

  test("a good description, even with a person's signs, is not", () => {
    expect(write.textProblem("Room 3.14 (O'Neill) #2, 50% used; a/b")).toBeUndefined();
  });

  test('VLANs are made, renamed and taken away, and what was done is saved', () => {
    const vlan = (name: string | undefined): string[] | undefined =>
      write.vlan?.(20, name).map(({ line }) => line);
    expect(vlan('Guests')).toEqual(['vlan 20', 'name Guests', 'exit']);
    expect(vlan('Guest house')).toEqual(['vlan 20', 'name "Guest house"', 'exit']);
    expect(vlan(undefined)).toEqual(['no vlan 20']);
    const [save] = write.save;
    expect(save?.line).toBe('copy running-config startup-config');
    const asked =
      'Management interfaces will not be available during this time.\n\nAre you sure you want to save? (y/n) ';
    expect(save?.questions?.find(({ ask }) => ask.test(asked))?.answer).toBe('y');
    expect(write.saved?.test('\nConfiguration Saved!\n')).toBe(true);
  });

  test.each(['sw1(config)#', 'sw1(config-if-Gi1/0/1)#', 'sw1(config-if)#', 'sw1(config-vlan20)#'])(
    '%s is a prompt of configuration mode',
    (prompt) => expect(write.configPrompt.test(prompt)).toBe(true),
  );

  test('the privileged prompt is none', () => expect(write.configPrompt.test('sw1#')).toBe(false));
});
