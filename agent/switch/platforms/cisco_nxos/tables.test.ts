/** JSON and text of one table give the same rows; recordings are scored in test/bench, what is here is as documented. */
import { describe, expect, test } from 'vitest';
import type { Command } from '../../platform.ts';
import { rowsOf } from '../testing/read.ts';
import { ciscoNxos } from './index.ts';

const { commands, alsoReads } = ciscoNxos;

/** Rows of the text; any unknown line fails the test. */
function at<Row>(list: readonly Command<Row>[] | undefined, name: string): Command<Row> {
  const all = (list ?? []).flatMap((command) => [command, command.alternative ?? []].flat());
  const command = all.find((one) => one.command === name);
  if (command === undefined) throw new Error(`no command ${name}`);
  return command;
}

const table = (name: string, rows: unknown): string =>
  JSON.stringify({ [`TABLE_${name}`]: { [`ROW_${name}`]: rows } });

describe('S1.23 the MAC table, as documented', () => {
  const json = table(
    'mac_address',
    [
      ['*', '10', '0011.2233.4401', 'port-channel10', 'disabled'],
      ['+', '10', '0011.2233.4402', 'vPC Peer-Link', 'disabled'],
      ['G', '-', '0011.2233.4403', 'sup-eth1(R)', 'enabled'],
      ['*', '10', '0011.2233.4404', 'Ethernet101/1/1', 'enabled'],
      ['C', '10', '0011.2233.4405', 'nve1(10.1.1.1)', 'disabled'],
    ].map(([disp_type, disp_vlan, disp_mac_addr, disp_port, disp_is_static]) => ({
      disp_mac_addr,
      disp_type,
      disp_vlan,
      disp_is_static,
      disp_age: '0',
      disp_is_secure: 'disabled',
      disp_is_ntfy: 'disabled',
      disp_port,
    })),
  );
  const text = `Legend:
        * - primary entry, G - Gateway MAC, (R) - Routed MAC, O - Overlay MAC
        age - seconds since last seen,+ - primary entry using vPC Peer-Link,
        (T) - True, (F) - False, C - ControlPlane MAC, ~ - vsan,
        (NA)- Not Applicable
   VLAN     MAC Address      Type      age     Secure NTFY Ports/SWID.SSID.LID
---------+-----------------+--------+---------+------+----+------------------
*   10     0011.2233.4401   dynamic  0         F      F    Po10
+   10     0011.2233.4402   dynamic  ~~~       F      F    vPC Peer-Link
G    -     0011.2233.4403   static   -         F      F    sup-eth1(R)
*   10     0011.2233.4404   static   -         F      F    Eth101/1/1
C   10     0011.2233.4405   dynamic  NA        F      F    nve1(10.1.1.1)
`;

  test('is the same from JSON and from text; what is behind a tunnel is on no port', () => {
    const rows = rowsOf(commands.fdb[0], json);
    expect(
      rows.map(({ vlan, mac, type, port }) => `${vlan ?? '-'} ${mac.slice(-2)} ${type} ${port}`),
    ).toEqual([
      '10 01 dynamic Po10',
      '10 02 dynamic vPC-Peer-Link',
      '- 03 static sup-eth1',
      '10 04 static Eth101/1/1',
    ]);
    expect(rowsOf(at(commands.fdb, 'show mac address-table'), text)).toEqual(rows);
  });

  test('one row comes without its list, and none without a table', () => {
    const row = {
      disp_mac_addr: '0011.2233.4401',
      disp_vlan: '1',
      disp_port: 'Ethernet1/1',
      disp_type: 'static',
    };
    expect(rowsOf(commands.fdb[0], table('mac_address', row))).toMatchObject([
      { port: 'Eth1/1', type: 'static' },
    ]);
    expect(rowsOf(commands.fdb[0], '{}')).toEqual([]);
    expect(rowsOf(commands.fdb[0], '')).toEqual([]);
  });

  test('one address and one port are asked for', () => {
    expect(ciscoNxos.lookup('0011.2233.4455').command).toBe('show mac address-table address 0011.2233.4455');
    expect(ciscoNxos.portFdb?.('Eth1/1').command).toBe('show mac address-table interface Eth1/1 | json');
  });
});

test('ports are the same from JSON and from text, as documented', () => {
  const json = table('interface', [
    {
      interface: 'mgmt0',
      name: '--',
      state: 'connected',
      vlan: 'routed',
      duplex: 'full',
      speed: 'a-1000',
      type: '--',
    },
    {
      interface: 'Ethernet1/1',
      name: 'core 1 connected',
      state: 'connected',
      vlan: 'trunk',
      duplex: 'full',
      speed: '10G',
    },
    { interface: 'Ethernet1/2', state: 'disabled', vlan: '20', duplex: 'auto', speed: 'auto' },
    { interface: 'port-channel10', state: 'notconnect', vlan: '20', duplex: 'auto', speed: 'auto' },
  ]);
  const text = `
--------------------------------------------------------------------------------
Port          Name               Status    Vlan      Duplex  Speed   Type
--------------------------------------------------------------------------------
mgmt0         --                 connected routed    full    a-1000  --
Eth1/1        core 1 connected   connected trunk     full    10G     10Gbase-SR
Eth1/2        --                 disabled  20        auto    auto    --
Po10          --                 notconnec 20        auto    auto    --
`;
  const rows = rowsOf(commands.ports[0], json);
  expect(
    rows.map((row) => [row.name, row.description, row.state, row.adminUp, row.mode, row.vlan, row.speedMbps]),
  ).toEqual([
    ['mgmt0', undefined, 'up', true, 'routed', undefined, 1000],
    ['Eth1/1', 'core 1 connected', 'up', true, 'trunk', undefined, 10_000],
    ['Eth1/2', undefined, 'disabled', false, 'access', 20, undefined],
    ['Po10', undefined, 'down', true, 'access', 20, undefined],
  ]);
  expect(rowsOf(at(commands.ports, 'show interface status'), text)).toEqual(rows);
});

test('VLANs of both names of their table, with numbers turned round, as documented', () => {
  const rows = [
    {
      'vlanshowbr-vlanid': 16_777_216,
      'vlanshowbr-vlanid-utf': 1,
      'vlanshowbr-vlanname': 'default',
      'vlanshowplist-ifidx': 'port-channel1,Ethernet1/1-3',
    },
    { 'vlanshowbr-vlanid': '20', 'vlanshowbr-vlanname': 'voice' },
  ];
  for (const name of ['vlanbrief', 'vlanbriefxbrief'])
    expect(rowsOf(commands.vlans[0], table(name, rows))).toEqual([
      { vlan: 1, name: 'default', ports: ['Po1', 'Eth1/1', 'Eth1/2', 'Eth1/3'] },
      { vlan: 20, name: 'voice', ports: [] },
    ]);
});

describe('port channels, as documented', () => {
  test('their members', () => {
    const json = table('channel', [
      {
        group: '10',
        'port-channel': 'port-channel10',
        TABLE_member: { ROW_member: { port: 'Ethernet1/1', 'port-status': 'P' } },
      },
      { group: '11', 'port-channel': 'port-channel11' },
    ]);
    expect(rowsOf(commands.lags[0], json)).toEqual([
      { lag: 'Po10', ports: ['Eth1/1'] },
      { lag: 'Po11', ports: [] },
    ]);
  });

  const vpc = [
    { lag: 'Po1', ports: [], peerLink: true },
    { lag: 'Po10', ports: [], mlag: '10' },
    { lag: 'Po20', ports: [], mlag: '200' },
  ];
  test('the peer link and the port channels that are one with those of the other switch', () => {
    const json = JSON.stringify({
      'vpc-domain-id': '100',
      TABLE_peerlink: {
        ROW_peerlink: { 'peer-link-id': '1', 'peerlink-ifindex': 'Po1', 'peer-link-port-state': '1' },
      },
      TABLE_vpc: {
        ROW_vpc: [
          { 'vpc-id': '10', 'vpc-ifindex': 'Po10' },
          { 'vpc-id': '200', 'vpc-ifindex': 'Po20' },
        ],
      },
    });
    expect(rowsOf(at(commands.lags, 'show vpc | json'), json)).toEqual(vpc);
    const text = `Legend:
                (*) - local vPC is down, forwarding via vPC peer-link

vPC domain id                     : 100
Peer status                       : peer adjacency formed ok

vPC Peer-link status
---------------------------------------------------------------------
id    Port   Status Active vlans
--    ----   ------ --------------------------------------------------
1     Po1    up     1-10,100,200-300,
                    400

vPC status
----------------------------------------------------------------------------
Id    Port          Status Consistency Reason                Active vlans
--    ------------  ------ ----------- ------                ---------------
10    Po10          up     success     success               1-10,100
200   Po20          down*  failed      Consistency Check Not -
                                       Performed
`;
    expect(rowsOf(at(commands.lags, 'show vpc'), text)).toEqual(vpc);
  });
});

test('neighbours from JSON, as documented', () => {
  const lldp = table('nbor_detail', {
    chassis_id: '5087.89a1.d8d6',
    port_id: 'Ethernet1/1',
    l_port_id: 'Eth1/52',
    sys_name: 'n9k2',
    sys_desc: 'Cisco Nexus Operating System\nTAC support',
    system_capability: 'B, R',
    enabled_capability: 'B, R',
    mgmt_addr: '10.30.140.21',
  });
  const [lldpCommand, cdpCommand] = commands.neighbours;
  expect(rowsOf(lldpCommand, lldp)).toEqual([
    {
      port: 'Eth1/52',
      protocol: 'lldp',
      chassisId: '50:87:89:a1:d8:d6',
      remotePort: 'Et1/1',
      systemName: 'n9k2',
      systemDescription: 'Cisco Nexus Operating System\nTAC support',
      managementAddress: '10.30.140.21',
      capabilities: ['bridge', 'router'],
    },
  ]);
  const cdp = table('cdp_neighbor_detail_info', [
    {
      device_id: 'SEP0011',
      intf_id: 'Ethernet1/3',
      port_id: 'Port 1',
      platform_id: 'Cisco IP Phone 8841',
      capability: ['Host', 'Phone', 'IGMP_cnd_filtering'],
      v4addr: '10.0.0.9',
    },
  ]);
  expect(rowsOf(cdpCommand, cdp)).toMatchObject([
    {
      port: 'Eth1/3',
      remotePort: 'Port 1',
      systemName: 'SEP0011',
      managementAddress: '10.0.0.9',
      capabilities: ['station', 'telephone'],
    },
  ]);
});

test('ARP and IPv6 neighbours of all VRFs, as documented', () => {
  const arp = JSON.stringify({
    TABLE_vrf: {
      ROW_vrf: [
        {
          'vrf-name-out': 'default',
          TABLE_adj: { ROW_adj: { 'intf-out': 'Vlan10', 'ip-addr-out': '10.0.0.1', mac: '0011.2233.4401' } },
        },
        {
          'vrf-name-out': 'eth1',
          TABLE_adj: {
            ROW_adj: [
              { 'intf-out': 'Ethernet1/1', 'ip-addr-out': '10.0.1.1', mac: '0011.2233.4402' },
              { 'intf-out': 'Vlan10', 'ip-addr-out': '10.0.0.2', mac: 'INCOMPLETE' },
            ],
          },
        },
      ],
    },
  });
  const rows = rowsOf(commands.arp[0], arp);
  expect(rows).toEqual([
    { address: '10.0.0.1', mac: '00:11:22:33:44:01', vlan: 10, port: undefined, type: 'dynamic' },
    { address: '10.0.1.1', mac: '00:11:22:33:44:02', vlan: undefined, port: 'Eth1/1', type: 'dynamic' },
  ]);
  const six = `Flags: # - Adjacencies Throttled for Glean
       G - Adjacencies of vPC peer with G/W bit

IPv6 Adjacency Table for all VRFs
Total number of entries: 1
Address         Age       MAC Address     Pref Source     Interface
2001:db8:0:1::aaaa:bbbb
                00:01:29  0011.2233.4403  50   icmpv6     Vlan10
`;
  expect(rowsOf(at(commands.arp, 'show ipv6 neighbor vrf all'), six)).toEqual([
    {
      address: '2001:db8:0:1::aaaa:bbbb',
      mac: '00:11:22:33:44:03',
      vlan: 10,
      port: undefined,
      type: 'dynamic',
    },
  ]);
});

test('a port that is shut, a sub-interface and a member are told from pages of facts', () => {
  const rows = rowsOf(
    at(alsoReads?.ports, 'show interface'),
    'Ethernet1/1 is down (Administratively down)\nadmin state is down, Dedicated Interface\n  Belongs to Po3\n  auto-duplex, 10 Gb/s\n' +
      'Ethernet1/2.20 is up\n  Encapsulation 802.1Q Virtual LAN, Vlan ID 20, medium is broadcast\n',
  );
  expect(rows).toMatchObject([
    { name: 'Eth1/1', state: 'disabled', adminUp: false, lag: 'Po3', speedMbps: 10_000 },
    { name: 'Eth1/2.20', state: 'up', vlan: 20 },
  ]);
});
