/** A 2510 that draws its last line at a place of the screen, again and again, and asks twice before it lets go. */
import { ciscoPrompt, modes } from '../cisco-like.ts';
import type { Config, PortState } from '../model.ts';
import { withVlan } from '../model.ts';
import { numberKeyOf } from '../ports.ts';
import { MAC_ROW, only, recorded } from '../recordings.ts';
import { changeNamed, dropVlan, firstConfig, named, save, unquoted } from '../rules.ts';
import { DONE, REFUSED, type ReplayPlatform, type Rule, type Show } from '../shape.ts';
import { configShow, configsShow, names, portShows, show, type Text, vlanShow } from '../shows.ts';

const ESC = '\x1b';
const LAST = `${ESC}[24;1H`;

/** The text in the last line of a screen of 24, the cursor behind it. */
function drawn(text: string): string {
  return `${ESC}[1;24r${LAST}${ESC}[2K${LAST}${ESC}[?25h${LAST}${text}${ESC}[24;${text.length + 1}H${ESC}[?25h`;
}

/** No recording of it is at hand: as the manual shows it. */
const CPU: Text = [
  '',
  ' 8 percent busy, from 300 sec ago',
  ' 1 sec ave: 9 percent busy',
  ' 5 sec ave: 9 percent busy',
  ' 1 min ave: 8 percent busy',
  '',
];

const key = (text: string): string => numberKeyOf(text.replace(/^ethernet\s+/, ''));

function portLines({ name, description, adminUp }: PortState): Text {
  return [
    `interface ${name}`,
    ...(description === '' ? [] : [`   name "${description}"`]),
    ...(adminUp ? [] : ['   disable']),
  ];
}

function configOf(port: PortState): Text {
  return [
    '',
    'Running configuration:',
    '',
    ...portLines(port),
    `   untagged vlan ${port.accessVlan}`,
    '   exit',
    '',
  ];
}

function runningConfig({ ports, vlans }: Config): Text {
  const all = [...ports.values()];
  const inVlan = (vlan: number): string =>
    all
      .filter(({ accessVlan }) => accessVlan === vlan)
      .map(({ name }) => name)
      .join(',');
  return [
    '',
    'Running configuration:',
    '',
    '; J9019B Configuration Editor; Created on release #Q.11.57',
    '',
    'hostname "2510-1"',
    ...all.flatMap((port) => [...portLines(port), '   exit']),
    ...[...vlans].flatMap(([vlan, name]) => [
      `vlan ${vlan}`,
      `   name "${name}"`,
      ...(inVlan(vlan) === '' ? [] : [`   untagged ${inVlan(vlan)}`]),
      '   exit',
    ]),
    '',
  ];
}

const lines: readonly Rule[] = [
  {
    in: ['config'],
    line: /^vlan (\d{1,4}) untagged (.+)$/,
    run: (desk, [vlan, list = '']) =>
      desk.config.vlans.has(Number(vlan)) ? changeNamed(desk, list, { accessVlan: Number(vlan) }) : REFUSED,
  },
  {
    in: ['config'],
    line: /^vlan (\d{1,4}) name (.+)$/,
    run: (desk, [vlan, name = '']) => {
      desk.change(withVlan(desk.config, Number(vlan), unquoted(name)));
      return DONE;
    },
  },
  dropVlan(/^no vlan (\d{1,4})$/, {
    in: ['config'],
    ask: 'The following ports will be moved to the default VLAN:\n  1-2\nDo you want to continue? [y/n] ',
  }),
  {
    in: ['config'],
    line: /^interface (\S+) name (.+)$/,
    run: (desk, [list = '', text = '']) => changeNamed(desk, list, { description: unquoted(text) }),
  },
  {
    in: ['config'],
    line: /^no interface (\S+) name$/,
    run: (desk, [list = '']) => changeNamed(desk, list, { description: '' }),
  },
  {
    in: ['config'],
    line: /^interface (\S+) (enable|disable)$/,
    run: (desk, [list = '', word]) => changeNamed(desk, list, { adminUp: word === 'enable' }),
  },
  {
    in: ['user', 'privileged', 'config'],
    line: /^logout$/,
    run: (desk) => ({
      ask: 'Do you want to log out [y/n]? ',
      by: 'key',
      answered: (sure) => {
        if (!/^y$/i.test(sure)) return DONE;
        const end = (): typeof DONE => {
          desk.ended = true;
          return DONE;
        };
        if (!desk.model.unsaved) return end();
        return { ask: 'Do you want to save current configuration [y/n/^C]? ', by: 'key', answered: end };
      },
    }),
  },
];

function showsOf(first: Config): readonly Show[] {
  const fdb = recorded('hp_procurve/show_mac-address');
  return [
    show('show version', recorded('hp_procurve/show_version')),
    show('show system', recorded('hp_procurve/show_system')),
    show('show lldp info remote-device', recorded('hp_procurve/show_lldp_info_remote-device')),
    show('show cdp neighbors detail', recorded('hp_procurve/show_cdp_neighbors_detail')),
    show('show trunks', recorded('hp_procurve/show_trunks')),
    show('show arp', recorded('hp_procurve/show_arp')),
    show('show cpu', CPU),
    { line: /^show mac-address$/, run: () => fdb },
    {
      line: /^show mac-address ([0-9a-f]{6}-[0-9a-f]{6})$/i,
      run: ([mac = '']) => {
        const row = fdb.find((line) => line.toLowerCase().includes(mac.toLowerCase()));
        const [, port = '', vlan = ''] = row?.trim().split(/\s+/) ?? [];
        return [
          '',
          ` Status and Counters - Address Table - ${mac}`,
          '',
          '  Port                            VLAN',
          '  ------------------------------- ----',
          ...(row === undefined ? [] : [`  ${port.padEnd(31)} ${vlan}`]),
          '',
        ];
      },
    },
    {
      line: /^show mac-address (\S+)$/,
      run: ([port = '']) => only(fdb, MAC_ROW, (line) => names(line, port, key)),
    },
    ...portShows(
      recorded('hp_procurve/show_interfaces_brief', 'show_interfaces_brief.raw'),
      {
        all: /^show interfaces brief$/,
        one: /^show interfaces brief (\S+)$/,
        row: /^\s+[A-Z]?\d+(?:-\S+)?\s+\S/,
      },
      key,
    ),
    vlanShow('show vlans', recorded('hp_procurve/show_vlans'), first, (vlan, name) => [
      `  ${String(vlan).padEnd(14)} ${name.padEnd(12)} Port-based   No    No   `,
    ]),
    configsShow(/^show running-config$/, runningConfig),
    configShow(/^show running-config interface (\S+)$/, key, configOf),
  ];
}

export function hpProcurve(): ReplayPlatform {
  const first = firstConfig(key, named('', 1, 8), [[1, 'DEFAULT_VLAN']]);
  const plain = ciscoPrompt({ config: 'config' });
  return {
    id: 'hp_procurve',
    hostname: '2510-1',
    firstView: 'user',
    login: [
      {
        say: `${ESC}[2J${ESC}[?7l${ESC}[3;23r${ESC}[?6l${ESC}[1;1HProCurve J9019B Switch 2510-24\r\nSoftware revision Q.11.57\r\n\r\nCopyright (C) 1991-2012 Hewlett-Packard Co.  All Rights Reserved.\r\n\r\n`,
      },
      { ask: `Press any key to continue`, by: 'key', wants: /[\s\S]/ },
      { say: `${ESC}[2J${ESC}[1;24r${ESC}[1;1H` },
    ],
    key,
    first,
    prompt: (desk, at) => drawn(`${plain(desk, at)} `),
    pager: {
      prompt: '-- MORE --, next page: Space, next line: Enter, quit: Control-C',
      erase: `\r${ESC}[2K`,
      leaves: /[^ \r]/,
    },
    pagingOff: /^no page$/,
    idle: /^terminal width \d+$/,
    invalid: (line) => [`Invalid input: ${line.split(' ')[1] ?? line}`],
    denied: ['Not authorized to run this command.'],
    log: 'I 11/22/26 13:00:01 00076 ports: port 5 is now on-line',
    rules: [
      ...lines,
      ...modes({ interface: /^(?!)$/, badPassword: 'Invalid password' }),
      save(/^write memory$/, []),
    ],
    showsIn: ['user', 'privileged'],
    shows: showsOf(first),
  };
}
