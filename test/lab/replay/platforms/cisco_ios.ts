/** Catalyst: the recordings are of several switches, as `ntc-templates` has them. */
import { BACKSPACES, caret, ciscoPrompt, modes, switchportWords } from '../cisco-like.ts';
import type { Config, PortState } from '../model.ts';
import { keyOf } from '../ports.ts';
import { recorded } from '../recordings.ts';
import { firstConfig, named, save } from '../rules.ts';
import type { ReplayPlatform, Show } from '../shape.ts';
import { configShow, fdbShows, matching, portShows, show, type Text, vlanShow } from '../shows.ts';

const VLANS: readonly (readonly [number, string])[] = [
  [1, 'default'],
  [8, 'VLAN0008'],
  [1000, 'VLAN1000'],
];

/** No recording of these is at hand: as the command reference shows them. */
const VLAN_BRIEF: Text = [
  '',
  'VLAN Name                             Status    Ports',
  '---- -------------------------------- --------- -------------------------------',
  '1    default                          active    Gi1/0/1, Gi1/0/3, Gi1/0/4',
  '8    VLAN0008                         active    Gi1/0/2, Gi1/0/6',
  '1000 VLAN1000                         active    Gi1/0/5',
];
const CPU: Text = ['CPU utilization for five seconds: 7%/0%; one minute: 9%; five minutes: 8%'];

function configOf({ name, description, accessVlan, adminUp }: PortState): Text {
  const lines = [
    `interface ${name}`,
    ...(description === '' ? [] : [` description ${description}`]),
    ...(accessVlan === 1 ? [] : [` switchport access vlan ${accessVlan}`]),
    ' switchport mode access',
    ...(adminUp ? [] : [' shutdown']),
    'end',
  ];
  const bytes = lines.join('\n').length;
  return ['Building configuration...', '', `Current configuration : ${bytes} bytes`, '!', ...lines, ''];
}

function showsOf(first: Config): readonly Show[] {
  const fdb = recorded('cisco_ios/show_mac-address-table');
  const arp = recorded('cisco_ios/show_ip_arp');
  const status = recorded('cisco_ios/show_interfaces_status');
  return [
    show('show version', recorded('cisco_ios/show_version')),
    show('show inventory', recorded('cisco_ios/show_inventory')),
    show('show lldp neighbors detail', recorded('cisco_ios/show_lldp_neighbors_detail')),
    show('show cdp neighbors detail', recorded('cisco_ios/show_cdp_neighbors_detail')),
    show('show etherchannel summary', recorded('cisco_ios/show_etherchannel_summary')),
    show('show interfaces switchport', recorded('cisco_ios/show_interfaces_switchport')),
    show('show processes cpu | include CPU', CPU),
    ...fdbShows(
      fdb,
      {
        all: /^show mac[ -]address-table$/,
        address: /^show mac[ -]address-table address (\S+)$/,
        port: /^show mac[ -]address-table interface (\S+)$/,
      },
      keyOf,
    ),
    ...portShows(
      status,
      { all: /^show interfaces status$/, one: /^show interfaces (\S+) status$/, row: /^(?:Gi|Te|Po)\S*\d/ },
      keyOf,
    ),
    show('show ip arp', arp),
    matching(/^show ip arp (\S+)$/, arp),
    vlanShow('show vlan brief', VLAN_BRIEF, first, (vlan, name) => [
      `${String(vlan).padEnd(4)} ${(name || `VLAN${String(vlan).padStart(4, '0')}`).padEnd(32)} active    `,
    ]),
    configShow(/^show running-config interface (\S.*)$/, keyOf, configOf),
  ];
}

export function ciscoIos(): ReplayPlatform {
  const first = firstConfig(keyOf, named('GigabitEthernet1/0/', 1, 8), VLANS);
  return {
    id: 'cisco_ios',
    hostname: 'cat-1',
    firstView: 'user',
    key: keyOf,
    first,
    prompt: ciscoPrompt({
      config: 'config',
      port: (desk) => (desk.targets.length > 1 ? 'config-if-range' : 'config-if'),
      vlan: 'config-vlan',
    }),
    pager: { prompt: ' --More-- ', erase: BACKSPACES, leaves: /[^ \r]/ },
    pagingOff: /^terminal length 0$/,
    idle: /^terminal width \d+$/,
    invalid: caret,
    denied: ['Command authorization failed.', ''],
    log: '*Nov 22 13:00:01.123: %LINK-3-UPDOWN: Interface GigabitEthernet1/0/4, changed state to up',
    rules: [
      ...modes({
        interface: /^interface (?:range )?(.+)$/,
        entered: ['Enter configuration commands, one per line.  End with CNTL/Z.'],
      }),
      ...switchportWords((vlan) => [`% Access VLAN ${vlan} does not exist.`]),
      save(/^write(?: memory)?$/, ['Building configuration...', '[OK]']),
    ],
    showsIn: ['user', 'privileged'],
    shows: showsOf(first),
  };
}
