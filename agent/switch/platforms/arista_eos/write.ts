/** How EOS is changed. Changes hold at once; in a session with a timer EOS takes them back unless they are confirmed. */
import { ciscoTextProblem, interfaceRanges } from '../../parse/index.ts';
import type { WriteRecipes } from '../../platform.ts';
import { portLines, vlanLines } from '../write-lines.ts';

const DESCRIPTION_CHARS_MAX = 240;
const RANGE_PIECES_MAX = 16;
const PORTS_PER_CALL_MAX = 64;
const MINUTES_PER_HOUR = 60;
/** The name of our configuration session on the device. */
const SESSION = 'wayside';

/** EOS takes `;` for the end of a command in some releases, and `|` and `>` for where its output goes. */
export function eosTextProblem(text: string): string | undefined {
  if (/[;|>]/.test(text)) return 'holds ; | or >, which the device may take as commands';
  return ciscoTextProblem(text, { charsMax: DESCRIPTION_CHARS_MAX });
}

/** `00:05:00` */
function timer(minutes: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / MINUTES_PER_HOUR))}:${two(minutes % MINUTES_PER_HOUR)}:00`;
}

export const eosWrite: WriteRecipes = {
  enter: [{ line: 'configure' }],
  leave: [{ line: 'end' }],
  configPrompt: /\(config[\w.:/ -]{0,64}\)# ?$/,
  ports(ports, change) {
    const lines = portLines(change, eosTextProblem);
    return interfaceRanges(ports, { piecesMax: RANGE_PIECES_MAX, join: ',' }).flatMap((range) => [
      { line: `interface ${range}` },
      ...lines,
    ]);
  },
  rangeMax: PORTS_PER_CALL_MAX,
  vlan: vlanLines,
  textProblem: eosTextProblem,
  save: [{ line: 'write memory' }],
  saved: /Copy completed successfully/i,
  commitConfirmed: {
    enter: [{ line: `configure session ${SESSION}` }],
    commit: (minutes) => [{ line: `commit timer ${timer(minutes)}` }],
    confirm: [{ line: `configure session ${SESSION} commit` }],
    abandon: [{ line: `configure session ${SESSION} abort` }],
  },
};
