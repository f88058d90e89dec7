/** EOS as text: what has no recording in its structured form is refused here, so the tables are read. */
import { BACKSPACES, caret, ciscoPrompt, INSIDE, modes, switchportWords } from '../cisco-like.ts';
import type { Config, PortState } from '../model.ts';
import { keyOf } from '../ports.ts';
import { recorded } from '../recordings.ts';
import { firstConfig, go, save } from '../rules.ts';
import { DONE, REFUSED, type ReplayPlatform, type Rule, type Show } from '../shape.ts';
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

const VLANS: readonly (readonly [number, string])[] = [
  [1, 'default'],
  [10, 'Test1'],
  [20, 'Test2'],
  [30, 'VLAN0030'],
];
const PORTS = ['Ethernet3/2/1', 'Ethernet3/2/2', 'Ethernet3/2/4', 'Ethernet3/2/5'];
const MINUTES_PER_HOUR = 60;

/** No recordings of these are at hand: as the manual shows them. */
const TOP: Text = [
  'top - 13:00:00 up 12 days,  1:02,  1 user,  load average: 0.20, 0.25, 0.30',
  'Tasks: 210 total,   1 running, 209 sleeping,   0 stopped,   0 zombie',
  '%Cpu(s):  6.2 us,  1.8 sy,  0.0 ni, 91.5 id,  0.2 wa,  0.0 hi,  0.3 si,  0.0 st',
];

function pageOf({ name, accessVlan }: PortState): Text {
  return [
    `Name: ${name.replace('Ethernet', 'Et')}`,
    'Switchport: Enabled',
    'Administrative Mode: static access',
    'Operational Mode: static access',
    'MAC Address Learning: enabled',
    `Access Mode VLAN: ${accessVlan} (inactive)`,
    'Trunking Native Mode VLAN: 1 (default)',
    'Administrative Native VLAN tagging: disabled',
    'Trunking VLANs Enabled: ALL',
    '',
  ];
}

function configOf({ name, description, accessVlan, adminUp }: PortState): Text {
  return [
    `interface ${name}`,
    ...(description === '' ? [] : [`   description ${description}`]),
    ...(adminUp ? [] : ['   shutdown']),
    ...(accessVlan === 1 ? [] : [`   switchport access vlan ${accessVlan}`]),
  ];
}

/** What became of a session of configuration; an open one holds what was typed. */
type SessionState = { readonly candidate: Config } | 'timed' | 'completed';

/**
 * `configure session X`: a candidate, which outlives the connection; `commit timer` makes it true and takes it back unless it
 * is confirmed. One that was ended is not entered again.
 */
function sessionRules(sessions: Map<string, SessionState>): readonly Rule[] {
  let open = '';
  return [
    {
      in: ['privileged'],
      line: /^configure session (wayside\S*)$/,
      run: (desk, [name = '']) => {
        const known = sessions.get(name);
        if (typeof known === 'string') return [`% Cannot enter session ${name} (session is completed)`];
        open = name;
        desk.candidate = known?.candidate ?? desk.model.running;
        sessions.set(name, { candidate: desk.candidate });
        desk.view = 'config';
        return DONE;
      },
    },
    {
      in: INSIDE,
      line: /^commit timer (\d\d):(\d\d):00$/,
      run: (desk, [hours, minutes]) => {
        const { candidate } = desk;
        if (!candidate) return REFUSED;
        desk.model.goBackAfter(Number(hours) * MINUTES_PER_HOUR + Number(minutes), { alsoSaved: false });
        desk.model.running = candidate;
        desk.candidate = undefined;
        desk.view = 'privileged';
        sessions.set(open, 'timed');
        return DONE;
      },
    },
    {
      in: ['privileged'],
      line: /^configure session (wayside\S*) commit$/,
      run: (desk, [name = '']) => {
        const known = sessions.get(name);
        sessions.set(name, 'completed');
        if (known === 'timed' && desk.model.confirmed()) return DONE;
        if (known === undefined || typeof known === 'string')
          return [`% Cannot commit session ${name} (no pending commit timer)`];
        desk.model.running = known.candidate;
        return DONE;
      },
    },
    {
      in: ['privileged', ...INSIDE],
      line: /^configure session (wayside\S*) abort$/,
      run: (desk, [name = '']) => {
        sessions.delete(name);
        desk.candidate = undefined;
        desk.view = 'privileged';
        return DONE;
      },
    },
  ];
}

/** As 4.31 shows them. */
function sessionsShow(sessions: ReadonlyMap<string, SessionState>): Show {
  const told = (state: SessionState): string =>
    typeof state === 'string' ? (state === 'timed' ? 'pendingCommitTimer' : 'completed') : 'pending';
  return {
    line: /^show configuration sessions detail \| json$/,
    run: () => [
      '{',
      '    "sessions": {',
      [...sessions]
        .map(
          ([name, state]) =>
            `        ${JSON.stringify(name)}: {"state": "${told(state)}", "description": "", "instances": {}}`,
        )
        .join(',\n'),
      '    },',
      '    "maxSavedSessions": 1,',
      '    "maxOpenSessions": 5',
      '}',
    ],
  };
}

function showsOf(first: Config, sessions: ReadonlyMap<string, SessionState>): readonly Show[] {
  const arp = recorded('arista_eos/show_ip_arp');
  return [
    sessionsShow(sessions),
    show('show version', recorded('arista_eos/show_version')),
    show('show hostname', ['Hostname: leaf-1', 'FQDN:     leaf-1.example.net']),
    show('show port-channel summary', recorded('arista_eos/show_port-channel_summary')),
    show('show mlag', recorded('arista_eos/show_mlag')),
    show('show processes top once', TOP),
    configsShow(/^show interfaces switchport$/, ({ ports }) => [...ports.values()].flatMap(pageOf)),
    ...fdbShows(
      recorded('arista_eos/show_mac_address-table'),
      {
        all: /^show mac address-table$/,
        address: /^show mac address-table address (\S+)$/,
        port: /^show mac address-table interface (\S+)$/,
      },
      keyOf,
    ),
    ...portShows(
      recorded('arista_eos/show_interfaces_status', 'arista_eos_show_interfaces_status.raw'),
      { all: /^show interfaces status$/, one: /^show interfaces (\S+) status$/, row: /^(?:Et|Po|Ma)\S*\d/ },
      keyOf,
    ),
    show('show ip arp', arp),
    matching(/^show ip arp (\S+)$/, arp),
    vlanShow('show vlan', recorded('arista_eos/show_vlan'), first, (vlan, name) => [
      `${String(vlan).padEnd(5)} ${(name || `VLAN${String(vlan).padStart(4, '0')}`).padEnd(32)} active    `,
    ]),
    configShow(/^show running-config interfaces (\S.*)$/, keyOf, configOf),
  ];
}

export function aristaEos(): ReplayPlatform {
  const first = firstConfig(keyOf, PORTS, VLANS);
  const sessions = new Map<string, SessionState>();
  return {
    id: 'arista_eos',
    hostname: 'leaf-1',
    firstView: 'user',
    key: keyOf,
    first,
    prompt: ciscoPrompt({
      config: (desk) => (desk.candidate ? 'config-s-waysid' : 'config'),
      port: (desk) => `config-if-${desk.targets[0]?.replace('e', 'Et') ?? ''}`,
      vlan: (desk) => `config-vlan-${desk.vlan ?? ''}`,
    }),
    pager: { prompt: ' --More-- ', erase: BACKSPACES, leaves: /[^ \r]/ },
    pagingOff: /^terminal length 0$/,
    idle: /^terminal width \d+$/,
    invalid: (line, column) =>
      caret(line, column)
        .slice(1, 2)
        .map((text) => text.replace(" detected at '^' marker.", '')),
    denied: ['% Authorization denied for command'],
    log: 'Nov 22 13:00:01 leaf-1 Ebra: %LINEPROTO-5-UPDOWN: Line protocol on Interface Ethernet5, changed state to up',
    rules: [
      ...sessionRules(sessions),
      ...modes({ interface: /^interface (.+)$/ }),
      go(INSIDE, /^!$/, 'config'),
      ...switchportWords((vlan) => [`% Access VLAN does not exist: ${vlan}`]),
      save(/^write(?: memory)?$/, ['Copy completed successfully.']),
    ],
    showsIn: ['user', 'privileged'],
    shows: showsOf(first, sessions),
  };
}
