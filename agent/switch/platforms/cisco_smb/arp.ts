/** `show arp` and `show ipv6 neighbors`; a VLAN stands before the port, each may be left out. */

import { arpParser } from '../../parse/index.ts';
import type { ArpRow, Command } from '../../platform.ts';
import { smbPortName } from './names.ts';

export const smbArpNotes: readonly RegExp[] = [
  /^\s*(?:Total number|ARP timeout|Gathering information)/i,
  /^\s*(?:VLAN\s+Interface|Interface\s|IP(?:v6)? address)/i,
  /^\s*(?:No (?:ARP )?entries|There are no)/i,
];

const DIALECT = { portName: smbPortName, notes: smbArpNotes };

export const arpCommands: readonly Command<ArpRow>[] = [
  { command: 'show arp', parser: arpParser(DIALECT), optional: true },
  { command: 'show ipv6 neighbors', parser: arpParser(DIALECT), optional: true },
];

export function arpLookup(address: string): Command<ArpRow> {
  const parser = arpParser(DIALECT, address);
  const command = address.includes(':') ? 'show ipv6 neighbors ipv6-address' : 'show arp ip-address';
  const whole = address.includes(':') ? 'show ipv6 neighbors' : 'show arp';
  return { command: `${command} ${address}`, parser, alternative: { command: whole, parser } };
}
