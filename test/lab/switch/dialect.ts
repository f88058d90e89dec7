/** How each platform talks on a terminal: prompts, pager, error texts, login quirks, limits. */
import type { LabDevice, PlatformId } from '../campus/model.ts';
import { ciscoIosCommands } from '../render/cisco_ios.ts';
import { dellOs6Commands } from '../render/dell_os6.ts';
import type { ShowCommand } from '../render/show.ts';
import type { Mode } from './grammar.ts';

export interface Pager {
  readonly prompt: string;
  /** What follows the key: wipes the pager's prompt, or ends its line. */
  readonly erase: string;
  /** True: the prompt stands behind the last row of the page, not on a line of its own. */
  readonly sameLine: boolean;
  /** Whether a key other than space and Enter leaves the pager. */
  readonly leaves: (key: string) => boolean;
}

export interface Dialect {
  readonly commands: readonly ShowCommand[];
  readonly mac: RegExp;
  prompt(hostname: string, mode: Mode, port: string): string;
  readonly pager: Pager;
  /** `column` counts from the start of the line, prompt included. */
  invalid(column: number): readonly string[];
  readonly incomplete: readonly string[];
  ambiguous(line: string): readonly string[];
  readonly denied: readonly string[];
  readonly badEnable: readonly string[];
  /** Where `exit` in privileged mode leads: back to user mode, or out. */
  readonly exitLeads: 'user' | 'out';
  readonly configure: readonly string[];
  /** Asks before the running configuration is copied. */
  readonly saveQuestion: string;
  /** What `saveQuestion` wants: a single key that must be `y`, or a line that may be empty. */
  readonly saveAnswer: 'key' | 'line';
  readonly saved: readonly string[];
  /** When there is no room for it. */
  readonly notSaved: readonly string[];
  readonly sessionsMax: number;
  readonly ident: string | undefined;
}

const KEY_INTERRUPT = '\x03';

const ios: Dialect = {
  commands: ciscoIosCommands,
  mac: /^[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}$/i,
  prompt(hostname, mode) {
    const ends = { user: '>', privileged: '#', config: '(config)#', interface: '(config-if)#' };
    return hostname + { ...ends, vlan: '(config-vlan)#' }[mode];
  },
  pager: {
    prompt: ' --More-- ',
    erase: `${'\b'.repeat(9)}${' '.repeat(8)}${'\b'.repeat(9)}`,
    sameLine: false,
    leaves: () => true,
  },
  invalid: (column) => [`${' '.repeat(column)}^`, "% Invalid input detected at '^' marker.", ''],
  incomplete: ['% Incomplete command.', ''],
  ambiguous: (line) => [`% Ambiguous command:  "${line.trim()}"`, ''],
  denied: ['Command authorization failed.', ''],
  badEnable: ['% Access denied', ''],
  exitLeads: 'out',
  configure: ['Enter configuration commands, one per line.  End with CNTL/Z.'],
  saveQuestion: 'Destination filename [startup-config]? ',
  saveAnswer: 'line',
  saved: ['Building configuration...', '[OK]'],
  notSaved: ['Building configuration...', '% Error opening nvram:/startup-config (No space left on device)'],
  sessionsMax: 16,
  ident: 'Cisco-1.25',
};

const os6: Dialect = {
  commands: dellOs6Commands,
  mac: /^(?:[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}|[0-9a-f]{2}(?::[0-9a-f]{2}){5})$/i,
  prompt(hostname, mode, port) {
    const ends = { user: '>', privileged: '#', config: '(config)#', interface: `(config-if-${port})#` };
    return hostname + { ...ends, vlan: `(config-vlan${port})#` }[mode];
  },
  pager: {
    prompt: '--More-- or (q)uit',
    erase: `\r${' '.repeat(21)}\r`,
    sameLine: false,
    leaves: (key) => key === 'q' || key === 'Q' || key === KEY_INTERRUPT,
  },
  invalid: (column) => [`${' '.repeat(column)}^`, "% Invalid input detected at '^' marker.", ''],
  incomplete: ['', 'Command not found / Incomplete command. Use ? to list commands.', ''],
  ambiguous: () => ['', '% Ambiguous command', ''],
  denied: ['', 'Command authorization failed.', ''],
  badEnable: ['', 'Incorrect Password!', ''],
  exitLeads: 'user',
  configure: [''],
  saveQuestion:
    '\r\nThis operation may take few minutes.\r\nManagement interfaces will not be available during this time.\r\n\r\nAre you sure you want to save? (y/n) ',
  saveAnswer: 'key',
  saved: ['', '', 'Configuration Saved!'],
  notSaved: ['', '', 'Configuration Not Saved!'],
  sessionsMax: 10,
  ident: undefined,
};

/** The recorded N4032 puts its pager behind the last row and ends the line after the key. */
const os6Recorded: Dialect = {
  ...os6,
  pager: { ...os6.pager, prompt: '  --More-- or (q)uit', erase: '\r\n', sameLine: true },
};

export function dialectFor(device: Pick<LabDevice, 'platform' | 'model'>): Dialect {
  const dialects: Readonly<Record<PlatformId, Dialect>> = {
    cisco_ios: ios,
    dell_os6: device.model === 'N4032' ? os6Recorded : os6,
  };
  return dialects[device.platform];
}
