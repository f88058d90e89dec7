/** `/ip arp print` and `/ipv6 neighbor print`. An entry without a MAC address was asked for and not answered. */
import { parseIp, parseMac } from '../../../../shared/model/index.ts';
import type { ArpRow, Command } from '../../platform.ts';
import { columnsParser } from './columns.ts';
import { type Entry, entriesParser, has, textOf } from './entries.ts';

function rowsOf(entry: Entry): readonly ArpRow[] | undefined {
  const address = parseIp(textOf(entry, 'address') ?? '');
  if (address === undefined) return undefined;
  const mac = parseMac(textOf(entry, 'mac-address') ?? '');
  if (mac === undefined) return textOf(entry, 'mac-address') === undefined ? [] : undefined;
  // Shut or without its interface: not in use.
  if (has(entry, 'X') || has(entry, 'I')) return [];
  const type = has(entry, 'D') || has(entry, 'H') || entry.values.has('status') ? 'dynamic' : 'static';
  return [{ address, mac, vlan: undefined, port: textOf(entry, 'interface'), type }];
}

const entries = entriesParser<ArpRow>(rowsOf);
const columns = columnsParser<ArpRow>(rowsOf);
const ARP = '/ip arp print terse without-paging';
const NEIGHBOURS = '/ipv6 neighbor print terse without-paging';

export const arpCommands: readonly Command<ArpRow>[] = [
  { command: ARP, parser: entries },
  // Release 6 has IPv6 in a package that may be missing.
  { command: NEIGHBOURS, parser: entries, optional: true },
];

export const arpReads: readonly Command<ArpRow>[] = [
  { command: '/ip arp print', parser: columns },
  { command: '/ip arp print without-paging', parser: columns },
];

export function arpLookup(address: string): Command<ArpRow> {
  return { command: `${address.includes(':') ? NEIGHBOURS : ARP} where address=${address}`, parser: entries };
}
