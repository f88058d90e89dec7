/** IOS port tables: status, VLANs with their access ports, port channels. */
import type { LabDevice, LabPort } from '../campus/model.ts';
import { column, type Lines, listed, packed } from './show.ts';

const STATES = {
  up: 'connected',
  down: 'notconnect',
  disabled: 'disabled',
  'err-disabled': 'err-disabled',
  detached: 'notconnect',
} as const;

const SPEEDS: Readonly<Record<number, string>> = { 100: 'a-100', 1000: 'a-1000', 10000: '10G', 25000: '25G' };

export function interfacesStatus(device: LabDevice): Lines {
  return statusTable([...device.ports, ...device.lags]);
}

export function statusTable(ports: readonly LabPort[]): Lines {
  const head = 'Port      Name               Status       Vlan       Duplex  Speed Type';
  return ['', head, ...ports.map(statusRow)];
}

function statusRow(port: LabPort): string {
  const up = port.state === 'up';
  const fixed = port.speedMbps >= 10_000;
  const speed = up ? (SPEEDS[port.speedMbps] ?? 'auto') : 'auto';
  const columns = [
    column(port.name, 9),
    column(port.description, 18),
    column(STATES[port.state], 12),
    column(port.mode === 'access' ? port.vlan : 'trunk', 10),
    (up ? (fixed ? 'full' : 'a-full') : 'auto').padStart(6),
    speed.padStart(6),
  ];
  const channel = port.name.startsWith('Po');
  return `${columns.join(' ')} ${channel ? '' : port.media}`;
}

/** VLANs that IOS always lists and nobody uses. */
const LEGACY_VLANS = [
  [1002, 'fddi-default'],
  [1003, 'token-ring-default'],
  [1004, 'fddinet-default'],
  [1005, 'trnet-default'],
] as const;
const VLAN_PORTS_WIDTH = 31;
const VLAN_INDENT = 48;

export function vlanBrief(device: LabDevice): Lines {
  const rows = device.vlans.flatMap(({ vlan, name }) => {
    const [ports = '', ...more] = accessPorts(device, vlan);
    const line = `${column(vlan, 4)} ${column(name, 32)} ${column('active', 9)} ${ports}`;
    return [line.trimEnd(), ...more.map((text) => ' '.repeat(VLAN_INDENT) + text)];
  });
  return [
    '',
    'VLAN Name                             Status    Ports',
    '---- -------------------------------- --------- -------------------------------',
    ...rows,
    ...LEGACY_VLANS.map(([vlan, name]) => `${column(vlan, 4)} ${column(name, 32)} act/unsup`),
  ];
}

/** Trunks are not listed; a line ends without a comma even when more follow on the next. */
function accessPorts(device: LabDevice, vlan: number): string[] {
  const names = [...device.ports, ...device.lags]
    .filter((port) => port.mode === 'access' && port.vlan === vlan && port.lag === undefined)
    .map((port) => port.name);
  return packed(listed(names), VLAN_PORTS_WIDTH + 1, ' ').map((line) => line.replace(/,$/, ''));
}

export function vlanFull(device: LabDevice): Lines {
  return [
    ...vlanBrief(device),
    '',
    'VLAN Type  SAID       MTU   Parent RingNo BridgeNo Stp  BrdgMode Trans1 Trans2',
    '---- ----- ---------- ----- ------ ------ -------- ---- -------- ------ ------',
    ...device.vlans.map(
      ({ vlan }) =>
        `${column(vlan, 4)} enet  ${column(100_000 + vlan, 10)} 1500  -      -      -        -    -        0      0   `,
    ),
    '',
    'Remote SPAN VLANs',
    '-'.repeat(78),
    '',
    '',
    'Primary Secondary Type              Ports',
    '------- --------- ----------------- ------------------------------------------',
    '',
  ];
}

const PORTS_PER_LINE = 3;
const CHANNEL_INDENT = 33;

export function etherchannelSummary(device: LabDevice): Lines {
  const rows = device.lags.flatMap((lag) => {
    const state = lag.state === 'up' ? 'SU' : 'SD';
    const flag = lag.state === 'up' ? 'P' : 'D';
    const ports = lag.members.map((member) => column(`${member}(${flag})`, 15));
    const lines: string[] = [];
    for (let at = 0; at < ports.length; at += PORTS_PER_LINE)
      lines.push(ports.slice(at, at + PORTS_PER_LINE).join(''));
    const [first = '', ...more] = lines;
    const line = `${column(lag.name.slice(2), 7)}${column(`${lag.name}(${state})`, 16)}${column('LACP', 10)}${first}`;
    return [line, ...more.map((text) => ' '.repeat(CHANNEL_INDENT) + text)];
  });
  return [
    'Flags:  D - down        P - bundled in port-channel',
    '        I - stand-alone s - suspended',
    '        H - Hot-standby (LACP only)',
    '        R - Layer3      S - Layer2',
    '        U - in use      N - not in use, no aggregation',
    '        f - failed to allocate aggregator',
    '',
    '        M - not in use, no aggregation due to minimum links not met',
    '        m - not in use, port not aggregated due to minimum links not met',
    '        u - unsuitable for bundling',
    '        d - default port',
    '',
    '        w - waiting to be aggregated',
    `Number of channel-groups in use: ${device.lags.length}`,
    `Number of aggregators:           ${device.lags.length}`,
    '',
    'Group  Port-channel  Protocol    Ports',
    '------+-------------+-----------+-----------------------------------------------',
    ...rows,
    '',
  ];
}
