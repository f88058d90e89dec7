/** Lines that no recording here has, in the format of the platform: other releases, other product lines. */
import { expect, test } from 'vitest';
import { parseText } from '../../parse/index.ts';
import type { Command, FdbRow } from '../../platform.ts';
import { read } from '../testing/read.ts';
import { huaweiVrp } from './index.ts';

const { commands } = huaweiVrp;

/** `10 44:55 dynamic Gi1/0/1`, one text per row. */
function fdb(command: Command<FdbRow> | undefined, text: string): string[] {
  return read(command, text).map(
    ({ mac, vlan, type, port }) => `${vlan ?? '-'} ${mac.slice(-5)} ${type} ${port || '-'}`,
  );
}

test('a CloudEngine with bridge domains: addresses of other sites are on no port', () => {
  expect(
    fdb(
      commands.fdb[0],
      `MAC Address    VLAN/VSI/BD   Learned-From        Type                Age
-------------------------------------------------------------------------------
0011-2233-4401 1500/-/-      100GE1/0/1:1        dynamic             100
0011-2233-4402 -/-/5000      Eth-Trunk1.10       dynamic             100
0011-2233-4403 -/-/5000      10.1.1.1            evn                   -
0011-2233-4404 -/-/5000      VXLAN 10.0.0.1      evn                   -
-------------------------------------------------------------------------------
Total items: 4
`,
    ),
  ).toEqual(['1500 44:01 dynamic 100GE1/0/1:1', '- 44:02 dynamic Eth-Trunk1.10']);
});

test('the ARP table of VRP 8, with the VLAN behind the type, and a slot with two numbers', () => {
  expect(
    read(
      commands.arp[0],
      `ARP Entry Types: D - Dynamic, S - Static, I - Interface, O - OpenFlow, RD - Redirect
EXP: Expire-time   VLAN:VLAN or Bridge Domain

IP ADDRESS      MAC ADDRESS    EXP(M) TYPE/VLAN       INTERFACE        VPN-INSTANCE
----------------------------------------------------------------------------------------
10.0.0.1        0011-2233-4455        I               Vlanif10
10.0.0.4        0011-2233-4458   17   D/1500          Eth-Trunk1
10.0.0.5        0011-2233-4459   3    D-0/0           MEth0/0/1        vpn1
----------------------------------------------------------------------------------------
Total:3         Dynamic:2       Static:0    Interface:1    OpenFlow:0
`,
    ),
  ).toMatchObject([
    { address: '10.0.0.1', vlan: 10, type: 'self' },
    { address: '10.0.0.4', vlan: 1_500, port: 'Eth-Trunk1' },
    { address: '10.0.0.5', vlan: undefined, port: 'MEth0/0/1' },
  ]);
});

test('a VSI in the column of the VLAN, and the peer of a pseudowire', () => {
  expect(
    fdb(
      commands.fdb[0],
      `MAC Address    VLAN/       PEVLAN CEVLAN Port            Type      LSP/LSR-ID
               VSI/SI                                              MAC-Tunnel
-------------------------------------------------------------------------------
0011-2233-4402 10          -      -      GigabitEthernet1/0/1 sticky    -
0011-2233-4403 vsi-a       -      10     GE1/0/1.1       dynamic   3/5
0011-2233-4404 vsi-a       -      -      peer 10.0.0.1   dynamic   3/5
`,
    ),
  ).toEqual(['10 44:02 secure GE1/0/1', '- 44:03 dynamic GE1/0/1.1']);
});

test('a trunk of VRP 8 with marks behind its members', () => {
  expect(
    read(
      commands.lags[0],
      `Eth-Trunk10's state information is:
(h): high priority
(r): reference port
Local:
LAG ID: 10                      Working Mode: Static
Operating Status: up            Number Of Up Ports In Trunk: 1
--------------------------------------------------------------------------------
ActorPortName          Status   PortType PortPri PortNo PortKey PortState Weight
10GE1/0/1(r)           Selected 10GE     32768   1      2593    10111100  1
25GE1/0/2              Unselect 25GE     32768   2      2593    10100010  1
`,
    ),
  ).toEqual([{ lag: 'Eth-Trunk10', ports: ['10GE1/0/1', '25GE1/0/2'] }]);
});

test('ports of tunnels of access points with five digits, the processor, a link between two peers', () => {
  expect(
    fdb(
      commands.fdb[0],
      `MAC Address    VLAN/VSI/BD                       Learned-From        Type
-------------------------------------------------------------------------------
0011-2233-4401 10/-/-                            Wlan-Dbss17496      dynamic
0011-2233-4402 1/-/-                             CPU                 static
0011-2233-4403 10/-/-                            Eth-Trunk0          peer-link
`,
    ),
  ).toEqual(['10 44:01 dynamic Wlan-Dbss17496', '1 44:02 static CPU', '10 44:03 other Eth-Trunk0']);
});

test('a description of a VLAN may begin with words of the columns before it', () => {
  const text = `VID  Type    Ports
--------------------------------------------------------------------------------
10   common  TG:GE0/0/6(U)
30   common  UT:GE0/0/7(U)

VID  Status  Property      MAC-LRN Statistics Description
--------------------------------------------------------------------------------
10   enable  default       enable  disable    default gateway net
30   enable  default       enable  disable    enable me
`;
  expect(read(commands.vlans[0], text)).toMatchObject([
    { name: 'default gateway net' },
    { name: 'enable me' },
  ]);
});

test('a VLAN without name and ports in the short table', () => {
  const text = `VID  Name             Status  Ports
10   office           enable  TG:GE0/0/4(U)
20                    enable
`;
  expect(read(huaweiVrp.alsoReads?.vlans?.[0], text)).toEqual([
    { vlan: 10, name: 'office', ports: ['GE0/0/4'] },
    { vlan: 20, name: undefined, ports: [] },
  ]);
});

test('neighbours whose port is of two words, and one that says NA of itself', () => {
  expect(
    read(
      huaweiVrp.alsoReads?.neighbours?.[0],
      `Local Intf   Neighbor Dev             Neighbor Intf             Exptime(s)
GE0/0/5      SEP001122334455          Port 1                    118
`,
    ),
  ).toMatchObject([{ port: 'GE0/0/5', systemName: 'SEP001122334455', remotePort: 'Port 1' }]);
  expect(
    read(
      commands.neighbours[0],
      `10GE1/0/2 has 1 neighbor(s):
Neighbor index :1
Chassis ID     :0011-2233-4466
Port ID        :0011-2233-4466
System name         :NA
System capabilities enabled     :NA
`,
    ),
  ).toMatchObject([{ systemName: undefined, capabilities: [] }]);
});

test('YunShan OS, as VRP is called from V600 on', () => {
  const text = `Huawei YunShan OS
Version 1.21.0.1 (S5700 V600R021C10SPC500)
HUAWEI S5735-L24T4X-A1 uptime is 0 day, 1 hour, 2 minutes
`;
  expect(read(commands.system[0], text)).toMatchObject([
    { softwareVersion: '1.21.0.1 (S5700 V600R021C10SPC500)', model: 'S5735-L24T4X-A1' },
  ]);
  expect(huaweiVrp.detect.test(text)).toBe(true);
});

test.each([
  'Equipment SN(ESN): 2102350DLQDMJ8000123',
  'Equipment Serial Number (ESN)  : 2102350DLQDMJ8000123',
])('a serial number under other words: %s', (text) => {
  expect(read(commands.system[2], text)).toEqual([{ serial: '2102350DLQDMJ8000123' }]);
});

test.each(['System MAC     : 0011-2233-4455', 'System MAC address of chassis 1: 0011-2233-4455'])(
  'the own address under other words: %s',
  (text) => expect(read(commands.system[3]?.alternative, text)).toEqual([{ baseMac: '00:11:22:33:44:55' }]),
);

test('averages of the processor set apart by commas', () => {
  const text = 'CPU utilization for five seconds: 9%, one minute: 8%, five minutes: 7%.';
  expect(read(commands.cpu[0], text)).toEqual([
    { fiveSecondsPercent: 9, minutePercent: 8, fiveMinutesPercent: 7 },
  ]);
});

test('ARP entries of the fast kind', () => {
  const text = `10.0.0.8        0011-2233-4408  20        DF0         XGE0/0/1
                                          10/-
10.0.0.9        0011-2233-4409            IF -        Vlanif30
`;
  expect(read(commands.arp[0], text)).toMatchObject([
    { address: '10.0.0.8', vlan: 10, port: 'XGE0/0/1', type: 'dynamic' },
    { address: '10.0.0.9', vlan: 30, type: 'self' },
  ]);
});

test('a port that is hybrid by default has no line that says so', () => {
  const text = `interface GigabitEthernet0/0/7
 port hybrid pvid vlan 10
 port hybrid tagged vlan 200
 port hybrid untagged vlan 10
#
`;
  expect(read(commands.configs[0], text)).toMatchObject([
    { name: 'GE0/0/7', mode: 'general', nativeVlan: 10, taggedVlans: '200' },
  ]);
});

test('a port that is down because of a loop', () => {
  const text = `~down: LDT down
Interface                   PHY   Protocol  InUti OutUti   inErrors  outErrors
GigabitEthernet0/0/4        ~down down        0%     0%          0          0
`;
  expect(read(commands.ports[0], text)).toMatchObject([
    { name: 'GE0/0/4', state: 'err-disabled', adminUp: true },
  ]);
});

test('a trunk of two switches with notes of its own', () => {
  const text = `Eth-Trunk11's state information is:
Source: M-LAG
LAG ID: 11                      Working Mode: Dynamic
PortKeyMode: Auto
ActorPortName                 Status   PortType PortPri  PortNo PortKey PortState Weight
10GE1/0/9(hr)                 Unselect 10GE     32768    9      2849    10100010  1
`;
  expect(read(commands.lags[0], text)).toEqual([{ lag: 'Eth-Trunk11', ports: ['10GE1/0/9'] }]);
});

test('a trunk for these VLANs and no other', () => {
  const text = 'interface 10GE1/0/2\n port link-type trunk\n port trunk allow-pass only-vlan 10 20\n#\n';
  expect(read(commands.configs[0], text)).toMatchObject([{ mode: 'trunk', taggedVlans: '10,20' }]);
});

test('a slot whose board did not register has no model', () => {
  const text = `Slot  Sub Type         Online    Power      Register       Alarm      Primary
1     -   ES1D2G48SX1E Present   PowerOn    Registered     Normal     NA
3     -   -            Present   PowerOn    Unregistered   -          NA
`;
  expect(read(commands.system[1], text)).toMatchObject([
    {
      units: [
        { unit: '1', model: 'ES1D2G48SX1E' },
        { unit: '3', model: undefined },
      ],
    },
  ]);
});

test('nothing is lost in silence: a member without its trunk, an address of IPv6 that cannot be read', () => {
  const unknown = <Row>(command: Command<Row> | undefined, text: string): number =>
    command === undefined ? -1 : parseText(command, text).unknownCount;
  expect(unknown(commands.lags[0], 'GigabitEthernet0/0/1 Up 1\n')).toBe(1);
  expect(unknown(commands.arp[1], 'IPv6 Address : FE80::1\nLink-layer   : 0011-22   State : REACH\n')).toBe(
    1,
  );
  expect(unknown(commands.arp[1], 'IPv6 Address : FE80::1\nLink-layer   : -   State : INCMP\n')).toBe(0);
});
