/** How an OS10 switch is configured. Port channels take no part in ranges of ports. */

import { interfaceRanges, textProblemOf } from '../../parse/index.ts';
import type { WriteLine, WriteRecipes } from '../../platform.ts';
import { portLines, quoted, typed, UNTYPED } from '../usual-writes.ts';
import { os10Long } from './names.ts';

/** The device's own bound of a description. */
const TEXT_CHARS_MAX = 240;
const RANGE_PORTS_MAX = 48;

/** `interface …` lines that together take in all the ports: `interface range ethernet 1/1/1-1/1/4,1/1/7`. */
function heads(ports: readonly string[]): string[] {
  const single = ports.filter((port) => /^Eth\d/.test(port));
  const others = ports.filter((port) => !/^Eth\d/.test(port));
  const [first] = single;
  const ranges =
    single.length === 1 && first !== undefined
      ? [`interface ${os10Long(first)}`]
      : interfaceRanges(
          single.map((port) => port.slice('Eth'.length)),
          { piecesMax: RANGE_PORTS_MAX, join: ',' },
        ).map((range) => `interface range ethernet ${fullEnds(range)}`);
  return [...ranges, ...others.map((port) => `interface ${os10Long(port)}`)];
}

/** Both ends of a span are written in full: `1/1/1-4` to `1/1/1-1/1/4`. */
function fullEnds(list: string): string {
  return list
    .split(',')
    .map((piece) => piece.replace(/^(.{1,16}[/:])(\d{1,4})-(\d{1,4})$/, '$1$2-$1$3'))
    .join(',');
}

export const os10Write: WriteRecipes = {
  enter: typed('configure terminal'),
  leave: typed('end'),
  configPrompt: /^[\w.@:~+/-]{1,64}\(conf[^()\r\n]{0,64}\)# ?$/,
  ports(ports, change, before) {
    const lines = portLines(
      change,
      ports.map((port) => before.get(port)),
      { quotes: 'words' },
    );
    return heads(ports).flatMap((head): WriteLine[] => [{ line: head }, ...lines, { line: 'exit' }]);
  },
  rangeMax: RANGE_PORTS_MAX,
  // The name of a VLAN is its description here; `show vlan` prints it as such.
  vlan: (vlan, name) =>
    name === undefined
      ? typed(`no interface vlan ${vlan}`)
      : typed(
          `interface vlan ${vlan}`,
          name === '' ? 'no description' : `description ${quoted(name, 'words')}`,
          'exit',
        ),
  textProblem: (text) => textProblemOf(text, { charsMax: TEXT_CHARS_MAX, forbidden: UNTYPED }),
  save: typed('write memory'),
  savedQuietly: /\b(?:success\w*|completed|saved|done)\b|\[OK\]/i,
};
