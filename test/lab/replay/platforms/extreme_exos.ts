/** A Summit: the counter in its prompt rises with each command, and an asterisk tells what was not saved. */
import { type Config, type PortState, withVlan } from '../model.ts';
import { numberKeyOf } from '../ports.ts';
import { recorded } from '../recordings.ts';
import { changeNamed, firstConfig, named, quit, sure, unquoted } from '../rules.ts';
import { type Desk, DONE, type ReplayPlatform, type Reply, type Rule, type Show } from '../shape.ts';
import { configsShow, fdbShows, matching, show, type Text, vlanShow } from '../shows.ts';

/** No recordings of these are at hand: as the manual shows them. */
const VERSION: Text = [
  'Switch      : 800325-00-03 1048G-00146 Rev 3.0 BootROM: 2.0.1.7    IMG: 15.3.1.4',
  'PSU-1       : Internal PSU-1 800386-00-02 1043A-80386',
  '',
  'Image   : ExtremeXOS version 15.3.1.4 v1531b4 by release-manager',
  '          on Thu Jan 17 22:55:34 EST 2013',
  'BootROM : 2.0.1.7',
  'Diagnostics : 1.10',
];
const SWITCH: Text = [
  '',
  'SysName:          X460-1',
  'SysLocation:',
  'SysContact:       support',
  'System MAC:       00:04:96:51:AA:BB',
  'System Type:      X460-48t',
  '',
];
const CPU: Text = [
  'Card   Process            5     10     30     1      5     30     1    Max           Total',
  '                        secs   secs   secs   min   mins  mins   hour            User/System',
  '                       util   util   util   util   util  util   util   util       CPU Usage',
  '                        (%)    (%)    (%)    (%)    (%)   (%)    (%)    (%)         (secs)',
  '-------------------------------------------------------------------------------',
  '       System            5.1    4.0    3.9    4.2    4.1   4.0    4.0   30.2      1.23 45.67',
];
const RULER = '='.repeat(72);
const LINE = '-'.repeat(93);
const VLANS: Text = [
  LINE,
  'Name            VID  Protocol Addr       Flags                         Proto  Ports  Virtual',
  '                                                                              Active router',
  '                                                                              /Total',
  LINE,
  'Default         1    --------------------------------T---------------  ANY    0 /46  VR-Default',
  'v100            100  10.0.100.1     /24  -f----------------------------  ANY    3 /4   VR-Default',
  'v101            101  10.0.101.1     /24  -f----------------------------  ANY    3 /4   VR-Default',
  LINE,
];

function portsOf({ ports, vlans }: Config): Text {
  return [
    'Port Summary',
    'Port  Display              VLAN Name           Port  Link  Speed  Duplex',
    '#     String               (or # VLANs)        State State Actual Actual',
    RULER,
    ...[...ports.values()].map(
      ({ name, accessVlan, adminUp }) =>
        `${name.padEnd(5)} ${''.padEnd(20)} ${(vlans.get(accessVlan) ?? '').padEnd(19)} ${adminUp ? 'E     A     1000   FULL' : 'D     R'}`,
    ),
    RULER,
    '   > indicates Port Display Name truncated past 20 characters',
  ];
}

function configurationOf({ ports, vlans }: Config): Text {
  const all = [...ports.values()];
  return [
    '#',
    '# Module vlan configuration.',
    '#',
    'configure vlan default delete ports all',
    ...[...vlans]
      .filter(([vlan]) => vlan !== 1)
      .flatMap(([vlan, name]) => [`create vlan "${name}"`, `configure vlan ${name} tag ${vlan}`]),
    ...all.flatMap(({ name, description, adminUp }) => [
      ...(description === '' ? [] : [`configure ports ${name} description-string "${description}"`]),
      ...(adminUp ? [] : [`disable port ${name}`]),
    ]),
    ...all
      .filter(({ accessVlan }) => accessVlan > 0)
      .map(
        ({ name, accessVlan }) => `configure vlan ${vlans.get(accessVlan) ?? ''} add ports ${name} untagged`,
      ),
  ];
}

function pageOf({ ports, vlans }: Config, port: string): Text | undefined {
  const found = ports.get(numberKeyOf(port));
  if (!found) return undefined;
  const { name, description, accessVlan, adminUp } = found;
  return [
    `Port:   ${name}`,
    '        Virtual-router: VR-Default',
    '        Type:           UTP',
    ...(description === '' ? [] : [`        Description String:     "${description}"`]),
    `        Admin state:    ${adminUp ? 'Enabled' : 'Disabled'} with  auto-speed sensing  auto-duplex`,
    '        VLAN cfg:',
    ...(accessVlan === 0
      ? []
      : [
          `                 Name: ${vlans.get(accessVlan)}, Internal Tag = ${accessVlan}, MAC-limit = No-limit, Virtual router:   VR-Default`,
        ]),
    '        STP cfg:',
    '',
  ];
}

/** VLANs go by name or by number. */
function vlanOf(desk: Desk, word: string): number | undefined {
  const found = [...desk.config.vlans].find(([vlan, name]) => name === word || String(vlan) === word);
  return found?.[0];
}

const commands: readonly Rule[] = [
  {
    in: ['privileged'],
    line: /^configure vlan (\S+) add ports (\S+) untagged$/,
    run: (desk, [word = '', list = '']): Reply => {
      const vlan = vlanOf(desk, word);
      if (vlan === undefined) return [`Error: VLAN ${word} cannot be found.`];
      const other = desk
        .keys(list)
        ?.find((key) => ![0, vlan].includes(desk.config.ports.get(key)?.accessVlan ?? 0));
      if (other !== undefined)
        return [
          `Error: Protocol conflict when adding untagged port ${other}. Either add this port as tagged or assign another protocol to this VLAN.`,
        ];
      return changeNamed(desk, list, { accessVlan: vlan });
    },
  },
  {
    in: ['privileged'],
    line: /^configure vlan (\S+) delete ports (\S+)$/,
    run: (desk, [word = '', list = '']) => {
      const vlan = vlanOf(desk, word);
      if (vlan === undefined) return [`Error: VLAN ${word} cannot be found.`];
      return changeNamed(desk, list, (port: PortState) =>
        port.accessVlan === vlan ? { accessVlan: 0 } : {},
      );
    },
  },
  {
    in: ['privileged'],
    line: /^configure ports (\S+) description-string (.+)$/,
    run: (desk, [list = '', text = '']) => changeNamed(desk, list, { description: unquoted(text) }),
  },
  {
    in: ['privileged'],
    line: /^unconfigure ports (\S+) description-string$/,
    run: (desk, [list = '']) => changeNamed(desk, list, { description: '' }),
  },
  {
    in: ['privileged'],
    line: /^(enable|disable) ports (\S+)$/,
    run: (desk, [word, list = '']) => changeNamed(desk, list, { adminUp: word === 'enable' }),
  },
  {
    in: ['privileged'],
    line: /^create vlan (\S+) tag (\d{1,4})$/,
    run: (desk, [name = '', vlan]) => {
      desk.change(withVlan(desk.config, Number(vlan), name));
      return DONE;
    },
  },
  {
    in: ['privileged'],
    line: /^configure vlan (\S+) name (\S+)$/,
    run: (desk, [word = '', name]) => {
      const vlan = vlanOf(desk, word);
      if (vlan === undefined) return [`Error: VLAN ${word} cannot be found.`];
      desk.change(withVlan(desk.config, vlan, name));
      return DONE;
    },
  },
  {
    in: ['privileged'],
    line: /^delete vlan (\S+)$/,
    run: (desk, [word = '']) => {
      const vlan = vlanOf(desk, word);
      if (vlan === undefined) return [`Error: VLAN ${word} cannot be found.`];
      desk.change(withVlan(desk.config, vlan, undefined));
      return DONE;
    },
  },
  {
    in: ['privileged'],
    line: /^save configuration primary$/,
    run: (desk) =>
      sure(
        'The configuration file primary.cfg already exists.\nDo you want to save configuration to primary.cfg and overwrite it? (y/N) ',
        'line',
        () => {
          desk.model.save();
          return [
            'Saving configuration on master ....... done!',
            'Configuration saved to primary.cfg successfully.',
          ];
        },
      ),
  },
  quit(['privileged'], /^(?:exit|quit|logout)$/),
];

function showsOf(first: Config): readonly Show[] {
  const arp = recorded('extreme_exos/show_iparp', 'extreme_exos_show_iparp.raw');
  return [
    show('show version', VERSION),
    show('show switch', SWITCH),
    show('show sharing', recorded('extreme_exos/show_sharing')),
    show('show cpu-monitoring process System', CPU),
    show('show lldp neighbors detailed', []),
    configsShow(/^show ports no-refresh$/, portsOf),
    {
      line: /^show ports (\S+) no-refresh$/,
      run: ([port = ''], config) =>
        portsOf(config).filter((line) => !/^\d/.test(line) || line.startsWith(`${port} `)),
    },
    { line: /^show ports (\S+) information detail$/, run: ([port = ''], config) => pageOf(config, port) },
    configsShow(/^show configuration vlan$/, configurationOf),
    show('show iparp', arp),
    matching(/^show iparp (\S+)$/, arp),
    ...fdbShows(
      recorded('extreme_exos/show_fdb'),
      { all: /^show fdb$/, address: /^show fdb ([0-9a-f]{2}:\S+)$/, port: /^show fdb ports (\S+)$/ },
      numberKeyOf,
    ),
    vlanShow('show vlan', VLANS, first, (vlan, name) => [
      `${name.padEnd(15)} ${String(vlan).padEnd(4)} ------------------------------------------------- ANY    0 /0   VR-Default`,
    ]),
  ];
}

export function extremeExos(): ReplayPlatform {
  const first = firstConfig(numberKeyOf, named('1:', 1, 4), [
    [1, 'Default'],
    [100, 'v100'],
    [101, 'v101'],
  ]);
  return {
    id: 'extreme_exos',
    hostname: 'X460-1',
    firstView: 'privileged',
    login: [
      {
        say: "\r\nExtremeXOS\r\nCopyright (C) 1996-2013 Extreme Networks. All rights reserved.\r\n=====\r\n\r\nPress the <tab> or '?' key at any time for completions.\r\n",
      },
    ],
    key: numberKeyOf,
    first,
    prompt: ({ model }, { hostname, count }) => `${model.unsaved ? '* ' : ''}${hostname}.${count} # `,
    pager: {
      prompt: 'Press <SPACE> to continue or <Q> to quit:',
      erase: `\r${' '.repeat(42)}\r`,
      leaves: /[qQ]/,
    },
    pagingOff: /^disable clipaging$/,
    idle: /^disable cli prompting$/,
    invalid: (line, column) => [
      `${' '.repeat(column + line.search(/\s|$/))}^`,
      "%% Invalid input detected at '^' marker.",
    ],
    denied: ['Error: Permission denied'],
    log: '11/22/2026 13:00:01.12 <Info:vlan.msgs.portLinkStateUp> Port 1:4 link UP at speed 1 Gbps and full-duplex',
    rules: commands,
    showsIn: ['privileged'],
    shows: showsOf(first),
  };
}
