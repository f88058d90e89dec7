/** How an N-series switch is configured. Port channels take no part in ranges of ports. */

import { interfaceRanges, textProblemOf } from '../../parse/index.ts';
import type { WriteLine, WriteRecipes } from '../../platform.ts';
import { portLines, quoted, typed, UNTYPED } from '../usual-writes.ts';

/** The device's own bound of a description. */
const TEXT_CHARS_MAX = 64;
/** One line of this many ports in ones still fits the command line. */
const RANGE_PORTS_MAX = 48;

const LAG = /^Po(\d+)$/;

/** `interface …` lines that together take in all the ports. */
function heads(ports: readonly string[]): string[] {
  const single = ports.filter((port) => !LAG.test(port));
  const lags = ports.flatMap((port) => LAG.exec(port)?.[1] ?? []);
  const word = single.length === 1 ? 'interface' : 'interface range';
  const ranges = interfaceRanges(single, { piecesMax: RANGE_PORTS_MAX, join: ',' });
  return [
    ...ranges.map((range) => `${word} ${range}`),
    ...lags.map((lag) => `interface port-channel ${lag}`),
  ];
}

export const os6Write: WriteRecipes = {
  enter: typed('configure'),
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
  vlan: (vlan, name) =>
    name === undefined
      ? typed(`no vlan ${vlan}`)
      : typed(`vlan ${vlan}`, name === '' ? 'no name' : `name ${quoted(name, 'words')}`, 'exit'),
  textProblem: (text) => textProblemOf(text, { charsMax: TEXT_CHARS_MAX, forbidden: UNTYPED }),
  save: [
    {
      line: 'copy running-config startup-config',
      // A single key is read, without Enter.
      questions: [{ ask: /\(y\/n\) ?$/i, answer: 'y' }],
    },
  ],
  saved: /configuration saved/i,
};
