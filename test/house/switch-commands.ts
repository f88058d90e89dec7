/** The page of all that is ever typed on a switch, made from the platform packs: whoever sets up AAA needs each line of it. */
import type {
  Command,
  CommandClass,
  Platform,
  PortConfigRow,
  WriteLine,
} from '../../agent/switch/platform.ts';
import { CLASS_WORDS } from '../../agent/switch/unproven.ts';
import { formatMac, macFromHex } from '../../shared/model/index.ts';
import { page, table } from './reference.ts';

const MAC = macFromHex('001122334455');
const ADDRESS = '10.0.0.5';
const VLAN = 10;
const VLAN_NAME = 'office';
const TEXT = 'desk 12';
const MINUTES = 2;
/** A port as each platform names it; packs take no other. */
const PORTS: Readonly<Record<string, string>> = {
  ...{
    arista_eos: 'Et1',
    aruba_aoscx: '1/1/1',
    cisco_ios: 'Gi1/0/1',
    cisco_nxos: 'Eth1/1',
    cisco_smb: 'gi1',
  },
  ...{ dell_os10: 'Eth1/1/1', dell_os6: 'Gi1/0/1', dell_os9: 'Gi 0/1', dell_powerconnect: 'gi1/0/1' },
  ...{ extreme_exos: '1:1', hp_comware: 'GE1/0/1', hp_procurve: 'A1', huawei_vrp: 'GE0/0/1' },
  ...{ juniper_junos: 'ge-0/0/1', mikrotik_routeros: 'ether1', ruckus_icx: '1/1/1' },
};
/** In the order of a scan; the load is read while work is done. */
const CLASSES: readonly CommandClass[] = [
  ...(['system', 'ports', 'lags', 'fdb', 'neighbours', 'vlans', 'configs', 'arp', 'cpu'] as const),
];

export function commandPage(platforms: readonly Platform[]): string {
  const intro =
    'All that Wayside types on a switch, platform by platform, made from the code that types it. Nothing that a controller, a ' +
    'person or a file says adds a command: only addresses, names of ports, numbers of VLANs and descriptions are put in, each ' +
    'checked before. What comes after *else* is asked where the first is refused. The lines that ' +
    'change something are typed by plans alone, where an agent is told to write: see [ports](ports.md).';
  return page('Commands', intro, platforms.toSorted((a, b) => a.id.localeCompare(b.id)).map(section));
}

function section(platform: Platform): string {
  const { id, title, aliases = [], enable, setup, logout, limits, portName } = platform;
  const port = portName?.(PORTS[id] ?? '') ?? '';
  const names = [id, ...aliases].map(code).join(', ');
  const perMinute = limits.connectsPerMinute;
  const facts = [
    `Names: ${names}.`,
    ...(perMinute === undefined ? [] : [`The device takes ${perMinute} connections a minute.`]),
  ].join(' ');
  const login = [
    ...(enable ? [`${code(enable.command)} if the prompt is not privileged`] : []),
    ...setup.map(code),
  ];
  const rows = [
    ['after login', login.join(', ')],
    ...CLASSES.map((name) => [CLASS_WORDS[name], platform.commands[name].map(spelled).join(', ')]),
    ['own addresses, where ARP names no VLAN', (platform.ownAddresses ?? []).map(spelled).join(', ')],
    ['one address, one port', single(platform, port).map(spelled).join(', ')],
    ...changes(platform, port),
    ['at the end', code(logout)],
  ];
  const body = table(
    ['what', 'typed'],
    rows.filter(([, typed]) => typed !== ''),
  );
  return `## ${title}\n\n${facts}\n\n${body}`;
}

/** What is asked of one address or one port. */
function single(platform: Platform, port: string): readonly Command<unknown>[] {
  const { lookup, portFdb, portStatus, portConfig, portVlans, neighbourDetail, arpLookup } = platform;
  const ofPort = [portFdb, portStatus, portConfig, portVlans, neighbourDetail];
  return [
    lookup(formatMac(MAC, platform.macStyle)),
    ...ofPort.flatMap((ask): readonly Command<unknown>[] => (ask ? [ask(port)] : [])),
    ...(arpLookup ? [arpLookup(ADDRESS)] : []),
  ];
}

function changes({ write }: Platform, port: string): readonly (readonly string[])[] {
  if (!write) return [];
  const { commitConfirmed } = write;
  const before = new Map([[port, { ...BEFORE, name: port }]]);
  return [
    ['to change something', lines(write.enter)],
    ['access VLAN', lines(write.ports([port], { accessVlan: VLAN }, before))],
    ['description', lines(write.ports([port], { description: TEXT }, before))],
    ['on and off', lines([true, false].flatMap((adminUp) => write.ports([port], { adminUp }, before)))],
    [
      'a VLAN',
      write.vlan ? lines([...write.vlan(VLAN, VLAN_NAME), ...write.vlan(VLAN, undefined, OFFICE)]) : '',
    ],
    ['back', lines(write.leave)],
    ['undone by itself unless confirmed', commitConfirmed ? lines(confirmed(commitConfirmed)) : ''],
    ['to keep it', lines(write.save)],
  ];
}

function confirmed({ begin, enter = [], commit, confirm }: Confirmed): readonly WriteLine[] {
  return [...(begin?.(MINUTES) ?? []), ...enter, ...commit(MINUTES), ...confirm];
}

type Confirmed = NonNullable<NonNullable<Platform['write']>['commitConfirmed']>;

const BEFORE: PortConfigRow = {
  ...{
    name: 'PORT',
    description: 'old',
    adminUp: true,
    mode: 'access',
    accessVlan: 1,
    nativeVlan: undefined,
  },
  ...{ taggedVlans: undefined, voiceVlan: undefined, lag: undefined, lines: [] },
};
const OFFICE = { vlan: VLAN, name: VLAN_NAME, ports: [] };

function spelled({ command, alternative }: Command<unknown>): string {
  return alternative ? `${code(command)} else ${spelled(alternative)}` : code(command);
}

function lines(typed: readonly WriteLine[]): string {
  return [...new Set(typed.map(({ line }) => line))].map(code).join(', ');
}

function code(text: string): string {
  return `\`${text.replaceAll('`', "'")}\``;
}
