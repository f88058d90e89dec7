/** `show mac-address-table`: cells between tabs, a blank within names, a state behind them, marks of VLT peers. */

import { fdbParser } from '../../parse/index.ts';
import type { Command, FdbRow } from '../../platform.ts';
import { closeNames, os9Long, os9PortName } from './names.ts';

/** `Active` and `Inactive` say whether the row is in use; `(N)` that a VLT peer has told it. */
function prepare(line: string): string {
  return closeNames(line)
    .replace(/\s(?:Active|Inactive)\s*$/i, '')
    .replace(/\b(Dynamic|Static|Sticky)\s?(?:\([A-Z]\)|\*N)/i, '$1');
}

const parser = fdbParser({
  portName: os9PortName,
  prepare,
  notes: [
    /^\s*Codes:/i,
    /^\s*\*?[A-Z] - /,
    /^\s*(?:Total|Number of|MAC Address(?:es)? (?:in use|Count))\b/i,
    /^\s*(?:No (?:entries|MAC)|VlanId\b)/i,
    /^\s*Aging time\b/i,
  ],
});

const COMMAND = 'show mac-address-table';

export const fdbCommands: readonly Command<FdbRow>[] = [{ command: COMMAND, parser }];

/** `mac` in the platform's spelling, `00:11:22:33:44:55`. */
export function fdbLookup(mac: string): Command<FdbRow> {
  return { command: `${COMMAND} address ${mac}`, parser };
}

export function portFdb(port: string): Command<FdbRow> {
  return { command: `${COMMAND} interface ${os9Long(port)}`, parser };
}
