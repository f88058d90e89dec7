/** A stack of ICX 7150: its prompt begins with `SSH@`, and enable asks for the user first. */
import { ciscoPrompt, INSIDE, modes } from '../cisco-like.ts';
import type { Config, PortState } from '../model.ts';
import { numberKeyOf } from '../ports.ts';
import { recorded } from '../recordings.ts';
import { changeNamed, dropVlan, firstConfig, named, onPorts, openVlan, save } from '../rules.ts';
import { type Desk, REFUSED, type ReplayPlatform, type Rule, type Show } from '../shape.ts';
import {
  configShow,
  configsShow,
  fdbShows,
  matching,
  portShows,
  show,
  type Text,
  vlanShow,
} from '../shows.ts';

/** No recording of it is at hand: as the manual shows it. */
const CPU: Text = [
  '1 percent busy, from 10 sec ago',
  '1   sec avg:  1 percent busy',
  '5   sec avg:  3 percent busy',
  '60  sec avg:  2 percent busy',
  '300 sec avg:  4 percent busy',
];

function portLines({ name, description, adminUp }: PortState): Text {
  return [
    `interface ethernet ${name}`,
    ...(description === '' ? [] : [` port-name ${description}`]),
    ...(adminUp ? [] : [' disable']),
    '!',
  ];
}

function vlanLines({ ports, vlans }: Config): Text {
  const all = [...ports.values()];
  const members = (vlan: number): Text =>
    all.filter(({ accessVlan }) => accessVlan === vlan).map(({ name }) => ` untagged ethe ${name}`);
  return [...vlans].flatMap(([vlan, name]) => [
    `vlan ${vlan} name ${name} by port`,
    // The members of the default VLAN are not written.
    ...(vlan === 1 ? [] : members(vlan)),
    '!',
  ]);
}

function runningConfig(config: Config): Text {
  return [
    'Current configuration:',
    '!',
    'ver 08.0.95jT211',
    '!',
    ...vlanLines(config),
    ...[...config.ports.values()].flatMap(portLines),
    'end',
  ];
}

const members: readonly Rule[] = [
  {
    in: ['vlan'],
    line: /^untagged (.+)$/,
    run: (desk, [list = '']) => {
      const bare = list.replace(/ethernet /g, '');
      const taken = desk.keys(bare)?.find((key) => isElsewhere(desk, key));
      if (taken !== undefined) return [`Error - port ${taken} are not member of default vlan`];
      return changeNamed(desk, bare, { accessVlan: desk.vlan ?? 1 });
    },
  },
  {
    in: ['vlan'],
    line: /^no untagged (.+)$/,
    run: (desk, [list = '']) => {
      const bare = list.replace(/ethernet /g, '');
      const all = desk.keys(bare)?.every((key) => desk.config.ports.get(key)?.accessVlan === desk.vlan);
      if (all === undefined) return REFUSED;
      return all
        ? changeNamed(desk, bare, { accessVlan: 1 })
        : [`Error - ports are not members of vlan ${desk.vlan}`];
    },
  },
];

function isElsewhere(desk: Desk, key: string): boolean {
  const { accessVlan = 1 } = desk.config.ports.get(key) ?? {};
  return accessVlan !== 1 && accessVlan !== desk.vlan;
}

function showsOf(first: Config): readonly Show[] {
  const arp = recorded('ruckus_fastiron/show_arp');
  return [
    show('show version', recorded('ruckus_fastiron/show_version')),
    show('show lldp neighbors detail', recorded('brocade_fastiron/show_lldp_neighbors_detail')),
    show('show lag brief', recorded('brocade_fastiron/show_lag_brief')),
    show('show cpu-utilization', CPU),
    show('show arp', arp),
    matching(/^show arp (\S+)$/, arp),
    ...fdbShows(
      recorded('ruckus_fastiron/show_mac-address'),
      {
        all: /^show mac-address$/,
        address: /^show mac-address ([0-9a-f]{4}\.\S+)$/,
        port: /^show mac-address (?:ethernet|lag) (\S+)$/,
      },
      numberKeyOf,
    ),
    ...portShows(
      recorded('ruckus_fastiron/show_interfaces_brief'),
      {
        all: /^show interfaces brief$/,
        one: /^show interfaces brief ethernet (\S+)$/,
        row: /^(?:\d|lg|mgmt)\S*\s/,
      },
      numberKeyOf,
    ),
    vlanShow('show vlan', recorded('ruckus_fastiron/show_vlan'), first, (vlan, name) => [
      '',
      `PORT-VLAN ${vlan}, Name ${name || '[None]'}, Priority level0, Off`,
      ' Untagged Ports: None',
      '   Tagged Ports: None',
    ]),
    configsShow(/^show running-config$/, runningConfig),
    configsShow(/^show running-config vlan$/, vlanLines),
    configShow(/^show running-config interface ethernet (\S+)$/, numberKeyOf, portLines),
  ];
}

export function ruckusIcx(): ReplayPlatform {
  const first = firstConfig(numberKeyOf, named('1/1/', 1, 6), [
    [1, 'OPS'],
    [3, 'LAN'],
  ]);
  const plain = ciscoPrompt({
    config: 'config',
    port: (desk) =>
      desk.targets.length > 1 ? 'config-mif-1/1/1-1/1/2' : `config-if-e1000-${desk.targets[0] ?? ''}`,
    vlan: (desk) => `config-vlan-${desk.vlan ?? ''}`,
  });
  return {
    id: 'ruckus_icx',
    hostname: 'icx-1',
    firstView: 'user',
    key: numberKeyOf,
    first,
    prompt: (desk, at) => `SSH@${plain(desk, at)}`,
    pager: {
      prompt: '--More--, next page: Space, next line: Return key, quit: Control-c',
      erase: `\r${' '.repeat(66)}\r`,
      leaves: /[^ \r]/,
    },
    pagingOff: /^skip-page-display$/,
    idle: /^terminal length 0$/,
    invalid: (line) => [`Invalid input -> ${line}`, 'Type ? for a list'],
    denied: ['Authorization failed'],
    log: 'SYSLOG: <14>Nov 22 13:00:01 icx-1 System: Interface ethernet 1/1/5, state up',
    rules: [
      openVlan(/^vlan (\d{1,4}) name (\S.*) by port$/, { in: INSIDE, make: true }),
      openVlan(/^vlan (\d{1,4})$/, { in: INSIDE, make: true }),
      dropVlan(/^no vlan (\d{1,4})$/, { in: INSIDE }),
      ...members,
      ...modes({
        interface: /^interface (.+)$/,
        badPassword: 'Error - Incorrect username or password.',
        enableUser: 'User Name:',
      }),
      onPorts(/^port-name (.+)$/, ([text = '']) => ({ description: text })),
      onPorts(/^no port-name$/, () => ({ description: '' })),
      onPorts(/^(enable|disable)$/, ([word]) => ({ adminUp: word === 'enable' })),
      save(/^write memory$/, ['Write startup-config done.']),
    ],
    showsIn: ['user', 'privileged'],
    shows: showsOf(first),
  };
}
