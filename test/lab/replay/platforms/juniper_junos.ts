/** An EX whose super-user lands in the shell below: `cli` first. A candidate, and one commit that is kept. */
import { type Config, type PortState, withPorts, withVlan } from '../model.ts';
import { exactKeyOf } from '../ports.ts';
import { recorded } from '../recordings.ts';
import { firstConfig, go, named, quit, unquoted } from '../rules.ts';
import {
  type Desk,
  DONE,
  type PromptFacts,
  REFUSED,
  type ReplayPlatform,
  type Reply,
  type Rule,
  type Show,
} from '../shape.ts';
import { configShow, configsShow, fdbShows, matching, show, type Text, vlanShow } from '../shows.ts';

/** No recordings of these are at hand: as the manual shows them. */
const TERSE: Text = [
  'Interface               Admin Link Proto    Local                 Remote',
  'ge-0/0/1                up    up',
  'ge-0/0/1.0              up    up   eth-switch',
  'ge-0/0/2                up    down',
  'ge-0/0/2.0              up    down eth-switch',
  'ge-0/0/3                up    up',
  'ge-0/0/3.0              up    up   eth-switch',
  'ge-0/0/4                down  down',
  'ae0                     up    up',
  'ae0.0                   up    up   eth-switch',
  'vlan.20                 up    up   inet     10.1.100.1/24',
];
const CPU: Text = [
  'Routing Engine status:',
  '    Temperature                 40 degrees C / 104 degrees F',
  '    DRAM                      1024 MB (1024 MB installed)',
  '    Memory utilization          48 percent',
  '    CPU utilization:',
  '      User                       5 percent',
  '      Background                 0 percent',
  '      Kernel                     4 percent',
  '      Interrupt                  0 percent',
  '      Idle                      91 percent',
  '    Model                          EX4300-48T',
  '    Serial ID                      PD3714460066',
];

function statusOf({ name, description, adminUp }: PortState): Text {
  return [
    `Physical interface: ${name}, ${adminUp ? 'Enabled' : 'Administratively down'}, Physical link is ${adminUp ? 'Up' : 'Down'}`,
    '  Interface index: 650, SNMP ifIndex: 515',
    ...(description === '' ? [] : [`  Description: ${description}`]),
    '  Link-level type: Ethernet, MTU: 1514, Link-mode: Full-duplex, Speed: 1000mbps, BPDU Error: None,',
    '  Source filtering: Disabled, Flow control: Enabled',
    '',
    `  Logical interface ${name}.0 (Index 70) (SNMP ifIndex 516)`,
    '    Protocol eth-switch',
  ];
}

function linesOf({ name, description, accessVlan, adminUp }: PortState): Text {
  return [
    ...(description === '' ? [] : [`set interfaces ${name} description "${description}"`]),
    ...(adminUp ? [] : [`set interfaces ${name} disable`]),
    `set interfaces ${name} unit 0 family ethernet-switching vlan members ${accessVlan}`,
  ];
}

function membersOf({ ports, vlans }: Config): Text {
  return [
    'Interface    State  VLAN members        Tag   Tagging  Blocking',
    '',
    ...[...ports.values()].map(
      ({ name, accessVlan }) =>
        `${`${name}.0`.padEnd(12)} up     ${(vlans.get(accessVlan) ?? '').padEnd(19)} ${String(accessVlan).padEnd(5)} untagged unblocked`,
    ),
  ];
}

/** `root@ex-1> ` below `{master:0}`; `[edit]` stands above it in configuration mode. */
function prompt({ view, username }: Desk, { hostname }: PromptFacts): string {
  if (view === 'shell') return `${username}@${hostname}:RE:0% `;
  const lead = '{master:0}';
  return view === 'config'
    ? `\r\n${lead}[edit]\r\n${username}@${hostname}# `
    : `\r\n${lead}\r\n${username}@${hostname}> `;
}

function change(desk: Desk, port: string, next: Partial<PortState>): Reply {
  if (!desk.config.ports.has(port)) return ['error: statement not found'];
  desk.change(withPorts(desk.config, [port], next));
  return DONE;
}

function commit(desk: Desk): boolean {
  const { candidate } = desk;
  if (candidate) desk.model.running = candidate;
  desk.model.confirmed();
  // A commit is what the device starts with.
  desk.model.save();
  return true;
}

const candidates: readonly Rule[] = [
  {
    in: ['privileged'],
    line: /^configure(?: exclusive)?$/,
    run: (desk) => {
      desk.candidate = desk.model.running;
      desk.view = 'config';
      return ['warning: uncommitted changes will be discarded on exit', 'Entering configuration mode'];
    },
  },
  {
    in: ['config'],
    line: /^commit and-quit$/,
    run: (desk) => {
      commit(desk);
      desk.candidate = undefined;
      desk.view = 'privileged';
      return ['configuration check succeeds', 'commit complete', 'Exiting configuration mode'];
    },
  },
  {
    in: ['config'],
    line: /^commit confirmed (\d+)$/,
    run: (desk, [minutes]) => {
      desk.model.goBackAfter(Number(minutes), { alsoSaved: true });
      if (desk.candidate) desk.model.running = desk.candidate;
      desk.model.save();
      return [
        'configuration check succeeds',
        `commit confirmed will be automatically rolled back in ${minutes} minutes unless confirmed`,
        'commit complete',
      ];
    },
  },
  {
    in: ['config'],
    line: /^rollback 0$/,
    run: (desk) => {
      desk.candidate = desk.model.running;
      return ['load complete'];
    },
  },
  {
    in: ['config'],
    line: /^exit(?: configuration-mode)?$/,
    run: (desk) => {
      desk.candidate = undefined;
      desk.view = 'privileged';
      return ['Exiting configuration mode'];
    },
  },
  { in: ['config'], line: /^top$/, run: () => DONE },
];

const statements: readonly Rule[] = [
  {
    in: ['config'],
    line: /^(set|delete) interfaces (\S+) (?:unit 0 family ethernet-switching vlan members ?(\d*)|description (.+)|(disable))$/,
    run: (desk, [word, port = '', vlan = '', text = '', disable = '']) => {
      const set = word === 'set';
      if (disable !== '') return change(desk, port, { adminUp: !set });
      if (text !== '') return change(desk, port, { description: unquoted(text) });
      if (vlan !== '') return change(desk, port, { accessVlan: Number(vlan) });
      return set ? REFUSED : DONE;
    },
  },
  {
    in: ['config'],
    line: /^delete interfaces (\S+) description$/,
    run: (desk, [port = '']) => change(desk, port, { description: '' }),
  },
  {
    in: ['config'],
    line: /^set vlans (\S+) vlan-id (\d{1,4})$/,
    run: (desk, [name = '', vlan]) => {
      desk.change(withVlan(desk.config, Number(vlan), name));
      return DONE;
    },
  },
  {
    in: ['config'],
    line: /^(?:delete|rename) vlans (\S+)(?: to (\S+))?$/,
    run: (desk, [name, to]) => {
      const found = [...desk.config.vlans].find(([, one]) => one === name);
      if (!found) return ['error: statement not found'];
      desk.change(withVlan(desk.config, found[0], to || undefined));
      return DONE;
    },
  },
];

function showsOf(first: Config): readonly Show[] {
  const fdb = recorded(
    'juniper_junos/show_ethernet-switching_table',
    'juniper_junos_show_ethernet-switching_table_14.1X53-D47.6.raw',
  );
  const arp = recorded('juniper_junos/show_arp_no-resolve');
  return [
    show('show version', recorded('juniper_junos/show_version', 'juniper_junos_show_version_ex.raw')),
    show('show chassis hardware', recorded('juniper_junos/show_chassis_hardware')),
    show('show lldp neighbors', recorded('juniper_junos/show_lldp_neighbors')),
    { line: /^show lldp neighbors interface \S+$/, run: () => [] },
    show('show lacp interfaces', recorded('juniper_junos/show_lacp_interfaces')),
    show('show chassis routing-engine', CPU),
    show('show interfaces terse', TERSE),
    configsShow(/^show interfaces descriptions$/, ({ ports }) => [
      'Interface       Admin Link Description',
      ...[...ports.values()]
        .filter(({ description }) => description !== '')
        .map(({ name, description }) => `${name.padEnd(15)} up    up   ${description}`),
    ]),
    configShow(/^show interfaces (\S+)$/, exactKeyOf, statusOf),
    configsShow(/^show ethernet-switching interfaces?$/, membersOf),
    show('show arp no-resolve', arp),
    matching(/^show arp no-resolve \| match (.+)$/, arp),
    matching(/^show ethernet-switching table \| match (\S+)$/, fdb),
    ...fdbShows(
      fdb,
      {
        all: /^show ethernet-switching table$/,
        address: /^(?!)$/,
        port: /^show ethernet-switching table interface (\S+)$/,
      },
      exactKeyOf,
    ),
    vlanShow('show vlans', recorded('juniper_junos/show_vlans'), first, (vlan, name) => [
      `default-switch          ${name.padEnd(22)} ${vlan}`,
      '',
    ]),
    configShow(/^show configuration interfaces (\S+) \| display set$/, exactKeyOf, linesOf),
  ];
}

export function juniperJunos(): ReplayPlatform {
  const first = firstConfig(exactKeyOf, named('ge-0/0/', 1, 4), [
    [100, 'v100-Control'],
    [1, 'default'],
  ]);
  return {
    id: 'juniper_junos',
    hostname: 'ex-1',
    firstView: 'shell',
    login: [
      {
        say: 'Last login: Sun Nov 22 12:32:31 2026 from 192.0.2.2\r\n--- JUNOS 14.1X53-D47.6 built 2018-03-10 20:45:39 UTC\r\n',
      },
    ],
    key: exactKeyOf,
    first,
    prompt,
    pager: { prompt: '---(more)---', erase: `\r${' '.repeat(40)}\r`, leaves: /[qQ]/ },
    pagingOff: /^set cli screen-length 0$/,
    idle: /^set cli (?:screen-width \d+|complete-on-space off)$/,
    invalid: (line, column) => [`${' '.repeat(column + line.search(/\s|$/))}^`, 'unknown command.'],
    denied: ['error: permission denied'],
    log: 'Nov 22 13:00:01  ex-1 mib2d[1234]: %DAEMON-4-SNMP_TRAP_LINK_UP: ifIndex 515, ifAdminStatus up(1), ifOperStatus up(1), ifName ge-0/0/4',
    rules: [
      go(['shell'], /^cli$/, 'privileged'),
      quit(['shell', 'privileged'], /^(?:exit|quit)$/),
      { in: ['shell'], line: /^(\S+).*$/, run: (_desk, [word]) => [`${word}: Command not found.`] },
      ...candidates,
      ...statements,
    ],
    showsIn: ['privileged'],
    shows: showsOf(first),
  };
}
