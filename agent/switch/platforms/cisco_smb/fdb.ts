/** `show mac address-table`. The switch's own address is on port `0`. */

import { fdbParser } from '../../parse/index.ts';
import type { Command, FdbRow } from '../../platform.ts';
import { smbPortName } from './names.ts';

const parser = fdbParser({
  // The 220 series draws lines between its columns and calls the VLAN `VID`.
  prepare: (text) => (text.includes('|') ? text.replaceAll('|', ' ').replace(/^(\s*)VID\b/, '$1Vlan') : text),
  portName: smbPortName,
  ownPort: '0',
  notes: [
    /^\s*Flags:/i,
    /^\s*Aging time\b/i,
    /^\s*(?:Total|Number of)\b[\w ().-]{1,80}:\s*\d+/i,
    /^\s*(?:No entries|No MAC|Gathering information)/i,
  ],
});

function ask(rest: string): Command<FdbRow> {
  // The first releases had the word of the PowerConnects.
  const alternative = { command: `show bridge address-table${rest}`, parser };
  return { command: `show mac address-table${rest}`, parser, alternative };
}

export const fdbCommands: readonly Command<FdbRow>[] = [ask('')];

/** `mac` in the platform's spelling, `00:11:22:33:44:55`. */
export function fdbLookup(mac: string): Command<FdbRow> {
  return ask(` address ${mac}`);
}

export function portFdb(port: string): Command<FdbRow> {
  return ask(` interface ${port}`);
}
