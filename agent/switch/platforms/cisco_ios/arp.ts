/** `show ip arp` and `show ipv6 neighbors`. An age of `-` is the device's own address, or one set by hand. */
import { arpParser } from '../../parse/index.ts';
import type { ArpRow, Command } from '../../platform.ts';
import { iosPortName } from './names.ts';

const parser = arpParser({
  portName: iosPortName,
  notes: [
    /^\s*Protocol\s+Address\b/i,
    /^\s*IPv6 Address\b/i,
    /^(?:VRF|Total|Codes|Flags)\b/i,
    /^% ?(?:No|Not)\b/i,
  ],
  typeOf: (cells) => (cells[2] === '-' || cells[1] === '-' ? 'self' : undefined),
});

export const arpCommands: readonly Command<ArpRow>[] = [
  {
    command: 'show ip arp',
    parser,
    optional: true,
    alternative: { command: 'show arp', parser, optional: true },
  },
  { command: 'show ipv6 neighbors', parser, optional: true },
];

export function arpLookup(address: string): Command<ArpRow> {
  return {
    command: address.includes(':') ? `show ipv6 neighbors ${address}` : `show ip arp ${address}`,
    parser,
  };
}
