/** Nexus without structured output, as releases before 6.2 are: every `| json` is refused. */
import { ciscoPrompt, modes, switchportWords } from '../cisco-like.ts';
import type { Config, PortState } from '../model.ts';
import { keyOf } from '../ports.ts';
import { recorded } from '../recordings.ts';
import { firstConfig, named, save } from '../rules.ts';
import type { ReplayPlatform, Show } from '../shape.ts';
import { configShow, fdbShows, matching, portShows, show, type Text, vlanShow } from '../shows.ts';

/** No recording of it is at hand: as the command reference shows it. */
const RESOURCES: Text = [
  'Load average:   1 minute: 0.43   5 minutes: 0.47   15 minutes: 0.49',
  'Processes   :   622 total, 1 running',
  'CPU states  :   3.14% user,   2.61% kernel,   94.24% idle',
  'Memory usage:   8163232K total,   3976156K used,   4187076K free',
];

function configOf({ name, description, accessVlan, adminUp }: PortState): Text {
  return [
    '',
    `!Command: show running-config interface ${name}`,
    '!Time: Sun Nov 22 13:00:00 2026',
    '',
    'version 7.0(3)I7(8)',
    '',
    `interface ${name}`,
    ...(description === '' ? [] : [`  description ${description}`]),
    '  switchport',
    ...(accessVlan === 1 ? [] : [`  switchport access vlan ${accessVlan}`]),
    ...(adminUp ? ['  no shutdown'] : ['  shutdown']),
    '',
  ];
}

function showsOf(first: Config): readonly Show[] {
  const arp = recorded('cisco_nxos/show_ip_arp');
  return [
    show('show version', recorded('cisco_nxos/show_version')),
    show('show inventory', recorded('cisco_nxos/show_inventory')),
    show('show lldp neighbors detail', recorded('cisco_nxos/show_lldp_neighbors_detail')),
    show('show cdp neighbors detail', recorded('cisco_nxos/show_cdp_neighbors_detail')),
    show('show port-channel summary', recorded('cisco_nxos/show_port-channel_summary')),
    show('show interface switchport', recorded('cisco_nxos/show_interface_switchport')),
    show('show system resources', RESOURCES),
    ...fdbShows(
      recorded('cisco_nxos/show_mac_address-table'),
      {
        all: /^show mac address-table$/,
        address: /^show mac address-table address (\S+)$/,
        port: /^show mac address-table interface (\S+)$/,
      },
      keyOf,
    ),
    ...portShows(
      recorded('cisco_nxos/show_interface_status', 'cisco_nxos_show_interface_status.raw'),
      {
        all: /^show interface status$/,
        one: /^show interface (\S+) status$/,
        row: /^(?:Eth|Po|mgmt|Vlan|Lo)\S*\d/,
      },
      keyOf,
    ),
    show('show ip arp vrf all', arp),
    matching(/^show ip arp (\S+) vrf all$/, arp),
    vlanShow('show vlan brief', recorded('cisco_nxos/show_vlan').slice(0, 4), first, (vlan, name) => [
      `${String(vlan).padEnd(4)} ${(name || `VLAN${String(vlan).padStart(4, '0')}`).padEnd(32)} active    `,
    ]),
    configShow(/^show running-config interface (\S.*)$/, keyOf, configOf),
  ];
}

export function ciscoNxos(): ReplayPlatform {
  const first = firstConfig(keyOf, named('Ethernet1/', 2, 9), [[1, 'default']]);
  return {
    id: 'cisco_nxos',
    hostname: 'nexus-1',
    firstView: 'privileged',
    key: keyOf,
    first,
    prompt: (desk, at) =>
      `${ciscoPrompt({ config: 'config', port: (one) => (one.targets.length > 1 ? 'config-if-range' : 'config-if'), vlan: 'config-vlan' })(desk, at)} `,
    pager: { prompt: '--More--', erase: `\r${' '.repeat(8)}\r`, leaves: /[^ \r]/ },
    pagingOff: /^terminal length 0$/,
    idle: /^terminal width \d+$/,
    invalid: (line, column) => [
      `${' '.repeat(column + line.lastIndexOf(' ') + 1)}^`,
      "% Invalid command at '^' marker.",
    ],
    denied: ['% Permission denied for the role'],
    log: '2026 Nov 22 13:00:01 nexus-1 %ETHPORT-5-IF_UP: Interface Ethernet1/5 is up in mode access',
    rules: [
      ...modes({
        interface: /^interface (.+)$/,
        entered: ['Enter configuration commands, one per line. End with CNTL/Z.'],
      }),
      ...switchportWords((vlan) => [`ERROR: VLAN ${vlan} does not exist`]),
      save(/^copy running-config startup-config$/, [
        '[########################################] 100%',
        'Copy complete.',
      ]),
    ],
    showsIn: ['privileged'],
    shows: showsOf(first),
  };
}
