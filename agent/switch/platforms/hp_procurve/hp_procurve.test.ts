/** AOS-S as its manuals document it, beside the recordings that the bench compares. */
import { describe, expect, test } from 'vitest';
import { parseText } from '../../parse/index.ts';
import type { Command, Parsed, PortConfigRow } from '../../platform.ts';
import { arpLookup } from './arp.ts';
import { hpProcurve } from './index.ts';
import { procurvePortName, procurvePorts } from './names.ts';

function read<Row>(command: Command<Row> | undefined, text: string): Parsed<Row> {
  if (command === undefined) throw new Error('no such command');
  return parseText(command, text);
}

const WHOLE = { unknown: [], unknownCount: 0 };
const { commands, lookup, portFdb, portConfig, neighbourDetail, write } = hpProcurve;

describe('names', () => {
  test.each([
    ['7', '7'],
    ['a8*', 'A8'],
    ['D1-Trk1', 'D1'],
    ['1/28-...', '1/28'],
    ['trk12', 'Trk12'],
    ['2/a7', '2/A7'],
    ['DEFAULT_VLAN', 'DEFAULT_VLAN'],
  ])('%s is %s', (text, name) => expect(procurvePortName(text)).toBe(name));

  test('lists and ranges of all kinds of port', () => {
    expect(procurvePorts('1-3,A7-A9,1/1-1/2,Trk1-Trk2,,no')).toEqual(
      '1 2 3 A7 A8 A9 1/1 1/2 Trk1 Trk2'.split(' '),
    );
    expect(procurvePorts('9-1,1-99999')).toEqual([]);
  });
});

describe('MAC tables as documented', () => {
  const found = { mac: '00:30:c1:7f:49:c0', type: 'dynamic' };
  test.each([
    [
      'port and VLAN below the title',
      '\n Status and Counters - Address Table - 0030c1-7f49c0\n\n  Port                            VLAN\n  ------------------------------- ----\n  Trk1                            10\n',
      { ...found, port: 'Trk1', vlan: 10 },
    ],
    [
      'the port alone',
      ' Status and Counters - Address Table - 0030c1-7f49c0\n\n  Port : A5\n',
      { ...found, port: 'A5', vlan: undefined },
    ],
    [
      'a fact a line',
      '  MAC Address     : 0030c1-7f49c0\n  Located on Port : 5\n',
      { ...found, port: '5', vlan: undefined },
    ],
  ])('one address: %s', (_name, text, row) => {
    expect(read(lookup('0030c1-7f49c0'), text)).toEqual({ rows: [row], ...WHOLE });
  });

  test('the table of one port has the port in its title, and several VLANs of an address in one cell', () => {
    const text =
      '\n Status and Counters - Port Address Table - A5\n\n  MAC Address   VLANs\n  ------------- ------------\n  0030c1-7f49c0 1, 10\n  0030c1-7f49c1 20\n';
    const { rows, unknown } = read(portFdb?.('A5'), text);
    expect(rows.map(({ mac, port, vlan }) => [mac, port, vlan])).toEqual([
      ['00:30:c1:7f:49:c0', 'A5', 1],
      ['00:30:c1:7f:49:c0', 'A5', 10],
      ['00:30:c1:7f:49:c1', 'A5', 20],
    ]);
    expect(unknown).toEqual([]);
  });

  test('an address behind a tunnel is on no port; half a row is unknown', () => {
    const head = '  MAC Address       Port                            VLAN\n';
    const { rows, unknown } = read(
      commands.fdb[0],
      `${head}  0030c1-7f49c0     10.0.0.7   17\n  0030c1-7f49c1   what is this\n`,
    );
    expect(rows).toEqual([]);
    expect(unknown).toEqual(['  0030c1-7f49c1   what is this']);
  });

  test('a message of the event log that cuts a row costs no row', () => {
    const head =
      '  MAC Address       Port                            VLAN\n  ----------------- ------------------------------- ----\n';
    const row = '  500000-b70008     25                              50';
    const log = 'I 01/02/26 11:22:33 00076 ports: port 1 is now on-line';
    const whole = read(commands.fdb[0], `${head}${row}\n`);
    expect(whole.rows).toHaveLength(1);
    for (const at of [0, 8, 22, row.length])
      expect(
        read(commands.fdb[0], `${head}${row.slice(0, at)}\n${log}\n${row.slice(at)}\n`),
        String(at),
      ).toEqual(whole);
  });
});

const RUNNING = `
; J9773A Configuration Editor; Created on release #YA.16.02.0012
hostname "sw-1"
trunk 23-24 trk1 lacp
interface 1
   name "desk 12, east"
   disable
   exit
interface Trk1
   name "core"
   exit
snmp-server community "public" unrestricted
vlan 1
   name "DEFAULT_VLAN"
   no untagged 1-4
   untagged 5-22,Trk1
   ip address dhcp-bootp
   exit
vlan 10
   name "Clients"
   untagged 1-4
   tagged Trk1
   exit
vlan 20
   name "Voice"
   tagged 3-4,Trk1
   voice
   exit
`;

describe('configuration as documented', () => {
  const byName = (text: string): ReadonlyMap<string, PortConfigRow> =>
    new Map(read(commands.configs[0], text).rows.map((row) => [row.name, row]));

  test('VLANs name their ports, ports hold the rest', () => {
    const rows = byName(RUNNING);
    expect(rows.get('1')).toEqual({
      ...{ name: '1', description: 'desk 12, east', adminUp: false, mode: 'access', accessVlan: 10 },
      ...{ nativeVlan: undefined, taggedVlans: undefined, voiceVlan: undefined, lag: undefined },
      lines: ['name "desk 12, east"', 'disable'],
    });
    expect(rows.get('3')).toMatchObject({
      mode: 'trunk',
      nativeVlan: 10,
      taggedVlans: '20',
      voiceVlan: 20,
      adminUp: true,
    });
    expect(rows.get('Trk1')).toMatchObject({
      description: 'core',
      mode: 'trunk',
      nativeVlan: 1,
      taggedVlans: '10,20',
    });
    expect(rows.get('23')).toMatchObject({ lag: 'Trk1', mode: undefined });
    expect(rows.get('22')).toMatchObject({ mode: 'access', accessVlan: 1 });
    expect(rows.size).toBe(25);
  });

  test('one port names its VLANs itself', () => {
    const text =
      '\nRunning configuration:\n\ninterface 7\n   name "x"\n   tagged vlan 20,30-32\n   untagged vlan 10\n   exit\n';
    expect(read(portConfig?.('7'), text).rows).toMatchObject([
      { name: '7', description: 'x', mode: 'trunk', nativeVlan: 10, taggedVlans: '20,30-32', adminUp: true },
    ]);
  });
});

describe('other classes as documented', () => {
  test('load: three averages', () => {
    const text =
      '\n2 percent busy, from 300 sec ago\n1 sec ave: 9 percent busy\n5 sec ave: 7 percent busy\n1 min ave: 6 percent busy\n';
    expect(read(commands.cpu[0], text).rows).toEqual([
      { fiveSecondsPercent: 7, minutePercent: 6, fiveMinutesPercent: 2 },
    ]);
  });

  test('IPv6 neighbours, and one address out of the whole table', () => {
    const text =
      ' IPv6 ND Cache table\n\n IPv6 Address                            MAC Address   State Type    Port\n --------------------------------------- ------------- ----- ------- ----\n 2001:DB8::0:1                           0015b2-a45078 REACH dynamic 12\n fe80::2                                 0015b2-a45079 STALE dynamic Trk1\n';
    expect(read(commands.arp[1], text).rows.map(({ address, port }) => [address, port])).toEqual([
      ['2001:db8::1', '12'],
      ['fe80::2', 'Trk1'],
    ]);
    expect(arpLookup('fe80::2').command).toBe('show ipv6 neighbors');
    expect(read(arpLookup('fe80::2'), text).rows).toHaveLength(1);
  });

  test('a single switch shows two facts a line', () => {
    const text =
      '  System Name        : sw 1\n  Software revision  : YA.15.10.0003       Base MAC Addr      : b05ada-967080\n  ROM Version        : YA.15.06            Serial Number      : CN3AFP71VX\n';
    expect(read(commands.system[0], text).rows).toEqual([
      {
        hostname: 'sw 1',
        softwareVersion: 'YA.15.10.0003',
        baseMac: 'b0:5a:da:96:70:80',
        serial: 'CN3AFP71VX',
      },
    ]);
    const version =
      'Image stamp:    /ws/swbuildm/code/build/xform(swbuildm)\n                Aug 15 2018 04:43:54\n                WC.16.06.0006\n                507\n';
    expect(read(commands.system[1], version).rows).toEqual([{ softwareVersion: 'WC.16.06.0006' }]);
    expect(hpProcurve.detect.test(version)).toBe(true);
  });

  test('the detail of one port is asked by its name', () => {
    expect(neighbourDetail?.('A7').command).toBe('show lldp info remote-device A7');
  });
});

describe('changes', () => {
  const lines = (
    change: Parameters<NonNullable<typeof write>['ports']>[1],
    ports = ['3', '1', '2', 'A7', 'Trk1'],
  ): string[] => (write?.ports(ports, change, new Map()) ?? []).map(({ line }) => line);

  test('a VLAN takes its ports in one line of ranges', () => {
    expect(lines({ accessVlan: 10 })).toEqual(['vlan 10 untagged 1-3,A7,Trk1']);
    expect(lines({ accessVlan: 10 }, ['1/2', '1/1'])).toEqual(['vlan 10 untagged 1/1-1/2']);
  });

  test('description and state', () => {
    expect(lines({ description: 'desk 12', adminUp: false }, ['5'])).toEqual([
      'interface 5 name "desk 12"',
      'interface 5 disable',
    ]);
    expect(lines({ description: '', adminUp: true }, ['5'])).toEqual([
      'no interface 5 name',
      'interface 5 enable',
    ]);
  });

  test('VLANs are made, renamed and taken away, and the question about their ports is answered with one key', () => {
    expect(write?.vlan?.(10, 'Clients')).toEqual([{ line: 'vlan 10 name "Clients"' }]);
    const [gone] = write?.vlan?.(10, undefined) ?? [];
    expect(gone?.line).toBe('no vlan 10');
    const asked =
      'The following ports will be moved to the default VLAN:\n1-3\nDo you want to continue? [y/n] ';
    expect(gone?.questions?.find(({ ask }) => ask.test(asked))?.answer).toBe('y');
  });

  test.each(['a"b', 'a\nb', 'a?', 'é', 'x'.repeat(65), ' a'])('%j is no description', (text) => {
    expect(write?.textProblem(text)).toBeDefined();
  });

  test('plain words are one, and the configuration is saved by name', () => {
    expect(write?.textProblem("Desk 12 (Bob's), east")).toBeUndefined();
    expect(write?.save.map(({ line }) => line)).toEqual(['write memory']);
    expect(write?.configPrompt.test('\nHP-2530(vlan-10)# ')).toBe(true);
    expect(write?.configPrompt.test('\nHP-2530# ')).toBe(false);
  });
});

test('the pager and refusals of the device are known', () => {
  expect(hpProcurve.more.test('-- MORE --, next page: Space, next line: Enter, quit: Control-C')).toBe(true);
  const code = (line: string): string | undefined =>
    hpProcurve.errors.find(({ pattern }) => pattern.test(line))?.code;
  expect(code('Invalid input: shwo')).toBe('COMMAND_REJECTED');
  expect(code('Module not present for port or invalid port: 99')).toBe('COMMAND_REJECTED');
  expect(code('Not authorized to run this command.')).toBe('COMMAND_DENIED');
});
