/** A 5130: NUL and BEL before its prompt. */

import type { Config, PortState } from '../model.ts';
import { keyOf } from '../ports.ts';
import { recorded } from '../recordings.ts';
import { firstConfig, go, named, save } from '../rules.ts';
import type { ReplayPlatform, Show } from '../shape.ts';
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
import { comwarePrompt, IN_VIEWS, viewRules } from '../view-like.ts';

/** No recordings of these are at hand: as the manuals show them. */
const VERSION: Text = [
  'HPE Comware Platform Software, Software Version 7.1.045, Release 3111P02',
  'Copyright (c) 2010-2016 Hewlett Packard Enterprise Development LP',
  'HPE 5130-24G-4SFP+ EI (370W) JG937A uptime is 0 weeks, 3 days, 2 hours, 1 minute',
  'Last reboot reason : User reboot',
];
const BRIEF: Text = [
  'Brief information on interfaces in bridge mode:',
  'Link: ADM - administratively down; Stby - standby',
  'Speed: (a) - auto',
  'Duplex: (a)/A - auto; H - half; F - full',
  'Type: A - access; T - trunk; H - hybrid',
  'Interface            Link Speed   Duplex Type PVID Description',
  'BAGG1                UP   2G(a)   F(a)   T    1',
  'GE1/0/1              UP   1G(a)   F(a)   A    10   desk 1',
  'GE1/0/2              UP   1G(a)   F(a)   A    10',
  'GE1/0/3              DOWN auto    A      A    10',
  'GE1/0/4              ADM  auto    A      A    1',
  'GE1/0/10             UP   1G(a)   F(a)   A    20',
];
const NEIGHBOURS: Text = [
  'LLDP neighbor-information of port 1[GigabitEthernet1/0/1]:',
  'LLDP agent nearest-bridge:',
  ' LLDP neighbor index : 1',
  ' Update time         : 0 days, 0 hours, 1 minutes, 1 seconds',
  ' Chassis type        : MAC address',
  ' Chassis ID          : 000f-0055-0002',
  ' Port ID type        : Interface name',
  ' Port ID             : GigabitEthernet1/0/9',
  ' Time to live        : 121',
  ' System name         : core-1',
  ' System capabilities supported : Bridge, Router',
  ' System capabilities enabled   : Bridge, Router',
  ' Management address                : 192.0.2.55',
];
const CPU: Text = [
  'Slot 1 CPU 0 CPU usage:',
  '      15% in last 5 seconds',
  '       6% in last 1 minute',
  '       5% in last 5 minutes',
  '',
];

function lines({ name, description, accessVlan, adminUp }: PortState): Text {
  return [
    '#',
    `interface ${name}`,
    ' port link-mode bridge',
    ...(description === '' ? [] : [` description ${description}`]),
    ...(accessVlan === 1 ? [] : [` port access vlan ${accessVlan}`]),
    ...(adminUp ? [] : [' shutdown']),
  ];
}

function showsOf(first: Config): readonly Show[] {
  const arp = recorded('hp_comware/display_arp');
  return [
    show('display version', VERSION),
    show('display device manuinfo', recorded('hp_comware/display_device_manuinfo')),
    show('display lldp neighbor-information verbose', NEIGHBOURS),
    show('display link-aggregation verbose', recorded('hp_comware/display_link-aggregation_verbose')),
    show('display cpu-usage', CPU),
    show('display arp', arp),
    matching(/^display arp (\S+)$/, arp),
    configsShow(/^display current-configuration interface$/, ({ ports }) => [
      ...[...ports.values()].flatMap(lines),
      '#',
      'return',
    ]),
    ...fdbShows(
      recorded('hp_comware/display_mac-address'),
      {
        all: /^display mac-address$/,
        address: /^display mac-address ([0-9a-f]{4}-\S+)$/,
        port: /^display mac-address interface (\S.*)$/,
      },
      keyOf,
    ),
    ...portShows(
      BRIEF,
      { all: /^display interface brief$/, one: /^display interface (\S+) brief$/, row: /^(?:GE|BAGG)\d/ },
      keyOf,
    ),
    vlanShow('display vlan all', recorded('hp_comware/display_vlan_all'), first, (vlan, name) => [
      '',
      ` VLAN ID: ${vlan}`,
      ' VLAN type: Static',
      ' Route interface: Not configured',
      ` Description: VLAN ${String(vlan).padStart(4, '0')}`,
      ` Name: ${name || `VLAN ${String(vlan).padStart(4, '0')}`}`,
      ' Tagged ports:   None',
      ' Untagged ports: None',
    ]),
    configShow(/^display current-configuration interface (\S.*)$/, keyOf, (port) => [
      ...lines(port),
      '#',
      'return',
    ]),
  ];
}

export function hpComware(): ReplayPlatform {
  const first = firstConfig(keyOf, named('GigabitEthernet1/0/', 1, 4), [
    [10, 'VLAN 0010'],
    [1, 'VLAN 0001'],
    [20, 'VLAN 0020'],
  ]);
  return {
    id: 'hp_comware',
    hostname: '5130-1',
    firstView: 'privileged',
    login: [
      {
        say: "\r\n******************************************************************************\r\n* Copyright (c) 2010-2016 Hewlett Packard Enterprise Development LP          *\r\n* Without the owner's prior written consent,                                 *\r\n* no decompiling or reverse-engineering shall be allowed.                    *\r\n******************************************************************************\r\n\r\n",
      },
    ],
    key: keyOf,
    first,
    prompt: (desk, at) => `\0\x07${comwarePrompt(desk, at)}`,
    pager: { prompt: '---- More ----', erase: `${'\x1b'}[16D${' '.repeat(16)}${'\x1b'}[16D`, leaves: /[qQ]/ },
    pagingOff: /^screen-length disable$/,
    invalid: (line, column) => [
      `${' '.repeat(column + line.search(/\s|$/))}^`,
      " % Unrecognized command found at '^' position.",
    ],
    denied: ['Permission denied.'],
    log: '%Nov 22 13:00:01:123 2026 5130-1 IFNET/3/PHY_UPDOWN: Physical state on the interface GigabitEthernet1/0/3 changed to up.',
    rules: [
      ...viewRules({
        interface: /^interface (?:range )?(.+)$/,
        access: /^port access vlan (\d+)$/,
        nameVlan: /^name (.+)$/,
        noPort: [" % Wrong parameter found at '^' position."],
        noVlan: ['Error: The VLAN does not exist.'],
      }),
      go(IN_VIEWS, /^return$/, 'privileged'),
      save(/^save force$/, [
        'Validating file. Please wait...',
        'Saved the current configuration to mainboard device successfully.',
      ]),
    ],
    showsIn: ['privileged', ...IN_VIEWS],
    shows: showsOf(first),
  };
}
