/** `show arp` of FastIron, and in the words of Cisco on some; `show ipv6 neighbor`. */
import { parseIp, parseMac } from '../../../../shared/model/index.ts';
import { parserOf } from '../../parse/index.ts';
import type { ArpRow, Command } from '../../platform.ts';
import { icxPortName, isIcxPort } from './names.ts';

const NOTE =
  /^\s*(?:All ARPs|Total (?:number of )?(?:ARP|entries|neighbor)|No\.?\s+IP|IP Address|IPv6 Address|Protocol\s+Address|Entries|No (?:arp|entries))|^[-\s]+$|maximum capacity/i;
const TYPES: readonly (readonly [RegExp, ArpRow['type']])[] = [
  [/^(?:dynamic|arpa|reach|stale|delay|probe)/i, 'dynamic'],
  [/^(?:static|permanent)/i, 'static'],
];

/** Rows have fewer; what stands behind them is read by nobody. */
const CELLS_MAX = 32;
const MAC_LIKE = /^[\da-f]{4}\.[\da-f]{4}\.[\da-f]{4}$/i;

/** The entry; `none` when it was asked for and not answered. */
function read(text: string): ArpRow | 'none' | undefined {
  const cells = text.trim().split(/\s+/, CELLS_MAX);
  // A number of the row may stand before it, or the word `Internet`.
  const at = cells.slice(0, 2).findIndex((cell) => parseIp(cell) !== undefined);
  const macAt = cells.findIndex((cell) => MAC_LIKE.test(cell));
  const [address, mac] = [parseIp(cells[at] ?? ''), parseMac(cells[macAt] ?? '')];
  if (address === undefined) return undefined;
  if (mac === undefined) return /\b(?:none|pend(?:ing)?|incomplete|incmp)\b/i.test(text) ? 'none' : undefined;
  const after = cells.slice(macAt + 1);
  const words = after.map((cell) => TYPES.find(([pattern]) => pattern.test(cell))?.[1]);
  return {
    address,
    mac,
    vlan: vlanOf(cells, at, macAt),
    port: after
      .filter((cell) => !/^\d+$/.test(cell) || isPortCell(cells, cell))
      // `lg1*1/2/1`: the port channel, and its port.
      .map((cell) => icxPortName(cell.split('*', 1)[0] ?? ''))
      .find(isIcxPort),
    type: words.find((type) => type !== undefined) ?? 'other',
  };
}

/** Old switches have ports that are mere numbers, behind type and age: `1  10.0.0.1  0011.2233.4455  Dynamic  3  7  Valid 1`. */
function isPortCell(cells: readonly string[], cell: string): boolean {
  const typeAt = cells.findIndex((word) => /^(?:dynamic|static)$/i.test(word));
  return typeAt >= 0 && cells[typeAt + 2] === cell && cells.indexOf(cell, typeAt + 2) === typeAt + 2;
}

/** Between the two addresses for IPv6, last for IPv4, or as the name of an interface. */
function vlanOf(cells: readonly string[], at: number, macAt: number): number | undefined {
  const named = cells.map((cell) => /^(?:vlan|ve)(\d{1,4})$/i.exec(cell)?.[1]).find((id) => id !== undefined);
  const isV6 = (cells[at] ?? '').includes(':');
  const between = isV6 && macAt - at === 2 ? cells[at + 1] : undefined;
  const last = /^(?:valid|pend)/i.test(cells.at(-2) ?? '') ? cells.at(-1) : undefined;
  const text = between ?? last ?? named;
  return text !== undefined && /^\d{1,4}$/.test(text) && Number(text) > 0 ? Number(text) : undefined;
}

const parser = parserOf<ArpRow>((sink) => ({
  line(text) {
    const row = read(text);
    if (row === 'none') return;
    if (row !== undefined) sink.row(row);
    else if (!NOTE.test(text)) sink.unknown(text);
  },
  isWhole: (text) => typeof read(text) === 'object',
}));

export const arpCommands: readonly Command<ArpRow>[] = [
  { command: 'show arp', parser, optional: true },
  { command: 'show ipv6 neighbor', parser, optional: true },
];

export function arpLookup(address: string): Command<ArpRow> {
  return { command: `show ${address.includes(':') ? 'ipv6 neighbor' : 'arp'} ${address}`, parser };
}
