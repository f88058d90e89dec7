/** The one recorded N4032 stack, and formats of other models from their manuals. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { joinNeighbours, joinSystem, parseText } from '../../parse/index.ts';
import type { Command } from '../../platform.ts';
import { dellOs6 } from './index.ts';

const recording = (name: string): string =>
  readFileSync(new URL(`../../../../test/fixtures/switch/dell_os6/${name}.txt`, import.meta.url), 'utf8');

function first<Row>(commands: readonly Command<Row>[], name?: string): Command<Row> {
  const command = commands.find(({ command: text }) => name === undefined || text === name);
  if (command === undefined) throw new Error(`no command ${name ?? ''}`);
  return command;
}

describe('MAC table', () => {
  test("S1.23 the recorded table reads whole, the switch's own addresses as such", () => {
    const { rows, unknown } = parseText(first(dellOs6.commands.fdb), recording('show_mac_address_table'));
    expect(unknown).toEqual([]);
    expect(rows).toHaveLength(53);
    expect(rows[0]).toEqual({ mac: '00:0e:1e:b0:5f:31', vlan: 1, port: 'Te1/0/4', type: 'dynamic' });
    expect(rows.filter((row) => row.type === 'self').map((row) => row.port)).toEqual([
      'Vl1',
      'Vl666',
      'Vl3840',
    ]);
  });

  test('S1.23 one address is asked for in dots', () => {
    const command = dellOs6.lookup('0011.2233.4455');
    expect(command.command).toBe('show mac address-table address 0011.2233.4455');
    const answer =
      'Vlan     Mac Address           Type        Port\n-------- ----- ---- ----\n7  0011.2233.4455  Dynamic  Gi1/0/5\n';
    expect(parseText(command, answer).rows).toEqual([
      { mac: '00:11:22:33:44:55', vlan: 7, port: 'Gi1/0/5', type: 'dynamic' },
    ]);
  });
});

describe('show interfaces status', () => {
  const { rows, unknown } = parseText(first(dellOs6.commands.ports), recording('show_interfaces_status'));
  const port = (name: string) => rows.find((row) => row.name === name);

  test('all three sections are read and no line is unknown', () => {
    expect(unknown).toEqual([]);
    expect(rows.map((row) => row.name)).toEqual([
      ...Array.from({ length: 24 }, (_, i) => `Te1/0/${i + 1}`),
      ...['oob', 'Po10', 'Po11', 'Po50'],
    ]);
  });

  test('wrapped VLAN lists, blank descriptions and detached ports do not shift the columns', () => {
    expect(port('Te1/0/12')).toMatchObject({
      mode: 'trunk',
      vlan: 1,
      speedMbps: 10_000,
      duplex: 'full',
      state: 'up',
    });
    expect(port('Te1/0/9')).toMatchObject({ description: undefined, mode: 'access', vlan: 1, operUp: true });
    expect(port('Te1/0/2')).toMatchObject({
      description: 'Interface 2',
      vlan: undefined,
      state: 'down',
      adminUp: undefined,
    });
    expect(port('Te1/0/24')).toMatchObject({
      state: 'detached',
      operUp: false,
      speedMbps: undefined,
      mode: undefined,
    });
    expect(port('oob')).toMatchObject({ state: 'up', description: undefined });
    expect(port('Po50')).toMatchObject({ description: 'Port-channel50', mode: 'trunk', vlan: 1 });
  });

  test('columns may be wider, fewer and in another order', () => {
    const text = [
      'Port       Description                 Vlan  Duplex Speed   Neg  Link   Flow Ctrl',
      '                                                                 State  Status',
      '---------- --------------------------- ----- ------ ------- ---- ------ ---------',
      'Gi1/0/1      two indented  blanks      12    Full   1000    Auto Up     Active',
      'Tw1/0/49                               1     N/A    Unknown Auto Down   Inactive',
    ].join('\r\n');
    const parsed = parseText(first(dellOs6.commands.ports), text);
    expect(parsed.unknown).toEqual([]);
    expect(parsed.rows.map((row) => [row.name, row.description, row.vlan, row.speedMbps, row.state])).toEqual(
      [
        ['Gi1/0/1', 'two indented  blanks', 12, 1000, 'up'],
        ['Tw1/0/49', undefined, 1, undefined, 'down'],
      ],
    );
  });
});

describe('LLDP', () => {
  const summary = parseText(first(dellOs6.commands.neighbours), recording('show_lldp_remote_device_all'));
  const detailCommand = dellOs6.neighbourDetail?.('Te1/0/21');

  test('the summary has one row per neighbour, without the marks of cut names', () => {
    expect(summary.unknown).toEqual([]);
    expect(summary.rows).toHaveLength(6);
    expect(summary.rows[5]).toMatchObject({
      port: 'Te1/0/21',
      systemName: 'switch2-loc123',
      remotePort: 'Gi1/0/1',
    });
  });

  test('ports that are listed without a neighbour give no row', () => {
    const text = `Local\nInterface RemID   Chassis ID          Port ID           System Name\n--------- ------- ------------------- ----------------- -----------------\nGi1/0/1\nGi1/0/2   7       00:0E:1E:B0:5F:30   0                 sw\n`;
    expect(parseText(first(dellOs6.commands.neighbours), text).rows.map((row) => row.port)).toEqual([
      'Gi1/0/2',
    ]);
  });

  test('the detail of a port reads through the staircase of its description and completes the summary', () => {
    if (detailCommand === undefined) throw new Error('the pack has no neighbourDetail');
    expect(detailCommand.command).toBe('show lldp remote-device detail Te1/0/21');
    const detail = parseText(detailCommand, recording('show_lldp_remote_device_detail_Te1_0_21'));
    expect(detail.unknown).toEqual([]);
    const joined = joinNeighbours([...summary.rows, ...detail.rows]);
    expect(joined).toHaveLength(6);
    expect(joined.find((row) => row.port === 'Te1/0/21')).toEqual({
      port: 'Te1/0/21',
      protocol: 'lldp',
      chassisId: '00:41:d2:17:2f:00',
      remotePort: 'Gi1/0/1',
      systemName: 'switch2-loc123.example.com',
      systemDescription: expect.stringMatching(/^Cisco IOS Software.*\nTechnical Support: http/),
      managementAddress: '10.238.14.1',
      capabilities: ['bridge', 'router'],
    });
  });

  test('two neighbours behind one port are two rows', () => {
    if (detailCommand === undefined) throw new Error('the pack has no neighbourDetail');
    const one = (id: number): string =>
      `Remote Identifier: ${id}\nChassis ID: 00:0E:1E:B0:5F:3${id}\nPort ID: ${id}\n`;
    const { rows } = parseText(
      detailCommand,
      `LLDP Remote Device Detail\n\nLocal Interface: Gi1/0/4\n\n${one(1)}\n${one(2)}`,
    );
    expect(rows.map((row) => [row.port, row.chassisId])).toEqual([
      ['Gi1/0/4', '00:0e:1e:b0:5f:31'],
      ['Gi1/0/4', '00:0e:1e:b0:5f:32'],
    ]);
  });
});

test('VLANs keep their ports over wrapped lines', () => {
  const { rows, unknown } = parseText(first(dellOs6.commands.vlans), recording('show_vlan'));
  expect(unknown).toEqual([]);
  expect(rows.find((row) => row.vlan === 3840)).toEqual({
    vlan: 3840,
    name: 'MGMT',
    ports: ['Po1', 'Po50', 'Te1/0/12', 'Te1/0/13'],
  });
  expect(rows.find((row) => row.vlan === 1)?.ports).toHaveLength(49 + 78 + 18 + 1);
});

test('port channels list active and inactive members over several lines, and those without any', () => {
  const text = [
    'Channel   Ports                         Ch-Type Hash Type Min-links Local Prf',
    '-------   ----------------------------- ------- --------- --------- ---------',
    'Po1       Active: Te1/0/1, Te1/0/2,     Dynamic 7         1         Disabled',
    '          Te2/0/1',
    '          Inactive: Te2/0/2-3',
    'Po2       No Configured Ports           Static  7         1         Disabled',
    '',
    'Hash Algorithm Type',
    '1 - Source MAC, VLAN, EtherType, source module and port Id',
    '7 - Enhanced hashing mode',
  ].join('\n');
  expect(parseText(first(dellOs6.commands.lags), text)).toEqual({
    rows: [
      { lag: 'Po1', ports: ['Te1/0/1', 'Te1/0/2', 'Te2/0/1', 'Te2/0/2', 'Te2/0/3'] },
      { lag: 'Po2', ports: [] },
    ],
    unknown: [],
    unknownCount: 0,
  });
});

test('what the switch says of itself comes from two pages', () => {
  const pages = dellOs6.commands.system
    .slice(0, 2)
    .flatMap((command) => parseText(command, recording(command.command.replaceAll(' ', '_'))).rows);
  expect(joinSystem(pages)).toEqual({
    hostname: 'switch1',
    model: 'N4032',
    serial: 'CN04G4FP2829859O0195F03',
    softwareVersion: '6.2.0.5',
    baseMac: 'f8:b1:56:95:cf:02',
  });
});

test('the heading of the out-of-band port is no port, though it begins like one', () => {
  const lines = [
    'oob Type                         Link',
    '                                 State',
    '--- ---------------------------- ------',
    'oob Out-Of-Band                  Up',
  ];
  const before = ['Port      Link', '--------- ----', 'Gi1/0/1   Up', ''];
  const { rows } = parseText(first(dellOs6.commands.ports), [...before, ...lines].join('\n'));
  expect(rows.map(({ name, state }) => [name, state])).toEqual([
    ['Gi1/0/1', 'up'],
    ['oob', 'up'],
  ]);
});
