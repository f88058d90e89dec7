/** `show arp` and `show ipv6 neighbors`. The switch's own addresses have neither an age nor a port. */

import { type ArpDialect, arpParser } from '../../parse/index.ts';
import type { ArpRow, Command } from '../../platform.ts';
import { closeNames, os9PortName } from './names.ts';

const DIALECT: ArpDialect = {
  portName: os9PortName,
  prepare: closeNames,
  notes: [
    /^\s*(?:Protocol\s+Address|IPv6 Address|Hardware Address|Codes:)/i,
    /^\s*(?:Total|Number of)\b.{0,60}\d/i,
  ],
  typeOf(cells) {
    const dashes = cells.filter((cell) => cell === '-').length;
    // With a port but no age it was typed in.
    return dashes >= 2 && !cells.includes('Ma0/0') ? 'self' : cells[2] === '-' ? 'static' : undefined;
  },
};

export const arpCommands: readonly Command<ArpRow>[] = [
  { command: 'show arp', parser: arpParser(DIALECT), optional: true },
  { command: 'show ipv6 neighbors', parser: arpParser(DIALECT), optional: true },
];

export function arpLookup(address: string): Command<ArpRow> {
  const parser = arpParser(DIALECT, address);
  const whole = address.includes(':') ? 'show ipv6 neighbors' : 'show arp';
  const command = address.includes(':') ? `${whole} ${address}` : `${whole} ip ${address}`;
  return { command, parser, alternative: { command: whole, parser } };
}
