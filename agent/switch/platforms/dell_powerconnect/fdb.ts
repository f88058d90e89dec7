/** `show bridge address-table` of all PowerConnects; the columns differ between the two families. */

import { fdbParser } from '../../parse/index.ts';
import type { Command, FdbRow } from '../../platform.ts';
import { isChannel, powerconnectPortName } from './names.ts';

const parser = fdbParser({
  portName: powerconnectPortName,
  ownPort: '0',
  notes: [
    /^\s*Aging time\b/i,
    /^\s*Flags:/i,
    /^\s*(?:Total|Maximum|Static|Dynamic|Internal|Management|Number of)\b[\w ().-]{1,80}:\s*\d+/i,
    /^\s*(?:\w+ )?(?:MAC )?Address(?:es)? (?:Count|Table)\b/i,
    /^\s*(?:No (?:entries|MAC|matching)\b|(?:The )?MAC address (?:was )?not found)/i,
  ],
});

/** One question in all its spellings, the likeliest first. */
function firstOf(commands: readonly string[]): Command<FdbRow> {
  const [command = '', ...rest] = commands;
  return rest.length === 0 ? { command, parser } : { command, parser, alternative: firstOf(rest) };
}

export const fdbCommands: readonly Command<FdbRow>[] = [
  firstOf(['show bridge address-table', 'show mac address-table']),
];

/** Some of the older lines have no question for one address: then all are read, and the engine picks. */
export function fdbLookup(mac: string): Command<FdbRow> {
  return firstOf([
    `show bridge address-table address ${mac}`,
    `show mac address-table address ${mac}`,
    'show bridge address-table',
  ]);
}

export function portFdb(port: string): Command<FdbRow> {
  const number = /\d+$/.exec(port)?.[0] ?? port;
  return firstOf([
    `show bridge address-table ${isChannel(port) ? `port-channel ${number}` : `ethernet ${port}`}`,
    `show bridge address-table interface ${port}`,
    `show mac address-table interface ${port}`,
  ]);
}
