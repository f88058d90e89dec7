/** `show ip arp` and `show ipv6 neighbors`: an interface, which may be a VLAN, and the port behind it. */

import { arpParser } from '../../parse/index.ts';
import type { ArpRow, Command } from '../../platform.ts';
import { closeNames, os10PortName } from './names.ts';

const DIALECT = {
  portName: os10PortName,
  prepare: closeNames,
  notes: [
    /^\s*(?:Address\s+Hardware|IPv6 Address|Codes:|pv\b)/i,
    /^\s*(?:Total|Number of|Protocol|Interface)\b/i,
  ],
};

export const arpCommands: readonly Command<ArpRow>[] = [
  { command: 'show ip arp', parser: arpParser(DIALECT), optional: true },
  { command: 'show ipv6 neighbors', parser: arpParser(DIALECT), optional: true },
];

export const arpAlsoReads: readonly Command<ArpRow>[] = [{ command: 'show arp', parser: arpParser(DIALECT) }];

export function arpLookup(address: string): Command<ArpRow> {
  const parser = arpParser(DIALECT, address);
  const whole = address.includes(':') ? 'show ipv6 neighbors' : 'show ip arp';
  return { command: `${whole} ${address}`, parser, alternative: { command: whole, parser } };
}
