/** `show iparp`, and the neighbours of IPv6 in the same columns, over two lines where the address is long. */
import { parseIp, parseMac } from '../../../../shared/model/index.ts';
import { parserOf } from '../../parse/index.ts';
import type { ArpRow, Command, LineParser } from '../../platform.ts';
import { exosPortName, exosVlan, isExosPort } from './names.ts';

/** Behind the table come timers, counters and limits, two to a line. */
const NOTES: readonly RegExp[] = [
  /^[-=\s]+$/,
  /^\s*VR\s+Destination\b|^\s+Mac\s+Age\b/i,
  /^\s*[A-Za-z][\w /.-]{1,32}\s*:/,
  /^\s*(?:ARP|ND|Neighbor\w*) Global Settings$/i,
  /^\s*Total\b/i,
];
const CELLS =
  /^(?:\S{1,32}\s+)?(?<address>[\da-f.:]{3,45})(?:%\S+)?\s+\(?(?<mac>[\da-f]{2}(?::[\da-f]{2}){5})\)?\s+(?:(?<age>\d{1,7}|-)\s+)?(?<static>YES|NO)\s+(?<name>\S{1,64})\s+(?<vid>\d{1,4})(?:\s+(?<port>\S.*))?$/i;

/** An entry that was asked for and not answered. */
const UNANSWERED =
  /^(?:\S{1,32}\s+)?[\da-f.:]{3,45}\s+(?:\(\s?(?:incomplete|pending)\s?\)\s+)?\d{1,7}\s+(?:YES|NO)\s+\S{1,64}\s+\d{1,4}\b/i;

/** What names a MAC address is an entry, and no timer. */
function isNote(text: string): boolean {
  return !/(?:[\da-f]{2}:){5}[\da-f]{2}/i.test(text) && NOTES.some((note) => note.test(text));
}

/** `address`: only the rows of this one. */
function arpParserOf(address?: string): () => LineParser<ArpRow> {
  const wanted = address === undefined ? undefined : parseIp(address);
  return parserOf<ArpRow>((sink) => {
    let begun: string | undefined;
    const drop = (): void => {
      if (begun !== undefined) sink.unknown(begun);
      begun = undefined;
    };
    return {
      line(text) {
        const row = readRow(text) ?? (begun === undefined ? undefined : readRow(`${begun} ${text.trim()}`));
        if (row !== undefined) {
          begun = undefined;
          if (wanted === undefined || row.address === wanted) sink.row(row);
          return;
        }
        drop();
        if (/^(?:\S{1,32}\s+)?[\da-f.:]{2,45}(?:%\S{1,16})?$/i.test(text.trim()) && /[\da-f][.:]/i.test(text))
          begun = text.trim();
        else if (!UNANSWERED.test(text.trim()) && !isNote(text)) sink.unknown(text);
      },
      isWhole: (text) => readRow(text) !== undefined,
      end: drop,
    };
  });
}

function readRow(text: string): ArpRow | undefined {
  const cells = CELLS.exec(text.trim())?.groups ?? {};
  const address = parseIp(cells['address'] ?? '');
  const mac = parseMac(cells['mac'] ?? '');
  if (address === undefined || mac === undefined) return undefined;
  const port = exosPortName(cells['port'] ?? '');
  return {
    address,
    mac,
    vlan: Number(cells['vid']) || exosVlan(cells['vid']),
    port: isExosPort(port) ? port : undefined,
    type: /^yes$/i.test(cells['static'] ?? '') ? 'static' : 'dynamic',
  };
}

const parser = arpParserOf();

export const arpCommands: readonly Command<ArpRow>[] = [
  { command: 'show iparp', parser },
  { command: 'show neighbor-discovery cache ipv6', parser, optional: true },
];

export function arpLookup(address: string): Command<ArpRow> {
  if (!address.includes(':')) return { command: `show iparp ${address}`, parser: arpParserOf(address) };
  return { command: 'show neighbor-discovery cache ipv6', parser: arpParserOf(address) };
}
