/** `show arp no-resolve` and `show ipv6 neighbors`. An interface in brackets is the port behind the routed one. */
import { parseIp, parseMac } from '../../../../shared/model/index.ts';
import type { ArpRow, Command, LineParser } from '../../platform.ts';
import { junosParser } from './frame.ts';
import { isJunosPort, junosPortName, routedVlan } from './names.ts';

const NOTE = /^\s*MAC Address\s+Address\b|^\s*IPv6 Address\s+Linklayer\b|^\s*Total entries\s*:/i;

/** Tables have fewer; a longer line is none of theirs, and looking at all its cells would cost time. */
const CELLS_MAX = 16;

function readRow(text: string): ArpRow | undefined {
  const cells = text.trim().split(/\s+/, CELLS_MAX);
  const found = cells.filter((cell) => cell.includes(':')).map(parseMac);
  const mac = found.find((one) => one !== undefined);
  if (mac === undefined) return undefined;
  const address = cells.map(parseIp).find((ip) => ip !== undefined);
  if (address === undefined) return undefined;
  const names = cells.map((cell) => cell.replace(/^\[|\]$/g, ''));
  const port = names.find(isJunosPort);
  return {
    address,
    mac,
    vlan: names.map(routedVlan).find((vlan) => vlan !== undefined),
    port: port === undefined ? undefined : junosPortName(port),
    type: /\b(?:permanent|static)\b/i.test(text) ? 'static' : 'dynamic',
  };
}

/** Long IPv6 addresses stand alone; the rest of their row is in the next line. */
const parser: () => LineParser<ArpRow> = junosParser<ArpRow>((sink) => {
  let begun: string | undefined;
  const drop = (): void => {
    if (begun !== undefined) sink.unknown(begun);
    begun = undefined;
  };
  return {
    line(text) {
      const row = readRow(text) ?? (begun === undefined ? undefined : readRow(`${begun} ${text}`));
      if (row !== undefined) {
        begun = undefined;
        sink.row(row);
        return;
      }
      drop();
      // What was asked for and not answered has no address of the link.
      if (/\b(?:incomplete|unreachable)\b|\bnone\s+(?:incomplete|\d)/i.test(text)) return;
      if (parseIp(text.trim()) !== undefined) begun = text;
      else if (!NOTE.test(text)) sink.unknown(text);
    },
    isWhole: (text) => readRow(text) !== undefined,
    end: drop,
  };
});

export const arpCommands: readonly Command<ArpRow>[] = [
  { command: 'show arp no-resolve', parser },
  { command: 'show ipv6 neighbors', parser, optional: true },
];

/** The pattern ends with a blank, or 10.0.0.1 would also find 10.0.0.10. */
export function arpLookup(address: string): Command<ArpRow> {
  const table = address.includes(':') ? 'show ipv6 neighbors' : 'show arp no-resolve';
  return { command: `${table} | match "${address.replaceAll('.', '\\.')} "`, parser };
}
