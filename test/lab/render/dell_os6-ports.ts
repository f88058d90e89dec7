/** OS6 port tables: status with its three sections, VLAN membership, port channels; long lists wrap into their column. */
import type { LabDevice, LabPort } from '../campus/model.ts';
import { column, type Lines, listed, packed, ranges, row } from './show.ts';

/** OS6 knows this many port channels, configured or not. */
const PORT_CHANNELS_MAX = 128;
const VLAN_LIST_WIDTH = 19;
const STATUS_INDENT = 62;
const CHANNEL_INDENT = 49;
const MODE_LETTERS = { access: 'A', trunk: 'T', general: 'G' } as const;

const PORT_HEAD = [
  'Port      Description     Duplex Speed   Neg  Link   Flow  M  VLAN',
  '                                              State  Ctrl',
  '--------- --------------- ------ ------- ---- ------ ----- -- -------------------',
];
const CHANNEL_HEAD = [
  'Port    Description                    Link    M  VLAN',
  'Channel                                State',
  '------- ------------------------------ ------- -- -------------------',
];

export function interfacesStatus(device: LabDevice): Lines {
  return [
    '',
    ...PORT_HEAD,
    ...device.ports.flatMap(portStatus),
    '',
    '',
    'Oob  Type                            Link',
    '                                     State',
    '---  ------------------------------  -----',
    'oob  Out-Of-Band                     Down',
    '',
    '',
    ...CHANNEL_HEAD,
    ...device.lags.flatMap(channelStatus),
    '',
  ];
}

/** The table of one port, under the head of its kind. */
export function interfaceStatus(port: LabPort): Lines {
  const table = port.name.startsWith('Po')
    ? [...CHANNEL_HEAD, ...channelStatus(port)]
    : [...PORT_HEAD, ...portStatus(port)];
  return ['', ...table, ''];
}

function portStatus(port: LabPort): string[] {
  const name = column(port.name, 9);
  const description = column(port.description, 15);
  if (port.state === 'detached')
    return [row(name, description, column('N/A', 6), column('N/A', 7), column('N/A', 4), 'Detach', 'N/A')];
  const up = port.state === 'up';
  const [vlans = '', ...more] = vlanList(port);
  const line = row(
    name,
    description,
    column(up ? 'Full' : 'N/A', 6),
    column(up ? port.speedMbps : 'Unknown', 7),
    column('Auto', 4),
    column(up ? 'Up' : 'Down', 6),
    column(up && port.speedMbps > 1000 ? 'On' : 'Off', 5),
    column(MODE_LETTERS[port.mode], 2),
    vlans,
  );
  return [line, ...more.map((text) => ' '.repeat(STATUS_INDENT) + text)];
}

function channelStatus(lag: LabPort): string[] {
  const [vlans = '', ...more] = vlanList(lag);
  const up = lag.state === 'up' ? 'Up' : 'Down';
  const line = row(
    column(lag.name, 7),
    column(lag.description, 30),
    column(up, 7),
    column(MODE_LETTERS[lag.mode], 2),
    vlans,
  );
  return [line, ...more.map((text) => ' '.repeat(CHANNEL_INDENT) + text)];
}

/** `1` of an access port; `(1),10,20-22,` and so on of others, the untagged one in brackets. */
function vlanList(port: LabPort): string[] {
  if (port.mode === 'access') return [String(port.vlan)];
  const tagged = port.tagged.filter((vlan) => vlan !== port.vlan);
  return packed(listed([`(${port.vlan})`, ...ranges(tagged)]), VLAN_LIST_WIDTH);
}

const VLAN_PORTS_WIDTH = 13;

export function vlanTable(device: LabDevice): Lines {
  const rows = device.vlans.flatMap(({ vlan, name }) => {
    const [ports = '', ...more] = packed(listed(members(device, vlan)), VLAN_PORTS_WIDTH);
    const type = vlan === 1 ? 'Default' : 'Static';
    const line = `${column(vlan, 5)}  ${column(name, 32)} ${column(ports, VLAN_PORTS_WIDTH)}  ${type}`;
    return [line, ...more.map((text) => `${' '.repeat(40)}${text}`)];
  });
  return [
    '',
    'VLAN   Name                             Ports          Type',
    '-----  ---------------                  -------------  --------------',
    ...rows,
    '',
  ];
}

/** Port channels first, then ports by range; members of a port channel stand behind it. */
function members(device: LabDevice, vlan: number): string[] {
  const carries = (port: LabPort): boolean =>
    port.lag === undefined && port.state !== 'detached' && (port.vlan === vlan || port.tagged.includes(vlan));
  const channels = device.lags.filter(carries).map((lag) => Number(lag.name.slice(2)));
  const spare = vlan === 1 ? numbersFrom(device.lags.length + 1, PORT_CHANNELS_MAX) : [];
  const groups = new Map<string, number[]>();
  for (const port of device.ports.filter(carries)) {
    const cut = port.name.lastIndexOf('/') + 1;
    const group = port.name.slice(0, cut);
    groups.set(group, [...(groups.get(group) ?? []), Number(port.name.slice(cut))]);
  }
  return [
    ...ranges([...channels, ...spare]).map((range) => `Po${range}`),
    ...[...groups].flatMap(([group, numbers]) => ranges(numbers).map((range) => group + range)),
  ];
}

function numbersFrom(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}

const CHANNEL_PORTS_WIDTH = 29;

/** From manuals: no recording of it exists. */
export function portChannels(device: LabDevice): Lines {
  const rows = device.lags.flatMap((lag) => {
    const active = lag.state === 'up' ? 'Active:' : 'Inactive:';
    const [ports = '', ...more] = packed([active, ...listed(lag.members)], CHANNEL_PORTS_WIDTH, ' ');
    const line = row(
      `${column(lag.name, 9)}`,
      column(ports, CHANNEL_PORTS_WIDTH),
      column('Dynamic', 8),
      column('7', 9),
      column('1', 9),
      'Disabled',
    );
    return [line, ...more.map((text) => ' '.repeat(10) + text)];
  });
  return [
    '',
    'Channel   Ports                         Ch-Type  Hash Type Min-links Local Prf',
    '-------   ----------------------------- -------- --------- --------- ---------',
    ...rows,
    '',
    'Hash Algorithm Type',
    '1 - Source MAC, VLAN, EtherType, source module and port Id',
    '2 - Destination MAC, VLAN, EtherType, source module and port Id',
    '3 - Source IP and source TCP/UDP port',
    '4 - Destination IP and destination TCP/UDP port',
    '5 - Source/Destination MAC, VLAN, EtherType, and source MODID/port',
    '6 - Source/Destination IP and source/destination TCP/UDP port',
    '7 - Enhanced hashing mode',
    '',
  ];
}
