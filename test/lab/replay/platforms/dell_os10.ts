/** S5248F: nothing of OS10 is recorded, all is as its manuals show it. */
import { ciscoPrompt, INSIDE, modes } from '../cisco-like.ts';
import type { Config, PortState } from '../model.ts';
import { withVlan } from '../model.ts';
import { keyOf } from '../ports.ts';
import { dropVlan, firstConfig, named, openVlan, portRules, save, unquoted } from '../rules.ts';
import { DONE, type ReplayPlatform, type Rule, type Show } from '../shape.ts';
import { configShow, configsShow, fdbShows, portShows, show, type Text, vlanShow } from '../shows.ts';

const VERSION: Text = [
  'Dell SmartFabric OS10 Enterprise',
  'Copyright (c) 1999-2024 by Dell Inc. All Rights Reserved.',
  'OS Version: 10.5.4.2',
  'Build Version: 10.5.4.2.241',
  'Build Time: 2022-10-14T08:42:41+0000',
  'System Type: S5248F-ON',
  'Architecture: x86_64',
  'Up Time: 5 weeks 1 day 03:12:18',
];
const SYSTEM: Text = [
  'Node Id              : 1',
  'MAC                  : 34:17:eb:f2:9a:00',
  'Number of MACs       : 256',
  'Up Time              : 5 weeks 1 day 03:12:18',
];
const FDB: Text = [
  'Codes: pv <vlan-id> - private vlan where the mac is originally learnt',
  'VlanId        Mac Address         Type        Interface',
  '1             aa:bb:cc:dd:ee:01   dynamic     ethernet1/1/2',
  '20            00:50:56:af:12:f5   dynamic     port-channel17',
  '20            00:50:56:af:12:f6   static      ethernet1/1/3',
];
const RULER = '-'.repeat(98);
const STATUS: Text = [
  RULER,
  'Port            Description     Status   Speed    Duplex   Mode Vlan Tagged-Vlans',
  RULER,
  'Eth 1/1/1                       up       10G      full     A    20   -',
  'Eth 1/1/2       is up today     down     0        full     A    1    -',
  'Eth 1/1/3                       up       40G               A    20   -',
  'Eth 1/1/4                       admin-down 0      auto     -    -    -',
  'Po 17           Uplink-Po..     up       200G     full     T    1    6,7',
];
const VLAN_TABLE: Text = [
  'Codes: * - Default VLAN, M - Management VLAN, R - Remote Port Mirroring VLANs,',
  '       @ - Attached to Virtual Network, P - Primary, C - Community, I - Isolated,',
  '       S - VLAN-Stack VLAN',
  'Q: A - Access (Untagged), T - Tagged',
  '    NUM    Status    Description                     Q Ports',
  '*   1      Active                                    A Eth1/1/2,1/1/4',
  '    20     Active    staff                           A Eth1/1/1,1/1/3',
  '                                                     T Po17',
];
const NEIGHBOURS: Text = [
  'Remote Chassis ID Subtype: Mac address (4)',
  'Remote Chassis ID: 00:01:e8:8a:fd:35',
  'Remote Port Subtype: Interface name (5)',
  'Remote Port ID: fortyGigE 0/56',
  'Local Port ID: ethernet1/1/1',
  'Remote TTL: 120',
  'Remote System Name: LEAF-01',
  'Remote System Desc: Dell Real Time Operating System Software',
  'Remote Management Address (IPv4): 10.0.0.1',
  'Enabled System Capabilities: Repeater, Bridge, Router',
  '-'.repeat(75),
];
const LAGS: Text = [
  'Flags:  D - Down    I - member up but inactive    P - member up and active',
  '        U - Up (port-channel)    F - Fallback Activated    IND - LACP Individual',
  '-'.repeat(80),
  'Group Port-Channel           Type     Protocol  Member Ports',
  '-'.repeat(80),
  '17   port-channel17  (U)     Eth      DYNAMIC   1/1/10(P) 1/1/11(P)',
];
const ARP: Text = [
  'Codes: pv - private vlan where the mac is originally learnt',
  'Address          Hardware address    Interface                     Egress Interface   ',
  '-'.repeat(90),
  '192.168.2.2      90:b1:1c:f4:a6:e6   ethernet1/1/49                ethernet1/1/49',
  '100.1.2.5        90:b1:1c:f4:a6:e7   vlan20                        port-channel17',
];
const TOP = '%Cpu(s):  9.7 us,  3.9 sy,  0.3 ni, 85.5 id,  0.2 wa,  0.0 hi,  0.4 si,  0.0 st';

function configOf({ name, description, accessVlan, adminUp }: PortState): Text {
  return [
    '!',
    `interface ${name}`,
    ...(description === ''
      ? []
      : [` description ${/\s/.test(description) ? `"${description}"` : description}`]),
    adminUp ? ' no shutdown' : ' shutdown',
    ` switchport access vlan ${accessVlan}`,
    ' flowcontrol receive on',
  ];
}

const vlanText: Rule = {
  in: ['vlan'],
  line: /^(no )?description ?(.*)$/,
  run: (desk, [no, text = '']) => {
    if (desk.vlan !== undefined) desk.change(withVlan(desk.config, desk.vlan, no ? '' : unquoted(text)));
    return DONE;
  },
};

function showsOf(first: Config): readonly Show[] {
  return [
    show('show version', VERSION),
    show('show system', SYSTEM),
    show('show lldp neighbors detail', NEIGHBOURS),
    show('show port-channel summary', LAGS),
    show('show processes node-id 1 | grep Cpu', [TOP]),
    show('show ip arp', ARP),
    configsShow(/^show running-configuration interface$/, ({ ports }) =>
      [...ports.values()].flatMap(configOf),
    ),
    ...fdbShows(
      FDB,
      {
        all: /^show mac address-table$/,
        address: /^show mac address-table address (\S+)$/,
        port: /^show mac address-table interface (\S.*)$/,
      },
      keyOf,
    ),
    ...portShows(
      STATUS,
      { all: /^show interface status$/, one: /^show interface (\S.*) status$/, row: /^(?:Eth|Po) \d/ },
      keyOf,
    ),
    vlanShow('show vlan', VLAN_TABLE, first, (vlan, name) => [
      `    ${String(vlan).padEnd(6)} Inactive  ${name.padEnd(32)}`,
    ]),
    configShow(/^show running-configuration interface (\S.*)$/, keyOf, configOf),
  ];
}

export function dellOs10(): ReplayPlatform {
  const first = firstConfig(keyOf, named('ethernet1/1/', 1, 4), [
    [20, 'staff'],
    [1, ''],
  ]);
  return {
    id: 'dell_os10',
    hostname: 'OS10-1',
    firstView: 'privileged',
    key: keyOf,
    first,
    prompt: (desk, at) =>
      `${ciscoPrompt({
        config: 'config',
        port: (one) =>
          one.targets.length > 1
            ? 'conf-range-eth1/1/1-1/1/2'
            : `conf-if-${one.targets[0]?.replace('e', 'eth') ?? ''}`,
        vlan: (one) => `conf-if-vl-${one.vlan ?? ''}`,
      })(desk, at)} `,
    pager: { prompt: '--More--', erase: `\r${' '.repeat(8)}\r`, leaves: /[^ \r]/ },
    pagingOff: /^terminal length 0$/,
    invalid: () => ['% Error: Unrecognized command.'],
    denied: ['% Error: Command authorization failed.'],
    log: 'Nov 22 13:00:01 OS10-1 dn_ifm[902]: %IFMGR-5-OSTATE_UP: Interface operational state is up',
    rules: [
      openVlan(/^interface vlan (\d{1,4})$/, { in: INSIDE, make: true }),
      ...modes({ interface: /^interface (?:range )?(.+)$/, badPort: () => ['% Error: Invalid interface.'] }),
      vlanText,
      dropVlan(/^no interface vlan (\d{1,4})$/, { in: INSIDE }),
      ...portRules(/^switchport access vlan (\d+)$/, (vlan) => [`% Error: VLAN ${vlan} does not exist.`]),
      save(/^write memory$/, []),
    ],
    showsIn: ['privileged'],
    shows: showsOf(first),
  };
}
