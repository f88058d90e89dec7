/** How EOS is changed. Changes hold at once; in a session with a timer EOS takes them back unless they are confirmed. */
import {
  ciscoTextProblem,
  interfaceRanges,
  jsonEntries,
  jsonObject,
  jsonParser,
  jsonText,
} from '../../parse/index.ts';
import type { Command, LeftoverRow, WriteLine, WriteRecipes } from '../../platform.ts';
import { portLines, vlanLines } from '../write-lines.ts';

const DESCRIPTION_CHARS_MAX = 240;
const RANGE_PIECES_MAX = 16;
const PORTS_PER_CALL_MAX = 64;
const MINUTES_PER_HOUR = 60;
/** What the names of our configuration sessions on the device begin with. */
const SESSION = 'wayside';
const OURS = /^wayside(?:-[\w-]{1,40})?$/;

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

function sessionLines(name: string): Readonly<Record<'enter' | 'confirm' | 'abandon', readonly WriteLine[]>> {
  return {
    enter: [{ line: `configure session ${name}` }],
    confirm: [{ line: `configure session ${name} commit` }],
    abandon: [{ line: `configure session ${name} abort` }],
  };
}

/**
 * Sessions of ours that are open still, or whose timer runs. From 4.32 on a session with a timer is called committed, and the
 * timer stands beside the table.
 */
const leftovers: Command<LeftoverRow> = {
  command: 'show configuration sessions detail | json',
  parser: jsonParser((answer, sink) => {
    const timed = jsonText(answer, 'commitTimerSessionName');
    const sessions = jsonEntries(jsonObject(answer['sessions']));
    for (const [name, session] of sessions) {
      const state = jsonText(session, 'state').toLowerCase();
      if (!OURS.test(name)) continue;
      if (name === timed || state === 'pendingcommittimer') sink.row({ name, state: 'timed' });
      else if (state === 'pending') sink.row({ name, state: 'typed' });
    }
  }),
};

export const eosWrite: WriteRecipes = {
  enter: [{ line: 'configure' }],
  leave: [{ line: 'end' }],
  configPrompt: /\(config[\w.:/ -]{0,64}\)# ?$/,
  ports(ports, change) {
    const lines = portLines(change, eosTextProblem);
    return interfaceRanges(ports, { piecesMax: RANGE_PIECES_MAX, join: ',' }).flatMap((range) => [
      { line: `interface ${range}` },
      ...lines,
      // Should the next interface be refused in words that nobody knows, its lines meet no port.
      { line: 'exit' },
    ]);
  },
  rangeMax: PORTS_PER_CALL_MAX,
  vlan: vlanLines,
  textProblem: eosTextProblem,
  save: [{ line: 'write memory' }],
  saved: /Copy completed successfully/i,
  commitConfirmed: {
    ...sessionLines(SESSION),
    commit: (minutes) => [{ line: `commit timer ${timer(minutes)}` }],
    // A session that was ended before is not to be entered again.
    named: sessionLines,
    leftovers: {
      ask: leftovers,
      settle: ({ name, state }) => sessionLines(name)[state === 'timed' ? 'confirm' : 'abandon'],
    },
  },
};
