/** Dell Networking OS6 as recorded from an N4032 stack (6.2.0.5), and from manuals where no recording exists. */
import { formatMac, type Mac, virtualGateway } from '../../../shared/model/index.ts';
import type { ArpEntry, FdbEntry, LabDevice, LabPort } from '../campus/model.ts';
import { lldpDetail, lldpSummary } from './dell_os6-lldp.ts';
import { interfaceStatus, interfacesStatus, portChannels, vlanTable } from './dell_os6-ports.ts';
import { switchport, switchports } from './dell_os6-switchport.ts';
import { processCpu, switchTable, systemTable, versionTable } from './dell_os6-system.ts';
import { column, filterFdb, findPort, type Lines, ranges, row, type ShowCommand } from './show.ts';

/** `0011.22AA.BBCC`. */
export function os6Mac(mac: Mac): string {
  return formatMac(mac, 'dotted').toUpperCase();
}

const FDB_HEAD = [
  '',
  'Vlan     Mac Address           Type        Port',
  '-------- --------------------- ----------- ---------------------',
];

function fdbRows(entries: readonly FdbEntry[]): string[] {
  return entries.map(({ vlan, mac, type, port }) =>
    row(
      column(vlan, 8),
      column(os6Mac(mac), 21),
      column(type === 'self' ? 'Management' : 'Dynamic', 11),
      port,
    ),
  );
}

function macTable(device: LabDevice): Lines {
  const { fdb } = device;
  const total = `Total MAC Addresses in use: ${fdb.length}`;
  return ['', 'Aging time is 300 Sec', ...FDB_HEAD, ...fdbRows(fdb), '', total, ''];
}

function macRows(entries: readonly FdbEntry[]): Lines {
  return [...FDB_HEAD, ...fdbRows(entries), ''];
}

function arpRow({ ip, mac, vlan, self, ageMin }: ArpEntry): string {
  const type = self ? 'Local' : virtualGateway(mac) ? 'Gateway' : 'Dynamic';
  const age = self ? '   n/a' : `0h ${String(ageMin).padStart(2)}m  7s`;
  const columns = [column(ip, 16), column(os6Mac(mac), 18), column(`Vl${vlan}`, 15), column(type, 11)];
  return `${columns.join(' ')}${age}`.trimEnd();
}

function arpTable(device: LabDevice): Lines {
  const entries = device.arp;
  return [
    '',
    'Static ARP entries are only active',
    'when the IP address is reachable on a local subnet',
    '',
    '',
    'Age Time (seconds)............................. 1200',
    'Response Time (seconds)........................ 1',
    'Retries........................................ 4',
    'Cache Size..................................... 4096',
    'Dynamic Renew Mode ............................ Enable',
    `Total Entry Count Current / Peak .............. ${entries.length} / ${entries.length}`,
    'Static Entry Count Configured / Active / Max .. 0 / 0 / 128',
    '',
    'IP Address       MAC Address        Interface       Type      Age',
    '---------------  -----------------  --------------  --------  -----------',
    ...entries.map(arpRow),
    '',
  ];
}

/** What OS6 prints of that interface. */
function ofPort(device: LabDevice, typed: string, print: (port: LabPort) => Lines): Lines {
  const port = findPort(device, typed);
  return port ? print(port) : ['', 'An invalid interface has been used for this function', ''];
}

function portConfig(port: LabPort): string[] {
  const lines: string[] = [];
  if (port.lag) lines.push(`channel-group ${port.lag.slice(2)} mode active`);
  if (port.description) lines.push(`description "${port.description}"`);
  if (port.state === 'disabled') lines.push('shutdown');
  if (port.mode !== 'access') lines.push(`switchport mode ${port.mode}`);
  const tagged = ranges(port.tagged).join(',');
  if (port.mode === 'trunk') lines.push(`switchport trunk allowed vlan ${port.vlan},${tagged}`);
  if (port.mode === 'general') {
    lines.push(`switchport general pvid ${port.vlan}`, `switchport general allowed vlan add ${port.vlan}`);
    lines.push(`switchport general allowed vlan add ${tagged} tagged`);
  }
  if (port.mode === 'access' && port.vlan !== 1) lines.push(`switchport access vlan ${port.vlan}`);
  if (port.mode !== 'trunk' && port.voiceVlan !== undefined) lines.push(`voice vlan ${port.voiceVlan}`);
  return lines;
}

export const dellOs6Commands: readonly ShowCommand[] = [
  { syntax: 'show mac address-table', run: ({ device }) => macTable(device) },
  { syntax: 'show mac address-table dynamic', run: ({ device }) => macTable(device) },
  {
    syntax: 'show mac address-table address <mac>',
    run: ({ device }, [mac = '']) => macRows(filterFdb(device, 'mac', mac)),
  },
  {
    syntax: 'show mac address-table vlan <number>',
    run: ({ device }, [vlan = '']) => macRows(filterFdb(device, 'vlan', vlan)),
  },
  {
    syntax: 'show mac address-table interface <interface>',
    run: ({ device }, [port = '']) => macRows(filterFdb(device, 'port', port)),
  },
  { syntax: 'show interfaces status', run: ({ device }) => interfacesStatus(device) },
  {
    syntax: 'show interfaces status <interface>',
    run: ({ device }, [port = '']) => ofPort(device, port, interfaceStatus),
  },
  { syntax: 'show interfaces switchport', run: ({ device }) => switchports(device) },
  {
    syntax: 'show interfaces switchport <interface>',
    run: ({ device }, [port = '']) => ofPort(device, port, switchport),
  },
  { syntax: 'show interfaces port-channel', run: ({ device }) => portChannels(device) },
  {
    syntax: 'show running-config interface <interface>',
    privileged: true,
    // Its lines, without its name.
    run: ({ device }, [port = '']) => ofPort(device, port, (one) => ['', ...portConfig(one), '']),
  },
  { syntax: 'show vlan', run: ({ device }) => vlanTable(device) },
  { syntax: 'show lldp remote-device all', run: ({ device }) => lldpSummary(device) },
  {
    syntax: 'show lldp remote-device detail <interface>',
    run: ({ device }, [port = '']) => lldpDetail(device, port),
  },
  { syntax: 'show version', run: ({ device }) => versionTable(device) },
  { syntax: 'show switch', run: ({ device }) => switchTable(device) },
  { syntax: 'show system', run: ({ device, uptimeMs }) => systemTable(device, uptimeMs) },
  { syntax: 'show arp', run: ({ device }) => arpTable(device) },
  { syntax: 'show process cpu', run: ({ load }) => processCpu(load) },
];
