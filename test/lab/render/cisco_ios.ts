/** Cisco IOS as the recordings of Catalyst switches show it. */
import { formatMac } from '../../../shared/model/index.ts';
import type { ArpEntry, FdbEntry, LabDevice, LabPort } from '../campus/model.ts';
import { longPortName } from '../campus/wire.ts';
import { cdpDetail, lldpDetail, lldpSummary } from './cisco_ios-neighbours.ts';
import {
  etherchannelSummary,
  interfacesStatus,
  statusTable,
  vlanBrief,
  vlanFull,
} from './cisco_ios-ports.ts';
import { inventory, processesCpu, switchTable, versionText } from './cisco_ios-system.ts';
import { column, filterFdb, findPort, type Lines, ranges, type ShowCommand } from './show.ts';

const FDB_HEAD = [
  '          Mac Address Table',
  '-------------------------------------------',
  '',
  'Vlan    Mac Address       Type        Ports',
  '----    -----------       --------    -----',
];

/** Addresses that every Catalyst listens to itself. */
const CPU_ROWS = [
  '0100.0ccc.cccc',
  '0100.0ccc.cccd',
  '0180.c200.0000',
  '0180.c200.0001',
  '0180.c200.0010',
  'ffff.ffff.ffff',
].map((mac) => fdbRow('All', mac, 'STATIC', 'CPU'));

function fdbRow(vlan: string | number, mac: string, type: string, port: string): string {
  return `${String(vlan).padStart(4)}    ${mac}    ${column(type, 8)}    ${port}`;
}

function fdbRows(entries: readonly FdbEntry[]): string[] {
  return entries.map(({ vlan, mac, type, port }) =>
    fdbRow(vlan, formatMac(mac, 'dotted'), type === 'self' ? 'STATIC' : 'DYNAMIC', port),
  );
}

function macTable(entries: readonly FdbEntry[], fixed: readonly string[] = []): Lines {
  const rows = [...fixed, ...fdbRows(entries)];
  const total = rows.length === 0 ? [] : [`Total Mac Addresses for this criterion: ${rows.length}`];
  return [...FDB_HEAD, ...rows, ...total];
}

function arpRow({ ip, mac, vlan, self, ageMin }: ArpEntry): string {
  const age = (self ? '-' : String(ageMin)).padStart(9);
  return `Internet  ${column(ip, 15)} ${age}   ${formatMac(mac, 'dotted')}  ARPA   Vlan${vlan}`;
}

function arpTable(device: LabDevice, address?: string): Lines {
  const entries = device.arp.filter(({ ip }) => address === undefined || ip === address);
  return entries.length === 0 && address !== undefined
    ? []
    : ['Protocol  Address          Age (min)  Hardware Addr   Type   Interface', ...entries.map(arpRow)];
}

const NO_PORT = ["% Invalid input detected at '^' marker.", ''];

function interfaceStatus(device: LabDevice, typed: string): Lines {
  const port = findPort(device, typed);
  return port ? statusTable([port]) : NO_PORT;
}

function runningInterface(device: LabDevice, typed: string): Lines {
  const port = findPort(device, typed);
  if (!port) return NO_PORT;
  const config = [`interface ${longPortName(port.name)}`, ...portConfig(port), 'end'];
  const bytes = config.join('\n').length;
  return ['Building configuration...', '', `Current configuration : ${bytes} bytes`, '!', ...config, ''];
}

function portConfig(port: LabPort): string[] {
  const lines: string[] = [];
  if (port.description) lines.push(` description ${port.description}`);
  if (port.mode === 'trunk') {
    if (port.vlan !== 1) lines.push(` switchport trunk native vlan ${port.vlan}`);
    lines.push(
      ` switchport trunk allowed vlan ${ranges([port.vlan, ...port.tagged].sort((a, b) => a - b)).join(',')}`,
    );
    lines.push(' switchport mode trunk');
  } else {
    if (port.vlan !== 1) lines.push(` switchport access vlan ${port.vlan}`);
    lines.push(' switchport mode access');
    if (port.voiceVlan !== undefined) lines.push(` switchport voice vlan ${port.voiceVlan}`);
  }
  if (port.state === 'disabled') lines.push(' shutdown');
  if (port.lag) lines.push(` channel-group ${port.lag.slice(2)} mode active`);
  return lines;
}

export const ciscoIosCommands: readonly ShowCommand[] = [
  { syntax: 'show mac address-table', run: ({ device }) => macTable(device.fdb, CPU_ROWS) },
  {
    syntax: 'show mac address-table dynamic',
    run: ({ device }) => macTable(device.fdb.filter((entry) => entry.type === 'dynamic')),
  },
  {
    syntax: 'show mac address-table address <mac>',
    run: ({ device }, [mac = '']) => macTable(filterFdb(device, 'mac', mac)),
  },
  {
    syntax: 'show mac address-table vlan <number>',
    run: ({ device }, [vlan = '']) => macTable(filterFdb(device, 'vlan', vlan)),
  },
  {
    syntax: 'show mac address-table interface <interface>',
    run: ({ device }, [port = '']) => macTable(filterFdb(device, 'port', port)),
  },
  { syntax: 'show interfaces status', run: ({ device }) => interfacesStatus(device) },
  {
    syntax: 'show interfaces <port> status',
    run: ({ device }, [port = '']) => interfaceStatus(device, port),
  },
  {
    syntax: 'show running-config interface <interface>',
    privileged: true,
    run: ({ device }, [port = '']) => runningInterface(device, port),
  },
  { syntax: 'show vlan', run: ({ device }) => vlanFull(device) },
  { syntax: 'show vlan brief', run: ({ device }) => vlanBrief(device) },
  { syntax: 'show lldp neighbors', run: ({ device }) => lldpSummary(device) },
  { syntax: 'show lldp neighbors detail', run: ({ device }) => lldpDetail(device) },
  { syntax: 'show cdp neighbors detail', run: ({ device }) => cdpDetail(device) },
  { syntax: 'show etherchannel summary', run: ({ device }) => etherchannelSummary(device) },
  { syntax: 'show version', run: ({ device, uptimeMs }) => versionText(device, uptimeMs) },
  { syntax: 'show switch', run: ({ device }) => switchTable(device) },
  { syntax: 'show inventory', run: ({ device }) => inventory(device) },
  { syntax: 'show ip arp <word>', run: ({ device }, [address = '']) => arpTable(device, address) },
  { syntax: 'show ip arp', run: ({ device }) => arpTable(device) },
  { syntax: 'show arp', run: ({ device }) => arpTable(device) },
  { syntax: 'show processes cpu', run: ({ load }) => processesCpu(load) },
];
