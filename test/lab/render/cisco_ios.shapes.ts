/** Shapes of the IOS tables, from Catalyst switches. */
import type { Shape } from './shape.ts';

const MAC = /^[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}$/;
const PORT = /^(?:Gi|Te|Tw|Fa|Po)[\d/]+$/;
const NUMBER = /^\d+$/;
const ANY = /^.*$/;
const REST = 200;

export const ciscoIosShapes: readonly Shape[] = [
  {
    platform: 'cisco_ios',
    command: 'show mac address-table',
    lines: [
      /^(?: {10}Mac Address Table|-{43}|Vlan {4}Mac Address {7}Type {8}Ports|-{4} {4}-{11} {7}-{8} {4}-{5})$/,
      [
        [7, /^(?:All|\d+)$/],
        [17, MAC],
        [11, /^(?:DYNAMIC|STATIC)$/],
        [REST, /^(?:CPU|Vl\d+|(?:Gi|Te|Po)[\d/]+)$/],
      ],
      /^Total Mac Addresses for this criterion: \d+$/,
    ],
    recorded: [
      '          Mac Address Table',
      'Vlan    Mac Address       Type        Ports',
      ' All    0100.0ccc.cccc    STATIC      CPU',
      '   1    30a3.30a3.a1c3    DYNAMIC     Po1',
      '  99    30a3.30a3.a1cc    STATIC      Vl99',
      '2000    30a3.30a3.a1cd    DYNAMIC     Po6',
      'Total Mac Addresses for this criterion: 11',
    ],
  },
  {
    platform: 'cisco_ios',
    command: 'show interfaces status',
    lines: [
      /^Port {6}Name {15}Status {7}Vlan {7}Duplex {2}Speed Type$/,
      [
        [9, PORT],
        [18, ANY],
        [12, /^(?:connected|notconnect|disabled|err-disabled)$/],
        [10, /^(?:\d+|trunk)$/],
        [6, /^(?:auto|(?:a-)?(?:full|half))$/],
        [6, /^(?:auto|(?:a-)?\d+G?)$/],
        [REST, ANY],
      ],
    ],
    recorded: [
      'Port      Name               Status       Vlan       Duplex  Speed Type',
      'Gi1/0/2   AccessPoint        connected    8          a-full a-1000 10/100/1000BaseTX',
      'Gi1/0/9   SFP Not Present    notconnect   1            auto   auto Not Present',
      'Gi1/0/16  Multi Space to the err-disabled 16         a-half   auto 10/100BaseTX',
      'Po1       ethchl             connected    trunk      a-full a-1000',
    ],
  },
  {
    platform: 'cisco_ios',
    command: 'show etherchannel summary',
    lines: [
      /^(?:Flags: {2}| {8})\S - .+$/,
      /^Number of (?:channel-groups in use: \d+|aggregators: {11}\d+)$/,
      /^(?:Group {2}Port-channel {2}Protocol {4}Ports|[-+]+)$/,
      [
        [6, NUMBER],
        [15, /^Po\d+\(SU\)$/],
        [9, /^LACP$/],
        [REST, /^(?:\w+[\d/]+\(P\) *){1,3}$/],
      ],
      [
        [32, /^$/],
        [REST, /^(?:\w+[\d/]+\(P\) *){1,3}$/],
      ],
    ],
    recorded: [
      '        I - stand-alone s - suspended',
      'Number of channel-groups in use: 6',
      'Group  Port-channel  Protocol    Ports',
      '------+-------------+-----------+-----------------------------------------------',
      '1      Po1(SU)         LACP      Te6/4(P)       Te3/5(P)       Te9/4(P)       ',
      '                                 Te5/5(P)       ',
    ],
  },
  {
    platform: 'cisco_ios',
    command: 'show ip arp',
    lines: [
      /^Protocol {2}Address {10}Age \(min\) {2}Hardware Addr {3}Type {3}Interface$/,
      [
        [9, /^Internet$/],
        [15, /^[\d.]+$/],
        [9, /^(?:-|\d+)$/],
        [1, /^$/],
        [15, MAC],
        [6, /^ARPA$/],
        [REST, /^Vlan\d+$/],
      ],
    ],
    recorded: [
      'Protocol  Address          Age (min)  Hardware Addr   Type   Interface',
      'Internet  10.100.88.1             -   c4f7.d564.b716  ARPA   Vlan10',
      'Internet  10.152.1.229            0   488f.5a5a.87ea  ARPA   Vlan1',
    ],
  },
  {
    platform: 'cisco_ios',
    command: 'show lldp neighbors detail',
    lines: [
      /^-{48}$/,
      /^(?:Local Intf|Chassis id|Port id|Time remaining|Total entries displayed|Media Attachment Unit type): \S.*$/,
      /^(?:Port Description|System Name|System Capabilities|Enabled Capabilities)(?:: \S.*| - not advertised)$/,
      /^(?:System Description|Management Addresses)(?:: ?| - not advertised)$/,
      /^(?:Auto Negotiation - .+|Physical media capabilities:|Vlan ID: .+|MED Information:| {4}\S.*| {10}\(.+)$/,
      // What follows "System Description:" is the neighbour's own text.
      /^(?:Cisco|Technical Support|Compiled|Dell|Aruba|VVX|VMware|DT700).*$/,
    ],
    recorded: [
      'Local Intf: Gi1/0/1',
      'Chassis id: 10.65.1.11',
      'System Description:',
      'DT700 Series',
      'Time remaining: 119 seconds',
      'Enabled Capabilities: B,T',
      'Management Addresses - not advertised',
      '    IP: 172.16.1.1',
      'Vlan ID: - not advertised',
      '    Device type: Endpoint Class III',
      'Total entries displayed: 2',
    ],
  },
  {
    platform: 'cisco_ios',
    command: 'show lldp neighbors',
    lines: [
      /^(?:Capability codes:| {4}\([A-Z]\) .+|Device ID {11}Local Intf {5}Hold-time {2}Capability {6}Port ID)$/,
      // Long names touch the next column, so this one is not read by columns.
      /^(?=.{35}\d)(?=.{62}\S).{20}(?:Gi|Te|Fa)[\d/]+ +\d+ +[A-Z,]* *\S.*$/,
      /^Total entries displayed: \d+$/,
    ],
    recorded: [
      'Device ID           Local Intf     Hold-time  Capability      Port ID',
      'Juniper-switch1     Gi2/0/1        120        B,R             666',
      'long_name_swt.josh-vGi0/2          120        R               Gi0/0',
      'Cisco-switch-1      Gi1/0/7        120                        Gi0/1',
    ],
  },
  {
    platform: 'cisco_ios',
    command: 'show cdp neighbors detail',
    lines: [
      /^-{25}$/,
      /^Device ID: \S+$/,
      /^(?:Entry|Management) address\(es\): ?$/,
      /^ {2}IP address: [\d.]+$/,
      /^Platform: .+, {2}Capabilities: .+$/,
      /^Interface: [A-Z]\w+Ethernet[\d/]+, {2}Port ID \(outgoing port\): \S.*$/,
      /^(?:Holdtime : \d+ sec|Version :|advertisement version: 2|Duplex: full|Total cdp entries displayed : \d+)$/,
      // What follows "Version :" is the neighbour's own text.
      /^(?:Cisco|sip88xx|Releasebuild|Linux).*$/,
    ],
    recorded: [
      '-------------------------',
      'Device ID: desktop-switch',
      'Entry address(es):',
      '  IP address: 10.1.1.2',
      'Platform: cisco WS-C2960-8TC-L,  Capabilities: Switch IGMP',
      'Interface: GigabitEthernet1/0/16,  Port ID (outgoing port): GigabitEthernet0/1',
      'Holdtime : 164 sec',
      'advertisement version: 2',
      'Management address(es):',
    ],
  },
  {
    platform: 'cisco_ios',
    command: 'show switch',
    lines: [
      /^Switch\/Stack Mac Address : [0-9a-f.]{14} +- Local Mac Address$/,
      /^(?:Mac persistency wait time: Indefinite| +H\/W {3}Current|Switch# {3}Role.+|-+)$/,
      [
        [8, /^\*?\d$/],
        [8, /^(?:Active|Member)$/],
        [14, MAC],
        [REST, /^\d+ +V\d\d +Ready$/],
      ],
    ],
    recorded: [
      'Switch/Stack Mac Address : 6c71.abcd.a200  - Local Mac Address',
      'Switch#   Role    Mac Address     Priority Version  State ',
      '*1       Active   6c71.abcd.a200     1      V03     Ready',
    ],
  },
  {
    platform: 'cisco_ios',
    command: 'show inventory',
    lines: [/^NAME: "[^"]+", DESCR: "[^"]+"$/, /^PID: \S* *, VID: \S+ *, SN: \S+$/],
    recorded: [
      'NAME: "3640 chassis", DESCR: "3640 chassis"',
      'PID: NM-1FE-TX=        , VID: 1.0, SN: 7720321',
    ],
  },
];
