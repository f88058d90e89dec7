/** A 6000: any key before the first prompt; its commit-confirm is a checkpoint. */
import { ciscoPrompt, INSIDE, modes } from '../cisco-like.ts';
import type { Config, PortState } from '../model.ts';
import { numberKeyOf } from '../ports.ts';
import { recorded } from '../recordings.ts';
import { dropVlan, firstConfig, named, nameVlan, onPorts, openVlan, portRules, save } from '../rules.ts';
import { DONE, type ReplayPlatform, type Rule, type Show } from '../shape.ts';
import { configShow, configsShow, fdbShows, show, type Text, vlanShow } from '../shows.ts';

/** No recordings of these are at hand: as the guide shows them. */
const RULER = '-'.repeat(104);
const BRIEF: Text = [
  RULER,
  'Port      Native  Mode   Type           Enabled Status  Reason                  Speed   Description',
  '          VLAN                                                                  (Mb/s)',
  RULER,
  '1/1/1     20      access 1GbT           yes     up                              1000    Wifi',
  '1/1/2     1       access 1GbT           yes     down    Waiting for link        --      --',
  '1/1/3     1       access 1GbT           no      down    Administratively down   --      --',
  '1/1/4     1       access 1GbT           yes     up                              1000    --',
  'lag100    1       trunk  --             yes     up      --                      20000   --',
];
const VERSION: Text = [
  '-'.repeat(77),
  'ArubaOS-CX',
  '(c) Copyright 2017-2023 Hewlett Packard Enterprise Development LP',
  '-'.repeat(77),
  'Version      : PL.10.13.0005',
  'Build Date   : 2023-12-07 03:25:23 UTC',
  'Build ID     : ArubaOS-CX:PL.10.13.0005:1f6d1f9e6b1a:202312070257',
  'Active Image : primary',
];
const LAGS: Text = [
  'Aggregate name   : lag100',
  'Interfaces                 : 1/1/47 1/1/48',
  'Heartbeat rate             : Slow',
  'Aggregate mode             : Active',
];

function configOf({ name, description, accessVlan, adminUp }: PortState): Text {
  return [
    `interface ${name}`,
    ...(description === '' ? [] : [`    description ${description}`]),
    adminUp ? '    no shutdown' : '    shutdown',
    `    vlan access ${accessVlan}`,
    '    exit',
  ];
}

const checkpoints: readonly Rule[] = [
  {
    in: ['privileged'],
    line: /^checkpoint auto (\d+)$/,
    run: (desk, [minutes]) => {
      desk.model.goBackAfter(Number(minutes), { alsoSaved: false });
      return ['Auto checkpoint scheduled'];
    },
  },
  {
    in: ['privileged', 'config'],
    line: /^checkpoint auto confirm$/,
    run: (desk) => (desk.model.confirmed() ? DONE : ['Error: No auto checkpoint is in progress']),
  },
];

function showsOf(first: Config): readonly Show[] {
  return [
    show('show version', VERSION),
    show('show system', recorded('aruba_aoscx/show_system')),
    show('show lldp neighbor-info detail', recorded('aruba_aoscx/show_lldp_neighbors-info_detail')),
    show('show lacp aggregates', LAGS),
    show('show arp all-vrfs', recorded('aruba_aoscx/show_arp_all-vrfs')),
    show('show interface brief', BRIEF),
    show('show interface 1/1/1', recorded('aruba_aoscx/show_interface')),
    configsShow(/^show running-config interface$/, ({ ports }) => [...ports.values()].flatMap(configOf)),
    ...fdbShows(
      recorded('aruba_aoscx/show_mac-address-table'),
      {
        all: /^show mac-address-table$/,
        address: /^show mac-address-table address (\S+)$/,
        port: /^show mac-address-table port (\S+)$/,
      },
      numberKeyOf,
    ),
    vlanShow('show vlan', recorded('aruba_aoscx/show_vlan'), first, (vlan, name) => [
      `${String(vlan).padEnd(5)} ${(name || `VLAN${vlan}`).padEnd(33)} down    no_member_port          static`,
    ]),
    configShow(/^show running-config interface (\S+)$/, numberKeyOf, configOf),
  ];
}

export function arubaAoscx(): ReplayPlatform {
  const first = firstConfig(numberKeyOf, named('1/1/', 1, 4), [
    [1, 'DEFAULT_VLAN_1'],
    [3072, 'mgmt'],
  ]);
  const plain = ciscoPrompt({
    config: 'config',
    port: (desk) => (desk.targets.length > 1 ? 'config-if-<1/1/1-1/1/4>' : 'config-if'),
    vlan: (desk) => `config-vlan-${desk.vlan ?? ''}`,
  });
  return {
    id: 'aruba_aoscx',
    hostname: 'cx6000-1',
    firstView: 'privileged',
    login: [
      {
        say: "\r\nLast login: 2026-11-21 22:24:39 from 192.0.2.19\r\nUser 'admin' has logged in 12 times in the past 30 days\r\n",
      },
      { ask: 'Press any key to continue', by: 'key', wants: /[\s\S]/ },
      { say: '\r\n' },
    ],
    key: numberKeyOf,
    first,
    prompt: (desk, at) => `${plain(desk, at)} `,
    pager: {
      prompt: '-- MORE --, next page: Space, next line: Enter, quit: q',
      erase: `\r${' '.repeat(56)}\r`,
      leaves: /[qQ]/,
    },
    pagingOff: /^no page$/,
    invalid: (line) => [`Invalid input: ${line.split(' ').at(-1) ?? ''}`],
    denied: ['Cannot execute command. Command not allowed.'],
    log: '2026-11-22T13:00:01.123456+00:00 cx6000-1 intfd[713]: Event|403|LOG_INFO|||Link status for interface 1/1/4 is up',
    rules: [
      ...checkpoints,
      ...modes({ interface: /^interface (\d\S*)$/, configure: /^conf(?:igure)?(?: t(?:erminal)?)?$/ }),
      ...portRules(/^vlan access (\d+)$/, (vlan) => [`VLAN ${vlan} does not exist`]),
      onPorts(/^no routing$/, () => ({})),
      openVlan(/^vlan (\d{1,4})$/, { in: INSIDE, make: true }),
      nameVlan(/^name (.+)$/),
      dropVlan(/^no vlan (\d{1,4})$/, { in: INSIDE, ask: 'Do you want to continue (y/n)? ' }),
      save(/^write memory$/, ['Copying configuration: [Success]']),
    ],
    showsIn: ['privileged'],
    shows: showsOf(first),
  };
}
