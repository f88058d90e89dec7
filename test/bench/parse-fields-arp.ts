/** ARP and IPv6 neighbours, and the load of the processor: expectation files and rows as the same facts. */
import type { ArpRow, CpuRow } from '../../agent/switch/platform.ts';
import { parseMac } from '../../shared/model/index.ts';
import { type Fields, pick, textOf } from './parse-expected.ts';
import { type Found, found, type Told, type Wanted, wanted } from './parse-facts.ts';
import { type Context, column, told, vlanId } from './parse-values.ts';

const ADDRESSES = ['ip_address', 'address', 'destination', 'ipv6_address', 'ip'];
const MACS = ['mac_address', 'hardware_address', 'mac'];
const PORTS = ['physical_port', 'physical_interface', 'port', 'port_id', 'interface'];
const VLAN_INTERFACE = /^(?:vlan-?(?:interface|if)?|ve|irb)[ .]?(\d{1,4})$/i;

/** An address that was not resolved is no row of ours. */
export function wantedArp(rows: readonly Fields[], context: Context): Wanted[] {
  return rows.flatMap((fields) => {
    const mac = parseMac(textOf(pick(fields, MACS)));
    const address = textOf(pick(fields, ADDRESSES)).toLowerCase();
    if (mac === undefined || address === '') return [];
    return [wanted(address, { mac, vlan: vlanOf(fields, context), port: portOf(fields, context) })];
  });
}

function interfaces(fields: Fields): string[] {
  return textOf(fields['interface'] ?? fields['port'])
    .split(/,\s*/)
    .map((text) => text.trim());
}

function vlanOf(fields: Fields, { platform }: Context): Told | null {
  // There an interface has any name that people give it.
  if (platform === 'mikrotik_routeros') return null;
  const own = column(fields, ['vlan_id', 'vlan']);
  const named = interfaces(fields).map((text) => VLAN_INTERFACE.exec(text)?.[1] ?? '');
  const vlan = [vlanId(own ?? ''), ...named].find((text) => text !== '');
  return vlan ?? (own === undefined ? null : '');
}

/** A VLAN interface is a VLAN and no port; what the device could not tell is nothing. */
function portOf(fields: Fields, { portName, platform }: Context): Told | null {
  if (platform === 'mikrotik_routeros') return column(fields, ['interface']) ?? null;
  const columns = PORTS.filter((name) => column(fields, [name]) !== undefined);
  if (columns.length === 0) return null;
  const texts = columns.flatMap((name) => textOf(fields[name]).split(/,\s*/)).map((text) => text.trim());
  const port = texts.find((text) => !VLAN_INTERFACE.test(text) && !/^-*$|^not learned$|^n\/a$/i.test(text));
  return port === undefined ? '' : { either: [...new Set([portName(port), port])] };
}

export function foundArp(row: ArpRow): Found[] {
  return [
    found(row.address.toLowerCase(), {
      mac: row.mac,
      vlan: row.vlan === undefined ? undefined : String(row.vlan),
      port: row.port,
    }),
  ];
}

const CPU_KEY = 'cpu';

/** Only a page that has several columns tells the time that a load is of; else any of the three may hold it. */
export function wantedCpu(rows: readonly Fields[]): Wanted[] {
  const loads = rows.flatMap((fields) => told(column(fields, ['cpu_util', 'cpu_load']), percent) ?? []);
  return loads.length === 0 ? [] : [wanted(CPU_KEY, { load: [String(Math.max(...loads))] })];
}

function percent(text: string): number[] {
  const number = /^\d{1,3}/.exec(text)?.[0];
  return number === undefined ? [] : [Number(number)];
}

export function foundCpu(row: CpuRow): Found[] {
  const load = row.fiveSecondsPercent ?? row.minutePercent ?? row.fiveMinutesPercent;
  return [found(CPU_KEY, { load: load === undefined ? undefined : String(load) })];
}
