import { arpParser } from '../../parse/index.ts';
import type { ArpRow, Command } from '../../platform.ts';
import { smbArpNotes } from '../cisco_smb/arp.ts';
import { os6ArpNotes } from '../dell_os6/arp.ts';
import { powerconnectPortName } from './names.ts';

const DIALECT = { portName: powerconnectPortName, notes: [...smbArpNotes, ...os6ArpNotes] };

export const arpCommands: readonly Command<ArpRow>[] = [
  { command: 'show arp', parser: arpParser(DIALECT), optional: true },
  { command: 'show ipv6 neighbors', parser: arpParser(DIALECT), optional: true },
];

/** The tables of these switches are short; they cannot be asked for one address. */
export function arpLookup(address: string): Command<ArpRow> {
  const command = address.includes(':') ? 'show ipv6 neighbors' : 'show arp';
  return { command, parser: arpParser(DIALECT, address) };
}
