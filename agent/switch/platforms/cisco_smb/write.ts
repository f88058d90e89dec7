/** How a Small Business switch is configured. VLANs live in a mode of their own, their names at their interface. */

import { interfaceRanges, textProblemOf } from '../../parse/index.ts';
import type { WriteLine, WriteRecipes } from '../../platform.ts';
import { portLines, quoted, typed, UNTYPED } from '../usual-writes.ts';

/** The device's own bound of a description. */
const TEXT_CHARS_MAX = 64;
const RANGE_PORTS_MAX = 48;

/** `interface …` lines that together take in all the ports; port channels apart. */
function heads(ports: readonly string[]): string[] {
  const lags = ports.flatMap((port) => /^Po(\d+)$/.exec(port)?.[1] ?? []);
  const single = ports.filter((port) => !/^Po\d+$/.test(port));
  const word = single.length === 1 ? 'interface' : 'interface range';
  const ranges = interfaceRanges(single, { piecesMax: RANGE_PORTS_MAX, join: ',' });
  return [
    ...ranges.map((range) => `${word} ${range}`),
    ...lags.map((lag) => `interface port-channel ${lag}`),
  ];
}

export function smbVlanLines(vlan: number, name: string | undefined): WriteLine[] {
  if (name === undefined) return typed('vlan database', `no vlan ${vlan}`, 'exit');
  const rename = name === '' ? 'no name' : `name ${quoted(name, 'words')}`;
  return typed('vlan database', `vlan ${vlan}`, 'exit', `interface vlan ${vlan}`, rename, 'exit');
}

export const smbSave: readonly WriteLine[] = [
  {
    line: 'copy running-config startup-config',
    // A single key is read, without Enter.
    questions: [
      { ask: /(?:\(Y\/N\)\s?(?:\[[YN]\])?|\[Yes\/press any key for no\])[ .?]{0,8}$/i, answer: 'Y' },
    ],
  },
];

/** The message of the copy goes to the console alone on some. */
export const SMB_SAVED: RegExp =
  /Copy succeeded|(?:copy operation was )?completed successfully|copied successfully|Configuration (?:file )?saved|\b\d{1,9} bytes copied/i;

export const smbWrite: WriteRecipes = {
  enter: typed('configure terminal'),
  leave: typed('end'),
  configPrompt: /^[\w.@:~+/-]{1,64}\((?:config|vlan)[^()\r\n]{0,64}\)# ?$/,
  ports(ports, change, before) {
    const lines = portLines(
      change,
      ports.map((port) => before.get(port)),
      { quotes: 'words' },
    );
    return heads(ports).flatMap((head): WriteLine[] => [{ line: head }, ...lines, { line: 'exit' }]);
  },
  rangeMax: RANGE_PORTS_MAX,
  vlan: smbVlanLines,
  textProblem: (text) => textProblemOf(text, { charsMax: TEXT_CHARS_MAX, forbidden: UNTYPED }),
  save: smbSave,
  savedQuietly: SMB_SAVED,
};
