/** `show arp all-vrfs` and `show ipv6 neighbors all-vrfs`: the port is the routed one, the physical port the one below it. */
import { arpParser } from '../../parse/index.ts';
import type { ArpRow, Command } from '../../platform.ts';
import { aoscxPortName } from './names.ts';

const dialect = {
  portName: aoscxPortName,
  // A port channel that both switches of a pair share.
  prepare: (line: string) => line.replace(/\(mc\)/i, ''),
  notes: [
    /^\s*IPv[46] Address\s+MAC\b/i,
    /^\s*Total Number Of\b/i,
    /^\s*No (?:ARP|IPv6|ND) (?:\w+ ){0,2}entries found/i,
    /^\s*(?:ARP|IPv6 Neighbor|ND)(?: IPv[46])? Entries\b/i,
  ],
};
const parser = arpParser(dialect);

export const arpCommands: readonly Command<ArpRow>[] = [
  { command: 'show arp all-vrfs', parser },
  { command: 'show ipv6 neighbors all-vrfs', parser, optional: true },
];

export const arpReads: readonly Command<ArpRow>[] = [
  { command: 'show arp', parser },
  { command: 'show ipv6 neighbors', parser },
];

/** The device prints whole tables only; the reader keeps the one row. */
export function arpLookup(address: string): Command<ArpRow> {
  const table = address.includes(':') ? 'show ipv6 neighbors all-vrfs' : 'show arp all-vrfs';
  return { command: table, parser: arpParser(dialect, address) };
}
