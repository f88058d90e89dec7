/** Lines of other releases that once were unknown, lost or misread. Written from manuals and habit, not recorded. */
import { expect, test } from 'vitest';
import { parseText } from '../../parse/index.ts';
import type { Command } from '../../platform.ts';
import { ciscoIos } from './index.ts';

function ask<Row>(commands: readonly Command<Row>[], name: string): Command<Row> {
  const command = commands.find(({ command: text }) => text === name);
  if (command === undefined) throw new Error(`no command ${name}`);
  return command;
}

test('a log message that cuts a row of ports in two costs no row', () => {
  const command = ask(ciscoIos.commands.ports, 'show interfaces status');
  const rows =
    'Gi1/0/1   uplink             connected    trunk      a-full a-1000 10/100/1000BaseTX\n' +
    'Gi1/0/2                      notconnect   10           auto   auto 10/100/1000BaseTX\n';
  const log = '000123: Nov 21 20:53:00.123 UTC: %LINK-3-UPDOWN: Interface Gi1/0/7, changed state to up';
  const whole = parseText(command, rows).rows;
  expect(whole).toHaveLength(2);
  for (let at = 0; at <= rows.length; at += 1) {
    const cut = parseText(command, `${rows.slice(0, at)}\n${log}\n${rows.slice(at)}`);
    expect(cut, String(at)).toEqual({ rows: whole, unknown: [], unknownCount: 0 });
  }
});

test('a port whose speed and duplex are unknown is a port', () => {
  const line = 'Gi1/0/17                     connected    1          unknown unknown 10/100BaseTX';
  const { rows } = parseText(ask(ciscoIos.commands.ports, 'show interfaces status'), line);
  expect(rows).toMatchObject([{ name: 'Gi1/0/17', operUp: true, vlan: 1, speedMbps: undefined }]);
});

test('the inventory passes over entries that say nothing', () => {
  const { rows, unknown } = parseText(
    ask(ciscoIos.commands.system, 'show inventory'),
    'NAME: "Switch System", DESCR: "7 slot switch"\nPID:                   , VID:      , SN: N/A\n' +
      'NAME: "Chassis", DESCR: "x"\nPID: WS-C4507R+E       , VID: V01  , SN: FOX1\n',
  );
  expect(rows).toEqual([{ model: 'WS-C4507R+E', serial: 'FOX1' }]);
  expect(unknown).toEqual([]);
});

test('the summary of port channels of a 6500 and of IOS XE has no unknown lines', () => {
  const { rows, unknown } = parseText(
    ask(ciscoIos.commands.lags, 'show etherchannel summary'),
    'Group  Port-channel  Protocol    Ports\n------+-------------+-----------+----------\n' +
      '48     Po48(SU)        LACP      Twe1/0/1(bndl) Twe1/0/2(susp)\n' +
      'Last applied Hash Distribution Algorithm: Fixed\n\nRU - L3 port-channel UP State\nP/bndl -  Bundled\n',
  );
  expect(rows).toEqual([{ lag: 'Po48', ports: ['Twe1/0/1', 'Twe1/0/2'] }]);
  expect(unknown).toEqual([]);
});

test('a Nexus that can host phones is no phone', () => {
  const { rows } = parseText(
    ask(ciscoIos.commands.neighbours, 'show cdp neighbors detail'),
    'Device ID: nx-1(FDO1234)\nPlatform: N9K-C93180YC-EX,  Capabilities: Router Switch CVTA phone port \n' +
      'Interface: TenGigabitEthernet1/1/1,  Port ID (outgoing port): Ethernet1/5\n',
  );
  expect(rows).toMatchObject([{ port: 'Te1/1/1', remotePort: 'Et1/5', capabilities: ['router', 'bridge'] }]);
});

test('LLDP says in several ways that there is no power over Ethernet', () => {
  const { rows, unknown } = parseText(
    ask(ciscoIos.commands.neighbours, 'show lldp neighbors detail'),
    'Local Intf: Gi1/0/6\nChassis id: 0011.2233.aabb\nPower Via MDI - not advertised\nPower-via-MDI TLV: none\n',
  );
  expect(rows).toMatchObject([{ port: 'Gi1/0/6', chassisId: '00:11:22:33:aa:bb' }]);
  expect(unknown).toEqual([]);
});

test('descriptions of a dialer, whose states are spoofed', () => {
  const { rows, unknown } = parseText(
    ask(ciscoIos.alsoReads?.ports ?? [], 'show interfaces description'),
    'Di1                            up (spoofing)  up (spoofing) line two',
  );
  expect(unknown).toEqual([]);
  expect(rows).toMatchObject([{ name: 'Di1', operUp: true, description: 'line two' }]);
});

test('an address behind a service instance is on its port', () => {
  const { rows, unknown } = parseText(
    ask(ciscoIos.commands.fdb, 'show mac address-table'),
    ' 888    0011.2233.4403    DYNAMIC     Gi0/1/0.EFP100\n 100    0011.2233.4404    DYNAMIC     Te0/0/1.ServInst.20\n',
  );
  expect(unknown).toEqual([]);
  expect(rows).toMatchObject([
    { vlan: 888, port: 'Gi0/1/0' },
    { vlan: 100, port: 'Te0/0/1' },
  ]);
});

test('power over Ethernet plus of a neighbour', () => {
  const { rows, unknown } = parseText(
    ask(ciscoIos.commands.neighbours, 'show lldp neighbors detail'),
    'Local Intf: Gi1/0/6\nChassis id: 0011.2233.aabb\nPoE+ Power-via-MDI TLV:\n  Power Pair: Signal\n',
  );
  expect(rows).toHaveLength(1);
  expect(unknown).toEqual([]);
});

test('a neighbour of CDP that does not tell its name is a neighbour', () => {
  const { rows, unknown } = parseText(
    ask(ciscoIos.alsoReads?.neighbours ?? [], 'show cdp neighbors'),
    'Device ID        Local Intrfce     Holdtme    Capability  Platform  Port ID\n' +
      '                 Fas 0/5           104             H P M  420HD_GBE esw0\n' +
      'sw-2.example.com\n                 Gig 0/1           125              S I   WS-C2960X Gig 1/0/41\n',
  );
  expect(unknown).toEqual([]);
  expect(rows).toMatchObject([
    { port: 'Fa0/5', systemName: undefined, remotePort: 'esw0', capabilities: ['station', 'telephone'] },
    { port: 'Gi0/1', systemName: 'sw-2.example.com', remotePort: 'Gi1/0/41' },
  ]);
});
