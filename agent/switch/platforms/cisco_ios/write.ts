/** How IOS and IOS XE are changed. Changes hold at once; `write memory` makes them those of the next start. */
import { ciscoTextProblem, interfaceRanges } from '../../parse/index.ts';
import type { WriteRecipes } from '../../platform.ts';
import { portLines, vlanLines } from '../write-lines.ts';

/** IOS takes 240 characters, and old releases 200. */
const DESCRIPTION_CHARS_MAX = 200;
/** The parser takes five pieces per `interface range`. */
const RANGE_PIECES_MAX = 5;
const PORTS_PER_CALL_MAX = 48;

export function iosTextProblem(text: string): string | undefined {
  return ciscoTextProblem(text, { charsMax: DESCRIPTION_CHARS_MAX });
}

export const iosWrite: WriteRecipes = {
  enter: [{ line: 'configure terminal' }],
  leave: [{ line: 'end' }],
  configPrompt: /\(config[\w.:/ -]{0,64}\)# ?$/,
  ports(ports, change) {
    const ranges = interfaceRanges(ports, { piecesMax: RANGE_PIECES_MAX, join: ',' });
    const lines = portLines(change, iosTextProblem);
    return ranges.flatMap((range) => [
      { line: /[,-]/.test(range) ? `interface range ${range}` : `interface ${range}` },
      ...lines,
      // Should the next interface be refused in words that nobody knows, its lines meet no port.
      { line: 'exit' },
    ]);
  },
  rangeMax: PORTS_PER_CALL_MAX,
  vlan: vlanLines,
  textProblem: iosTextProblem,
  save: [
    {
      line: 'write memory',
      questions: [{ ask: /(?:NVRAM configuration|previous NVRAM).{0,80}\[confirm\] ?$/i, answer: '\r' }],
    },
  ],
  saved: /\[OK\]/,
};
