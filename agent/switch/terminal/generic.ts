/** What stands in for a platform until the device has told which one it is, and where it never does. */
import { WaysideError } from '../../../shared/errors.ts';
import { CAPTURE_LINES_MAX, UNKNOWN_IDLE_MS } from '../limits.ts';
import { isLogLine } from '../parse/index.ts';
import type { LineParser, Platform } from '../platform.ts';
import type { Dialect } from './command.ts';

/** Who they ask what they are: each is asked only when the device refuses the one before. */
export const DETECT_COMMANDS = ['show version', 'display version', '/system resource print'] as const;

export const GENERIC_DIALECT: Dialect = {
  // One word that ends like a prompt, alone on its line: `sw1>`, `sw1(config-if)#`, `<sw1>`, `HRP_M<sw1>`, `[~sw1]`,
  // `[admin@sw 1] >`, `* sw1.12 #`.
  prompt:
    /^(?:\[[\w.@/ -]{1,64}\] |(?:[*!]\s?|HRP_[MS])?[<[]?[~*]?[A-Za-z0-9][\w.@()/:+~-]{0,80})\s?[>#\]$%]\s?$/,
  more: /(?:--\s?more\s?--|<---? more ---?>|---\(more|more: <space>|-- \[q quit\||press (?:any key|<space>) to continue|lines \d+-\d+).*$/i,
  moreKey: ' ',
  quitKey: 'q',
  // Marks of unsaved changes, clocks and counters of commands are what changes by itself.
  promptStem: (prompt) =>
    prompt
      .replace(/^[*!]\s?/, '')
      .replace(/\d\d:\d\d:\d\d/, '')
      .replace(/\.\d{1,9}(?=\s?[>#]$)/, '.'),
  promptLead: /^\{(?:master|backup|linecard|primary|secondary)(?::[\w-]{1,32})?\}\s*$/,
  errors: [
    { pattern: /^\s*%\s?(?:command )?authori[sz]ation failed/i, code: 'COMMAND_DENIED' },
    {
      pattern:
        /^\s*(?:%\s?(?:invalid|incomplete|ambiguous|unrecognized|unknown|wrong|bad|too many)|%% invalid|command not found|invalid (?:input|command)|unknown command|bad command|unrecognized command|error:|syntax error)/i,
      code: 'COMMAND_REJECTED',
    },
  ],
};

/** The id that a device has while no pack knows it; no source can be given it. */
export const UNKNOWN_ID = 'unknown';

/** A device whose text is kept as it is: nothing is read from it, and nothing it had is taken for gone. */
export const unknownPlatform: Platform = {
  ...GENERIC_DIALECT,
  id: UNKNOWN_ID,
  title: 'Unknown platform',
  detect: /(?!)/,
  privilegedPrompt: /#\s?$/,
  enable: undefined,
  setup: [],
  macStyle: 'colon',
  commands: {
    ...{ fdb: [], ports: [], neighbours: [], vlans: [], lags: [], system: [], arp: [], cpu: [], configs: [] },
  },
  lookup: () => {
    throw new WaysideError('PLATFORM_UNKNOWN', 'no platform pack knows this device, so it cannot be asked', {
      hint: 'wayside switch test NAME --transcript shows what the device prints; wayside switch edit NAME --platform ID when you know it',
    });
  },
  logout: 'exit',
  idleMs: UNKNOWN_IDLE_MS,
  limits: { sessionsMax: 1, connectsPerMinute: undefined, fdbAgeingMs: 300_000 },
};

/** Keeps the first lines as they come. */
export function captureParser(rows: string[] = []): LineParser<string> {
  return {
    push: (line) => {
      if (rows.length < CAPTURE_LINES_MAX && !isLogLine(line)) rows.push(line);
    },
    end: () => ({ rows, unknown: [], unknownCount: 0 }),
  };
}
