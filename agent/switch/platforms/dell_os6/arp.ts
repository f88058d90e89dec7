/** `show arp` and `show ipv6 neighbors`. The out-of-band port is `Management` here. */

import { arpParser } from '../../parse/index.ts';
import type { ArpRow, Command } from '../../platform.ts';
import { os6PortName } from './names.ts';

export const os6ArpNotes: readonly RegExp[] = [
  /^Static ARP entries are only active|^when the IP address is reachable/i,
  /^[A-Z][\w ()/]{2,60}\.{2,}|^Static Entry Count\b/,
  /^\s*(?:IP(?:v6)? Address|IPv6 Addr)\b/i,
  /^\s*(?:Neighbor|Last|Updated|State|Age)\b/i,
  /^(?:No entries|The ARP cache is empty|No ARP)/i,
];

const DIALECT = { portName: os6PortName, notes: os6ArpNotes };

export const arpCommands: readonly Command<ArpRow>[] = [
  { command: 'show arp', parser: arpParser(DIALECT), optional: true },
  { command: 'show ipv6 neighbors', parser: arpParser(DIALECT), optional: true },
];

/** The table cannot be asked for one address on all releases; where it can be searched, few lines travel. */
export function arpLookup(address: string): Command<ArpRow> {
  const command = address.includes(':') ? 'show ipv6 neighbors' : 'show arp';
  const parser = arpParser(DIALECT, address);
  return { command: `${command} | include ${address}`, parser, alternative: { command, parser } };
}
