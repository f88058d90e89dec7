/** How NX-OS is changed. Changes hold at once; the copy makes them those of the next start. */
import { ciscoTextProblem, interfaceRanges } from '../../parse/index.ts';
import type { WriteRecipes } from '../../platform.ts';
import { portLines, vlanLines } from '../write-lines.ts';

const DESCRIPTION_CHARS_MAX = 254;
const RANGE_PIECES_MAX = 8;
const PORTS_PER_CALL_MAX = 48;

/** NX-OS takes `;` for the end of a command and `|` and `>` for where its output goes. */
export function nxosTextProblem(text: string): string | undefined {
  if (/[;|>]/.test(text)) return 'holds ; | or >, which the device takes as commands';
  return ciscoTextProblem(text, { charsMax: DESCRIPTION_CHARS_MAX });
}

export const nxosWrite: WriteRecipes = {
  enter: [{ line: 'configure terminal' }],
  leave: [{ line: 'end' }],
  configPrompt: /\(config[\w.:/ -]{0,64}\)# ?$/,
  ports(ports, change) {
    const lines = portLines(change, nxosTextProblem);
    return interfaceRanges(ports, { piecesMax: RANGE_PIECES_MAX, join: ',' }).flatMap((range) => [
      { line: `interface ${range}` },
      ...lines,
      // Should the next interface be refused in words that nobody knows, its lines meet no port.
      { line: 'exit' },
    ]);
  },
  rangeMax: PORTS_PER_CALL_MAX,
  vlan: vlanLines,
  textProblem: nxosTextProblem,
  save: [{ line: 'copy running-config startup-config' }],
  saved: /Copy complete|\] 100%/i,
};
