/** `show mac address-table`: VLAN, address, type, interface by its long name. */

import { fdbParser } from '../../parse/index.ts';
import type { Command, FdbRow } from '../../platform.ts';
import { closeNames, os10Long, os10PortName } from './names.ts';

/** The private VLAN where the address was learned, `pv 200`, stands behind the VLAN or behind the port. */
function prepare(line: string): string {
  return closeNames(line)
    .replace(/^(\s{0,8}\d{1,4}) pv \d{1,4}\s/i, '$1 ')
    .replace(/\s\(?pv\)? ?\d{0,4}\s*$/i, '');
}

const parser = fdbParser({
  portName: os10PortName,
  prepare,
  notes: [
    /^\s*(?:Codes|Legend):/i,
    /^\s*(?:Total|Number of|MAC Address(?:es)? Count|Dynamic|Static)\b.{0,80}\d/i,
    /^\s*(?:No (?:entries|MAC)|Aging)/i,
  ],
});

const COMMAND = 'show mac address-table';

export const fdbCommands: readonly Command<FdbRow>[] = [{ command: COMMAND, parser }];

/** `mac` in the platform's spelling, `00:11:22:33:44:55`. */
export function fdbLookup(mac: string): Command<FdbRow> {
  return { command: `${COMMAND} address ${mac}`, parser };
}

export function portFdb(port: string): Command<FdbRow> {
  return { command: `${COMMAND} interface ${os10Long(port)}`, parser };
}
