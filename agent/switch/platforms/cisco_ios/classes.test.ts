/** The traps of the other classes; the recordings themselves are scored in test/bench/parse.test.ts. */
import { describe, expect, test } from 'vitest';
import { parseText } from '../../parse/index.ts';
import type { Command } from '../../platform.ts';
import { ciscoIos } from './index.ts';

function first<Row>(commands: readonly Command<Row>[], name?: string): Command<Row> {
  const command = commands.find(({ command: text }) => name === undefined || text === name);
  if (command === undefined) throw new Error(`no command ${name ?? ''}`);
  return command;
}

describe('show interfaces status', () => {
  const read = (...lines: string[]) => parseText(first(ciscoIos.commands.ports), lines.join('\n'));
  const heading = 'Port      Name               Status       Vlan       Duplex  Speed Type';

  test('names that hold states, VLAN words and blanks are read as names', () => {
    const { rows, unknownCount } = read(
      heading,
      'Gi1/0/1   *** connected to U notconnect   150          auto   auto 10/100BaseTX',
      'Gi1/0/2   routed trunk full  err-disabled trunk      a-full a-1000 10/100/1000BaseTX',
      'Gi1/0/3                      connected: TDR 1        a-full  a-100 10/100/1000BaseTX',
      'Gi1/0/4   addl status text   newstate     7          a-half   a-10 10/100BaseTX',
    );
    expect(unknownCount).toBe(0);
    expect(
      rows.map(({ description, state, vlan, mode, speedMbps, adminUp }) => [
        description,
        state,
        vlan ?? mode,
        speedMbps,
        adminUp,
      ]),
    ).toEqual([
      ['*** connected to U', 'down', 150, undefined, true],
      ['routed trunk full', 'err-disabled', 'trunk', 1000, true],
      [undefined, 'up', 1, 100, true],
      ['addl status text', 'newstate', 7, 10, true],
    ]);
  });

  test('a shut port is told from one without a link; multi-gigabit speeds count', () => {
    const { rows } = read(
      heading,
      'Gi1/0/1                      disabled     1            auto   auto 10/100BaseTX',
      'Tw1/0/2                      connected    1          a-full a-2500 100/1000/2.5GBaseTX',
      'Twe1/0/3                     connected    routed       full    25G SFP-25GBase-SR',
    );
    expect(rows.map(({ adminUp, operUp, speedMbps }) => [adminUp, operUp, speedMbps])).toEqual([
      [false, false, undefined],
      [true, true, 2500],
      [true, true, 25_000],
    ]);
  });

  test('a line of another form is counted', () => {
    expect(read(heading, 'Gi1/0/1 is new').unknown).toEqual(['Gi1/0/1 is new']);
  });
});

describe('show vlan brief', () => {
  const read = (...lines: string[]) => parseText(first(ciscoIos.commands.vlans), lines.join('\n'));

  test('ports wrap without a comma, names may have blanks, later sections are passed over', () => {
    const { rows, unknown } = read(
      'VLAN Name                             Status    Ports',
      '---- -------------------------------- --------- -------------------------------',
      '1    default                          active    Gi1/0/1, Gi1/0/2',
      '                                                Gi1/0/3, Po1',
      '20   voice and video                  active    ',
      '1002 fddi-default                     act/unsup ',
      '',
      'VLAN Type  SAID       MTU   Parent RingNo BridgeNo Stp  BrdgMode Trans1 Trans2',
      '---- ----- ---------- ----- ------ ------ -------- ---- -------- ------ ------',
      '1    enet  100001     1500  -      -      -        -    -        0      0   ',
      '',
      'Remote SPAN VLANs',
      '------------------------------------------------------------------------------',
      '901,902',
      '',
      'Primary Secondary Type              Ports',
      '------- --------- ----------------- ------------------------------------------',
      '100     101       community         Gi1/0/9',
    );
    expect(unknown).toEqual([]);
    expect(rows).toEqual([
      { vlan: 1, name: 'default', ports: ['Gi1/0/1', 'Gi1/0/2', 'Gi1/0/3', 'Po1'] },
      { vlan: 20, name: 'voice and video', ports: [] },
      { vlan: 1002, name: 'fddi-default', ports: [] },
    ]);
  });
});

describe('show etherchannel summary', () => {
  test('members that are down or stand alone are members too', () => {
    const text = [
      'Flags:  D - down        P - bundled in port-channel',
      '        A - formed by Auto LAG',
      '',
      'Group  Port-channel  Protocol    Ports',
      '------+-------------+-----------+-----------------------------------------------',
      '1      Po1(SU)         LACP      Gi1/0/1(P)  Gi2/0/1(D)  ',
      '                                 Gi3/0/1(I)',
      '2      Po2(SD)          -        ',
    ].join('\n');
    expect(parseText(first(ciscoIos.commands.lags), text)).toEqual({
      rows: [
        { lag: 'Po1', ports: ['Gi1/0/1', 'Gi2/0/1', 'Gi3/0/1'] },
        { lag: 'Po2', ports: [] },
      ],
      unknown: [],
      unknownCount: 0,
    });
  });
});

describe('neighbours', () => {
  test("an access point's CDP has no word for it, so its platform tells", () => {
    const text = [
      '-------------------------',
      'Device ID: AP-2',
      'Entry address(es): ',
      '  IP address: 10.1.1.9',
      'Platform: cisco AIR-AP3802I-E-K9,  Capabilities: Router Trans-Bridge ',
      'Interface: GigabitEthernet1/0/5,  Port ID (outgoing port): GigabitEthernet0',
      'Holdtime : 164 sec',
      '',
      'Device ID: SEP04FE7F689D33',
      'Platform: Cisco IP Phone 7962,  Capabilities: Host Phone Two-port Mac Relay ',
      'Interface: GigabitEthernet1/0/6,  Port ID (outgoing port): Port 1',
    ].join('\r\n');
    const { rows, unknown } = parseText(
      first(ciscoIos.commands.neighbours, 'show cdp neighbors detail'),
      text,
    );
    expect(unknown).toEqual([]);
    expect(rows.map(({ port, remotePort, capabilities }) => [port, remotePort, capabilities])).toEqual([
      ['Gi1/0/5', 'Gi0', ['router', 'bridge', 'wlan']],
      ['Gi1/0/6', 'Port 1', ['station', 'telephone']],
    ]);
  });

  test('only enabled LLDP capabilities count, and a description may look like keys', () => {
    const text = [
      '------------------------------------------------',
      'Local Intf: Gi1/0/5',
      'Chassis id: 0061.75f5.b5ff',
      'Port id: 0061.75f5.b5ff',
      'System Name - not advertised',
      '',
      'System Description: ',
      'Model: X, Serial number: 5',
      'System Name: not mine',
      '',
      'Time remaining: 77 seconds',
      'System Capabilities: B,W,R,S',
      'Enabled Capabilities: W',
      'Management Addresses:',
      '    IPv6: FE80::1',
    ].join('\n');
    const { rows, unknown } = parseText(
      first(ciscoIos.commands.neighbours, 'show lldp neighbors detail'),
      text,
    );
    expect(unknown).toEqual([]);
    expect(rows).toEqual([
      {
        port: 'Gi1/0/5',
        protocol: 'lldp',
        chassisId: '00:61:75:f5:b5:ff',
        remotePort: '00:61:75:f5:b5:ff',
        systemName: undefined,
        systemDescription: 'Model: X, Serial number: 5\nSystem Name: not mine',
        managementAddress: 'FE80::1',
        capabilities: ['wlan'],
      },
    ]);
  });
});

test('a page without one known fact is unknown as a whole', () => {
  const parsed = parseText(first(ciscoIos.commands.system), 'one\ntwo\n');
  expect(parsed).toEqual({ rows: [], unknown: ['one', 'two'], unknownCount: 2 });
});
