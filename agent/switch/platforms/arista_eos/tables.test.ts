/** JSON and text of one table give the same rows; recordings are scored in test/bench, what is here is as documented. */
import { describe, expect, test } from 'vitest';
import { parseText } from '../../parse/index.ts';
import type { Command } from '../../platform.ts';
import { rowsOf } from '../testing/read.ts';
import { aristaEos } from './index.ts';

const { commands } = aristaEos;

/** Rows of the text; any unknown line fails the test. */
function at<Row>(list: readonly Command<Row>[] | undefined, name: string): Command<Row> {
  const all = (list ?? []).flatMap((command) => [command, command.alternative ?? []].flat());
  const command = all.find((one) => one.command === name);
  if (command === undefined) throw new Error(`no command ${name}`);
  return command;
}

const pretty = (value: unknown): string => JSON.stringify(value, null, 4);

test('S1.23 the MAC table is the same from JSON and from text, as documented', () => {
  const json = pretty({
    unicastTable: {
      tableEntries: [
        {
          macAddress: '00:11:22:33:44:01',
          vlanId: 10,
          interface: 'Ethernet1/1',
          entryType: 'dynamic',
          moves: 1,
          lastMove: 1.5,
        },
        { macAddress: '00:11:22:33:44:02', vlanId: 10, interface: 'Port-Channel7', entryType: 'peerDynamic' },
        { macAddress: '00:11:22:33:44:03', vlanId: 1, interface: 'Router', entryType: 'static' },
        { macAddress: '00:11:22:33:44:04', vlanId: 10, interface: 'Vxlan1', entryType: 'dynamic' },
      ],
    },
    multicastTable: {
      tableEntries: [
        {
          macAddress: '01:00:5e:00:00:05',
          vlanId: 4,
          interfaces: ['Ethernet2', 'Port-Channel7'],
          entryType: 'static',
        },
      ],
    },
    disabledMacLearningVlans: [],
  });
  const text = `          Mac Address Table
------------------------------------------------------------------

Vlan    Mac Address       Type        Ports      Moves   Last Move
----    -----------       ----        -----      -----   ---------
  10    0011.2233.4401    DYNAMIC     Et1/1      1       9 days, 15:57:28 ago
  10    0011.2233.4402    DYNAMIC     Po7        1       0:08:16 ago
   1    0011.2233.4403    STATIC      Router
Total Mac Addresses for this criterion: 3

          Multicast Mac Address Table
------------------------------------------------------------------

Vlan    Mac Address       Type        Ports
----    -----------       ----        -----
   4    0100.5e00.0005    STATIC      Et2 Po7
Total Mac Addresses for this criterion: 1
`;
  const rows = rowsOf(commands.fdb[0], json);
  expect(rows.map(({ vlan, mac, type, port }) => `${vlan} ${mac.slice(-2)} ${type} ${port}`)).toEqual([
    '10 01 dynamic Et1/1',
    '10 02 dynamic Po7',
    '1 03 static Router',
    '4 05 static Et2',
    '4 05 static Po7',
  ]);
  expect(rowsOf(at(commands.fdb, 'show mac address-table'), text)).toEqual(rows);
  expect(aristaEos.lookup('0011.2233.4455').command).toBe('show mac address-table address 0011.2233.4455');
});

test('a log message that cuts a row with its time of move in two costs no row', () => {
  const row = '  10    0011.2233.4401    DYNAMIC     Et1/1      1       9 days, 15:57:28 ago\n';
  const log =
    'Nov 21 20:53:00 sw1 Ebra: %LINEPROTO-5-UPDOWN: Line protocol on Interface Ethernet7, changed state to up';
  const command = at(commands.fdb, 'show mac address-table');
  const heading = 'Vlan    Mac Address       Type        Ports      Moves   Last Move\n';
  const whole = parseText(command, heading + row).rows;
  expect(whole).toHaveLength(1);
  // A cut behind the port leaves a row that is whole, and a rest that nobody knows.
  const port = row.indexOf('Et1/1');
  for (let cut = 0; cut <= port; cut += 1) {
    const text = `${heading}${row.slice(0, cut)}\n${log}\n${row.slice(cut)}`;
    expect(parseText(command, text).rows, String(cut)).toEqual(whole);
  }
});

const portsJson = pretty({
  interfaceStatuses: {
    Ethernet1: {
      description: 'core 1 connected',
      linkStatus: 'connected',
      bandwidth: 10_000_000_000,
      duplex: 'duplexFull',
      vlanInformation: {
        interfaceMode: 'trunk',
        vlanExplanation: 'trunk',
        interfaceForwardingModel: 'bridged',
      },
    },
    Ethernet2: {
      description: '',
      linkStatus: 'notconnect',
      bandwidth: 0,
      duplex: 'duplexUnknown',
      vlanInformation: { interfaceMode: 'bridged', vlanId: 20 },
    },
    Ethernet3: {
      description: '',
      linkStatus: 'connected',
      bandwidth: 10_000_000_000,
      duplex: 'duplexFull',
      vlanInformation: { interfaceMode: 'dataLink', vlanExplanation: 'in Po4' },
    },
    Ethernet4: {
      description: '',
      linkStatus: 'errdisabled',
      bandwidth: 0,
      duplex: 'duplexUnknown',
      vlanInformation: { vlanId: 20 },
    },
    Management1: {
      description: '',
      linkStatus: 'disabled',
      bandwidth: 1_000_000_000,
      duplex: 'duplexFull',
      vlanInformation: { interfaceMode: 'routed' },
    },
  },
});

test('ports are the same from JSON and from text, as documented', () => {
  const rows = rowsOf(commands.ports[0], portsJson);
  expect(
    rows.map((row) => [row.name, row.state, row.adminUp, row.mode, row.vlan, row.lag, row.speedMbps]),
  ).toEqual([
    ['Et1', 'up', true, 'trunk', undefined, undefined, 10_000],
    ['Et2', 'down', true, 'access', 20, undefined, undefined],
    ['Et3', 'up', true, undefined, undefined, 'Po4', 10_000],
    ['Et4', 'err-disabled', true, 'access', 20, undefined, undefined],
    ['Ma1', 'disabled', false, 'routed', undefined, undefined, 1000],
  ]);
  const text = `Port       Name              Status       Vlan     Duplex Speed  Type            Flags Encapsulation
Et1        core 1 connected  connected    trunk    full   10G    10GBASE-SR
Et2                          notconnect   20       auto   auto   10GBASE-T
Et3                          connected    in Po4   full   10G    10GBASE-SR
Et4                          errdisabled  20       auto   auto   10GBASE-T
Ma1                          disabled     routed   full   1G     10/100/1000
`;
  const fromText = rowsOf(at(commands.ports, 'show interfaces status'), text);
  const bare = (row: (typeof rows)[number]) => ({ ...row, duplex: undefined });
  expect(fromText.map(bare)).toEqual(rows.map(bare));
});

describe('neighbours, as documented', () => {
  const expected = [
    {
      port: 'Et1',
      protocol: 'lldp',
      chassisId: '00:1c:73:00:00:01',
      remotePort: 'Et49/1',
      systemName: 'spine-1',
      systemDescription: 'Arista Networks EOS version 4.29.2F\nrunning on "X"',
      managementAddress: '10.0.0.1',
      capabilities: ['bridge', 'router'],
    },
    {
      port: 'Et2',
      protocol: 'lldp',
      chassisId: '00:11:22:33:44:55',
      remotePort: '00:11:22:33:44:55',
      systemName: undefined,
      systemDescription: undefined,
      managementAddress: undefined,
      capabilities: ['wlan'],
    },
  ];

  test('from JSON', () => {
    const json = pretty({
      lldpNeighbors: {
        Ethernet1: {
          lldpNeighborInfo: [
            {
              chassisIdType: 'macAddress',
              chassisId: '001c.7300.0001',
              neighborInterfaceInfo: { interfaceIdType: 'interfaceName', interfaceId: '"Ethernet49/1"' },
              systemName: 'spine-1',
              systemDescription: 'Arista Networks EOS version 4.29.2F\nrunning on "X"',
              systemCapabilities: { bridge: true, router: true, telephone: false },
              managementAddresses: [{ addressType: 'ipv4', address: '10.0.0.1' }],
            },
          ],
        },
        Ethernet2: {
          lldpNeighborInfo: [
            {
              chassisId: '0011.2233.4455',
              neighborInterfaceInfo: { interfaceId_v2: '0011.2233.4455' },
              systemCapabilities: { bridge: false, wlanAccessPoint: true },
            },
          ],
        },
        Ethernet3: { lldpNeighborInfo: [] },
      },
    });
    expect(rowsOf(commands.neighbours[0], json)).toEqual(expected);
  });

  test('from text', () => {
    const text = `Interface Ethernet1 detected 1 LLDP neighbors:

  Neighbor 001c.7300.0001/"Ethernet49/1", age 12 seconds
  Discovered 5 days, 8:24:38 ago; Last changed 5 days, 8:24:38 ago
  - Chassis ID type: MAC address (4)
    Chassis ID     : 001c.7300.0001
  - Port ID type: Interface name(5)
    Port ID     : "Ethernet49/1"
  - Time To Live: 120 seconds
  - Port Description: "to leaf"
  - System Name: "spine-1"
  - System Description: "Arista Networks EOS version 4.29.2F
running on "X""
  - System Capabilities : Bridge, Router
    Enabled Capabilities: Bridge, Router
  - Management Address Subtype: IPv4
    Management Address        : 10.0.0.1
  - IEEE802.1 Port VLAN ID: 1

Interface Ethernet2 detected 1 LLDP neighbors:

  Neighbor 0011.2233.4455/0011.2233.4455, age 3 seconds
  - Chassis ID type: MAC address (4)
    Chassis ID     : 0011.2233.4455
  - Port ID type: MAC address(3)
    Port ID     : 0011.2233.4455
    Enabled Capabilities: WLAN Access Point
`;
    expect(rowsOf(at(commands.neighbours, 'show lldp neighbors detail'), text)).toEqual(expected);
  });
});

test('VLANs are the same from JSON and from text; the ports of the MLAG peer are not ours, as documented', () => {
  const json = pretty({
    vlans: {
      1: { name: 'default', status: 'active', interfaces: { Ethernet1: {}, PeerEthernet5: {}, Cpu: {} } },
      20: { name: 'voice and video', status: 'active', dynamic: true, interfaces: {} },
    },
  });
  const rows = rowsOf(commands.vlans[0], json);
  expect(rows).toEqual([
    { vlan: 1, name: 'default', ports: ['Et1'] },
    { vlan: 20, name: 'voice and video', ports: [] },
  ]);
  const text = `VLAN  Name                             Status    Ports
----- -------------------------------- --------- -------------------------------
1     default                          active    Cpu, Et1, PEt5
20*   voice and video                  active

* indicates a Dynamic VLAN
`;
  expect(rowsOf(at(commands.vlans, 'show vlan'), text)).toEqual(rows);
});

test('port channels, the peer link and the MLAGs, as documented', () => {
  const lags = pretty({
    portChannels: {
      'Port-Channel1': {
        activePorts: { Ethernet6: {}, PeerEthernet6: {} },
        inactivePorts: { Ethernet5: {} },
      },
      'Port-Channel2': { activePorts: {}, inactivePorts: {} },
    },
  });
  expect(rowsOf(commands.lags[0], lags)).toEqual([
    { lag: 'Po1', ports: ['Et6', 'Et5'] },
    { lag: 'Po2', ports: [] },
  ]);
  expect(rowsOf(commands.lags[1], pretty({ state: 'active', peerLink: 'Port-Channel10' }))).toEqual([
    { lag: 'Po10', ports: [], peerLink: true },
  ]);
  expect(rowsOf(commands.lags[1], pretty({ state: 'disabled' }))).toEqual([]);
  const interfaces = pretty({
    interfaces: {
      1: { localInterface: 'Port-Channel1', peerInterface: 'Port-Channel1' },
      7: { peerInterface: 'Port-Channel7' },
    },
  });
  const mlags = [{ lag: 'Po1', ports: [], mlag: '1' }];
  expect(rowsOf(commands.lags[2], interfaces)).toEqual(mlags);
  const text = `                                                        local/remote
mlag         desc            state       local       remote          status
---------- --------------- ----------- ----------- ------------ ------------
   1         to rack 7       active-full Po1         Po1             up/up
   7                         active-partial -        Po7             -/up
`;
  expect(rowsOf(at(commands.lags, 'show mlag interfaces'), text)).toEqual(mlags);
});

test('ARP of all VRFs and IPv6 neighbours, as documented', () => {
  const arp = pretty({
    vrfs: {
      default: {
        ipV4Neighbors: [
          { hwAddress: '0011.2233.4401', address: '10.0.0.1', interface: 'Vlan10, Port-Channel2', age: 12 },
        ],
      },
      MGMT: {
        ipV4Neighbors: [
          { hwAddress: '0011.2233.4402', address: '10.1.0.1', interface: 'Management1' },
          { hwAddress: '0011.2233.4403', address: '10.0.0.3', interface: 'Vlan10, not learned', age: 1 },
        ],
      },
    },
  });
  expect(rowsOf(commands.arp[0], arp)).toEqual([
    { address: '10.0.0.1', mac: '00:11:22:33:44:01', vlan: 10, port: 'Po2', type: 'dynamic' },
    { address: '10.1.0.1', mac: '00:11:22:33:44:02', vlan: undefined, port: 'Ma1', type: 'static' },
    { address: '10.0.0.3', mac: '00:11:22:33:44:03', vlan: 10, port: undefined, type: 'dynamic' },
  ]);
  const six = pretty({
    ipV6Neighbors: [{ hwAddress: '0011.2233.4404', address: 'FE80::1', interface: 'Vlan10', state: 'REACH' }],
  });
  expect(rowsOf(commands.arp[1], six)).toMatchObject([{ address: 'fe80::1', vlan: 10, type: 'dynamic' }]);
});
