/** What stands in for a platform until the device has told which one it is. */
import type { Dialect } from './command.ts';
import { CAPTURE_LINES_MAX } from './limits.ts';
import { isLogLine } from './parse/index.ts';
import type { LineParser } from './platform.ts';

/** The one command that every platform knows; its answer is what packs recognise themselves by. */
export const DETECT_COMMAND = 'show version';

export const GENERIC_DIALECT: Dialect = {
  // One word that ends like a prompt, alone on its line: `sw1>`, `sw1(config-if)#`, `<sw1>`, `[admin@sw1] >`.
  prompt: /^(?:\[[\w.@/-]{1,64}\] |[<[]?[A-Za-z0-9][\w.@()/:+~-]{0,80})\s?[>#\]$%]\s?$/,
  more: /(?:--\s?more\s?--|<---? more ---?>|press any key to continue|lines \d+-\d+).*$/i,
  moreKey: ' ',
  quitKey: 'q',
  errors: [
    { pattern: /^\s*%\s?(?:command )?authori[sz]ation failed/i, code: 'COMMAND_DENIED' },
    {
      pattern:
        /^\s*(?:%\s?(?:invalid|incomplete|ambiguous|unrecognized|unknown)|command not found|invalid input|error:|syntax error)/i,
      code: 'COMMAND_REJECTED',
    },
  ],
};

/** Keeps the first lines as they come. */
export function captureParser(): LineParser<string> {
  const rows: string[] = [];
  return {
    push: (line) => {
      if (rows.length < CAPTURE_LINES_MAX && !isLogLine(line)) rows.push(line);
    },
    end: () => ({ rows, unknown: [], unknownCount: 0 }),
  };
}
