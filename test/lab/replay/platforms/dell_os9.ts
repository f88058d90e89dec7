/** S4810 as its manuals show it; the VLAN, ARP and version pages are recorded. */
import { ciscoPrompt, INSIDE, modes } from '../cisco-like.ts';
import type { Config, PortState } from '../model.ts';
import { keyOf } from '../ports.ts';
import { recorded } from '../recordings.ts';
import {
  changeNamed,
  dropVlan,
  firstConfig,
  named,
  nameVlan,
  onPorts,
  openVlan,
  save,
  unquoted,
} from '../rules.ts';
import { DONE, REFUSED, type ReplayPlatform, type Rule, type Show } from '../shape.ts';
import { configShow, configsShow, fdbShows, portShows, show, type Text, vlanShow } from '../shows.ts';

const FDB: Text = [
  'Codes: *N - VLT Peer Synced MAC',
  '*I - Internal MAC Address used for Inter Process Communication',
  'VlanId     Mac Address           Type          Interface        State',
  ' 10     00:0c:29:41:01:00       Dynamic         Te 0/2          Active',
  ' 10     00:0c:29:dd:01:00       Dynamic         Te 0/3          Active',
  ' 20     00:1e:67:f0:02:02       Static          Po 1            Active',
];
const STATUS: Text = [
  'Port                 Description  Status Speed        Duplex Vlan',
  'Te 0/1               desk 1       Up     10000 Mbit   Full   10',
  'Te 0/2                            Up     10000 Mbit   Full   10',
  'Te 0/3                            Up     10000 Mbit   Full   10',
  'Te 0/4                            Down   Auto         Auto   --',
  'Po 1                 Lag          Up     2000 Mbit    Full   1-4094',
];
const NEIGHBOURS: Text = [
  '========================================================================',
  ' Local Interface Te 0/4 has 1 neighbor',
  '  Total Frames Out: 6547',
  '  Total Frames In: 4136',
  '  Next packet will be sent after 7 seconds',
  '  The neighbors are given below:',
  '  -----------------------------------------------------------------------',
  '',
  '    Remote Chassis ID Subtype: Mac address (4)',
  '    Remote Chassis ID:  00:00:c9:ad:f6:12',
  '    Remote Port Subtype:  Interface name (5)',
  '    Remote Port ID:  GigabitEthernet1/0/1',
  '    Local Port ID: TenGigabitEthernet 0/4',
  '    Remote TTL:  120',
  '    Remote System Name:  sw2.example.com',
  '    Existing System Capabilities:  Repeater Bridge Router',
  '    Enabled System Capabilities:  Bridge Router',
  '    Management Address: 10.0.0.9',
  '  ---------------------------------------------------------------------------',
  '========================================================================',
];
const LAGS: Text = [
  'Codes: L - LACP Port-channel',
  '       O - OpenFlow Controller Port-channel',
  '',
  '    LAG Mode  Status       Uptime      Ports          ',
  'L   1   L2    up           29w5d14h    Te 0/46    (Up)',
  '                                       Te 0/47    (Up)',
];
const CPU: Text = [
  'CPU utilization  5Sec    1Min    5Min',
  '-------------------------------------------',
  'UNIT0            7%      6%      6%',
];

function pageOf({ name, description, accessVlan }: PortState): Text {
  return [
    `Name: ${name}`,
    ...(description === '' ? [] : [`Description: ${description}`]),
    '802.1QTagged: False',
    'Vlan membership:',
    'Q       Vlans',
    `U       ${accessVlan}`,
    '',
  ];
}

const LEGEND: Text = [
  'Codes:  U - Untagged, T - Tagged',
  '        x - Dot1x untagged, X - Dot1x tagged',
  '        i - Internal untagged, I - Internal tagged, v - VLT untagged, V - VLT tagged',
  '',
];

function configOf({ name, description, adminUp }: PortState): Text {
  return [
    '!',
    `interface ${name}`,
    ...(description === '' ? [] : [` description ${description}`]),
    ' no ip address',
    ' switchport',
    adminUp ? ' no shutdown' : ' shutdown',
  ];
}

/** A VLAN takes untagged ports only from the default one. */
const members: readonly Rule[] = [
  {
    in: ['vlan'],
    line: /^untagged (.+)$/,
    run: (desk, [list = '']) => {
      const { vlan = 1 } = desk;
      const taken = desk
        .keys(list)
        ?.find((key) => ![1, vlan].includes(desk.config.ports.get(key)?.accessVlan ?? 1));
      if (taken !== undefined)
        return [`% Error: Port is already untagged in Vlan ${desk.config.ports.get(taken)?.accessVlan}.`];
      return changeNamed(desk, list, { accessVlan: vlan });
    },
  },
  {
    in: ['vlan'],
    line: /^no untagged (.+)$/,
    run: (desk, [list = '']) => {
      const { vlan } = desk;
      const all = desk.keys(list)?.every((key) => desk.config.ports.get(key)?.accessVlan === vlan);
      if (all === undefined) return REFUSED;
      return all
        ? changeNamed(desk, list, { accessVlan: 1 })
        : [`% Error: Port is not a member of Vlan ${vlan}.`];
    },
  },
  { in: ['vlan'], line: /^no shutdown$/, run: () => DONE },
];

function showsOf(first: Config): readonly Show[] {
  return [
    show('show version', recorded('dell_force10/show_version')),
    show('show lldp neighbors detail', NEIGHBOURS),
    show('show interfaces port-channel brief', LAGS),
    show('show processes cpu summary', CPU),
    show('show arp', recorded('dell_force10/show_arp')),
    configsShow(/^show interfaces switchport$/, ({ ports }) => [
      ...LEGEND,
      ...[...ports.values()].flatMap(pageOf),
    ]),
    configShow(/^show interfaces switchport (\S.*)$/, keyOf, (port) => [...LEGEND, ...pageOf(port)]),
    ...fdbShows(
      FDB,
      {
        all: /^show mac-address-table$/,
        address: /^show mac-address-table address (\S+)$/,
        port: /^show mac-address-table interface (\S.*)$/,
      },
      keyOf,
    ),
    ...portShows(
      STATUS,
      { all: /^show interfaces status$/, one: /^show interfaces (\S.*) status$/, row: /^(?:Te|Po) \d/ },
      keyOf,
    ),
    vlanShow('show vlan', recorded('dell_force10/show_vlan'), first, (vlan, name) => [
      `    ${String(vlan).padEnd(6)} Inactive  ${name.padEnd(32)}`,
    ]),
    configShow(/^show running-config interface (\S.*)$/, keyOf, configOf),
  ];
}

export function dellOs9(): ReplayPlatform {
  const first = firstConfig(keyOf, named('TenGigabitEthernet 0/', 1, 4), [
    [10, 'vlan_10_web'],
    [1, ''],
    [20, ''],
    [100, 'vlan-100-name'],
  ]);
  return {
    id: 'dell_os9',
    hostname: 's4810-1',
    firstView: 'user',
    login: [
      { say: '\r\nAuthorised people only.\r\n' },
      { ask: 'Do you accept these terms? [yes/no]: ', by: 'line', wants: /^yes$/ },
      { say: '\r\n' },
    ],
    key: keyOf,
    first,
    prompt: ciscoPrompt({
      config: 'conf',
      port: (desk) => `conf-if-${desk.targets[0]?.replace('t', 'te-') ?? ''}`,
      vlan: (desk) => `conf-if-vl-${desk.vlan ?? ''}`,
    }),
    pager: { prompt: ' --More-- ', erase: '\b \b'.repeat(10), leaves: /[^ \r]/ },
    pagingOff: /^terminal length 0$/,
    invalid: (line, column) => [
      `${' '.repeat(column + line.search(/\s|$/))}^`,
      '% Error: Invalid input at "^" marker.',
    ],
    denied: ['% Error: Command authorization failed.'],
    log: 'Nov 22 13:00:01: %STKUNIT0-M:CP %IFMGR-5-OSTATE_UP: Changed interface state to up: Te 0/1',
    rules: [
      openVlan(/^interface vlan (\d{1,4})$/, { in: INSIDE, make: true }),
      ...modes({
        configure: /^configure(?: terminal)?$/,
        interface: /^interface (.+)$/,
        badPort: () => ['% Error: No such interface.'],
        badPassword: '% Error: Access denied.',
      }),
      ...members,
      nameVlan(/^name (.+)$/),
      dropVlan(/^no interface vlan (\d{1,4})$/, { in: INSIDE }),
      onPorts(/^description (.+)$/, ([text = '']) => ({ description: unquoted(text) })),
      onPorts(/^no description$/, () => ({ description: '' })),
      onPorts(/^(no )?shutdown$/, ([no]) => ({ adminUp: no !== '' })),
      save(/^write memory$/, ['!', '1 unit saved'], undefined),
    ],
    showsIn: ['user', 'privileged'],
    shows: showsOf(first),
  };
}
