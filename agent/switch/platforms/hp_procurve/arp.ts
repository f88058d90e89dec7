/** `show arp` and `show ipv6 neighbors`. A port that is only a number is a port here. */
import { parseIp, parseMac } from '../../../../shared/model/index.ts';
import { parserOf, RulerTable } from '../../parse/index.ts';
import type { ArpRow, Command, LineParser } from '../../platform.ts';
import { isProcurvePort, procurvePortName } from './names.ts';

const TYPES: readonly (readonly [RegExp, ArpRow['type']])[] = [
  [/^dyn/i, 'dynamic'],
  [/^(?:stat|perm)/i, 'static'],
  [/^(?:local|self)/i, 'self'],
];

function parserFor(address: string | undefined): () => LineParser<ArpRow> {
  const wanted = address === undefined ? undefined : parseIp(address);
  return parserOf<ArpRow>(
    (sink) =>
      new RulerTable({
        isRow: (line) => parseIp(line.trim().split(/\s+/)[0] ?? '') !== undefined,
        isNote: (line) => /^\s*(?:IP(?:v6)? (?:ARP|ND|Neighbor)|IP(?:v6)? Address|VLAN\b)/i.test(line),
        unknown: sink.unknown,
        row(row) {
          const found = parseIp(row.first);
          const mac = parseMac(row.cell(/^mac/i));
          // An entry that was asked for and not answered has no address.
          if (found === undefined || mac === undefined || (wanted !== undefined && found !== wanted)) return;
          const port = row.cell(/^port/i).trim();
          const word = row.cell(/^type/i);
          sink.row({
            address: found,
            mac,
            vlan: vlanOf(row.cell(/^vlan/i)),
            port: isProcurvePort(port) ? procurvePortName(port) : undefined,
            type: TYPES.find(([pattern]) => pattern.test(word))?.[1] ?? 'other',
          });
        },
      }),
  );
}

function vlanOf(text: string): number | undefined {
  return /^\d{1,4}$/.test(text.trim()) ? Number(text) : undefined;
}

export const arpCommands: readonly Command<ArpRow>[] = [
  { command: 'show arp', parser: parserFor(undefined), optional: true },
  { command: 'show ipv6 neighbors', parser: parserFor(undefined), optional: true },
];

/** The device answers with all of the table. */
export function arpLookup(address: string): Command<ArpRow> {
  const command = address.includes(':') ? 'show ipv6 neighbors' : 'show arp';
  return { command, parser: parserFor(address) };
}
