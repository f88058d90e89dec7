/** `show mac address-table` of N1100 to N4000 and, with the columns in another order, of PowerConnect 6200 to 8100. */

import { fdbParser } from '../../parse/index.ts';
import type { Command, FdbRow } from '../../platform.ts';
import { os6PortName } from './names.ts';

const parser = fdbParser({
  portName: os6PortName,
  notes: [
    /^\s*Aging time\b/i,
    /^(?:Total|Maximum|Static|Dynamic|Internal|Management)\b[\w ().-]{1,80}:\s*\d+/i,
    /^(?:\w+ )?(?:MAC )?Address(?:es)? (?:Count|Table)\b/i,
    /^(?:No (?:entries|MAC|matching)\b|MAC address not found|The MAC address was not found)/i,
  ],
});

function ask(rest: string): Command<FdbRow> {
  // The spelling before firmware 4.
  const alternative = { command: `show bridge address-table${rest}`, parser };
  return { command: `show mac address-table${rest}`, parser, alternative };
}

export const fdbCommands: readonly Command<FdbRow>[] = [ask('')];

/** `mac` in the platform's spelling, `0011.2233.4455`. */
export function fdbLookup(mac: string): Command<FdbRow> {
  return ask(` address ${mac}`);
}

export function portFdb(port: string): Command<FdbRow> {
  return ask(` interface ${port}`);
}
