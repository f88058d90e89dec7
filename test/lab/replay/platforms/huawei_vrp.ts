/** A CloudEngine: changes wait for their commit, which leaving asks for; an old password is asked about at login. */
import type { Config, PortState } from '../model.ts';
import { keyOf } from '../ports.ts';
import { recorded } from '../recordings.ts';
import { firstConfig, named, sure } from '../rules.ts';
import { type Desk, DONE, type PromptFacts, type ReplayPlatform, type Rule, type Show } from '../shape.ts';
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
import { IN_VIEWS, viewRules, viewTail } from '../view-like.ts';

/** No recording of it is at hand: as the manual shows it. */
const CPU: Text = [
  'CPU Usage Stat. Cycle: 60 (Second)',
  'CPU Usage            : 7% Max: 82%',
  'CPU Usage Stat. Time : 2026-11-22  13:00:00',
  'CPU utilization for five seconds: 7%: one minute: 6%: five minutes: 6%.',
];

/** Only some of the rows of the recorded table are ports of this name. */
function prompt(desk: Desk, { hostname }: PromptFacts): string {
  if (desk.view === 'privileged') return `<${hostname}>`;
  return `[${desk.candidate === desk.model.running ? '~' : '*'}${hostname}${viewTail(desk)}]`;
}

function lines({ name, description, accessVlan, adminUp }: PortState): Text {
  return [
    '#',
    `interface ${name}`,
    ...(description === '' ? [] : [` description ${description}`]),
    ' port link-type access',
    ...(accessVlan === 1 ? [] : [` port default vlan ${accessVlan}`]),
    ...(adminUp ? [] : [' shutdown']),
  ];
}

function commit(desk: Desk): typeof DONE {
  if (desk.candidate) desk.model.running = desk.candidate;
  desk.candidate = undefined;
  return DONE;
}

const twoStage: readonly Rule[] = [
  {
    in: ['privileged'],
    line: /^system-view$/,
    run: (desk) => {
      desk.candidate = desk.model.running;
      desk.view = 'config';
      return ['Enter system view, return user view with return command.'];
    },
  },
  {
    in: IN_VIEWS,
    line: /^commit$/,
    run: (desk) => {
      if (desk.candidate) desk.model.running = desk.candidate;
      return DONE;
    },
  },
  {
    in: IN_VIEWS,
    line: /^return$/,
    run: (desk) => {
      desk.targets = [];
      const dirty = desk.candidate !== desk.model.running;
      desk.view = 'privileged';
      if (!dirty) return commit(desk);
      return {
        ask: 'Warning: Uncommitted configurations found. Are you sure to commit them before exiting? [Y(yes)/N(no)/C(cancel)]:',
        by: 'line',
        answered: (answer) => {
          if (/^y/i.test(answer)) return commit(desk);
          desk.candidate = undefined;
          return DONE;
        },
      };
    },
  },
  {
    in: ['privileged'],
    line: /^save$/,
    run: (desk) =>
      sure(
        'Warning: The current configuration will be written to the device. Continue? [Y/N]:',
        'line',
        () => {
          desk.model.save();
          return [
            'Now saving the current configuration to the slot 1 ',
            'Info: Save the configuration successfully.',
          ];
        },
      ),
  },
];

function showsOf(first: Config): readonly Show[] {
  const arp = recorded('huawei_vrp/display_arp_all');
  return [
    show('display version', recorded('huawei_vrp/display_version')),
    show('display device', recorded('huawei_vrp/display_device')),
    show('display eth-trunk', recorded('huawei_vrp/display_eth-trunk')),
    show('display lldp neighbor', recorded('huawei_vrp/display_lldp_neighbor')),
    show('display cpu-usage', CPU),
    show('display arp all', arp),
    matching(/^display arp network (\S+)$/, arp),
    configsShow(/^display current-configuration interface$/, ({ ports }) => [
      ...[...ports.values()].flatMap(lines),
      '#',
      'return',
    ]),
    ...fdbShows(
      recorded('huawei_vrp/display_mac-address'),
      {
        all: /^display mac-address$/,
        address: /^display mac-address ([0-9a-f]{4}-\S+)$/,
        port: /^display mac-address (?!interface)(\S.*)$/,
      },
      keyOf,
    ),
    show('display interface brief', recorded('huawei_vrp/display_interface_brief')),
    ...portShows(
      recorded('huawei_vrp/display_interface_description'),
      {
        all: /^display interface description$/,
        one: /^display interface description (\S+)$/,
        row: /^(?:X?GE|Eth|NULL|Vlan|MEth)\S*\d/,
      },
      keyOf,
    ),
    vlanShow('display vlan', recorded('huawei_vrp/display_vlan'), first, (vlan, name) => [
      `${String(vlan).padEnd(4)} enable  default        enable  disable   ${name || `VLAN ${String(vlan).padStart(4, '0')}`}`,
    ]),
    configShow(/^display current-configuration interface (\S.*)$/, keyOf, (port) => [
      ...lines(port),
      '#',
      'return',
    ]),
  ];
}

export function huaweiVrp(): ReplayPlatform {
  const first = firstConfig(keyOf, named('GigabitEthernet0/0/', 1, 4), [
    [10, ''],
    [1, ''],
    [20, ''],
  ]);
  return {
    id: 'huawei_vrp',
    hostname: 's5720-1',
    firstView: 'privileged',
    login: [
      {
        say: '\r\nInfo: The max number of VTY users is 21, the number of current VTY users online is 2.\r\n',
      },
      {
        ask: 'Warning: The initial password poses security risks.\r\nThe password needs to be changed. Change now? [Y/N]: ',
        by: 'line',
        wants: /^n$/i,
      },
      { say: '\r\nInfo: The last login time was 2026-11-21 [V200R009C00SPC500]\r\n' },
    ],
    key: keyOf,
    first,
    prompt,
    pager: {
      prompt: '  ---- More ----',
      erase: `${'\x1b'}[42D${' '.repeat(42)}${'\x1b'}[42D`,
      leaves: /[qQ]/,
    },
    pagingOff: /^screen-length 0 temporary$/,
    invalid: (line, column) => [
      `${' '.repeat(column + line.search(/\s|$/))}^`,
      "Error: Unrecognized command found at '^' position.",
    ],
    denied: ['Error: Authorization failed.'],
    log: 'Nov 22 2026 13:00:01+00:00 s5720-1 %%01IFNET/4/IF_STATE(l)[1]:Interface GigabitEthernet0/0/3 has turned into UP state.',
    rules: [
      ...twoStage,
      ...viewRules({
        interface: /^(?:interface|port-group group-member) (.+)$/,
        access: /^port default vlan (\d+)$/,
        nameVlan: /^description (.+)$/,
        noPort: ["Error: Wrong parameter found at '^' position."],
        noVlan: ['Error: The VLAN does not exist.'],
      }),
    ],
    showsIn: ['privileged', ...IN_VIEWS],
    shows: showsOf(first),
  };
}
