/** Extreme Networks EXOS and its later name, Switch Engine. */
import type { Platform } from '../../platform.ts';
import { lockErrors } from '../usual-errors.ts';
import { arpCommands, arpLookup } from './arp.ts';
import { configCommands, portConfig } from './configs.ts';
import { fdbCommands, fdbLookup, portFdb } from './fdb.ts';
import { lagCommands, lagReads } from './lags.ts';
import { exosPortName } from './names.ts';
import { neighbourCommands, neighbourReads } from './neighbours.ts';
import { portCommands, portReads, portStatus } from './ports.ts';
import { cpuCommands, systemCommands } from './system.ts';
import { vlanCommands, vlanReads } from './vlans.ts';
import { exosWrite } from './write.ts';

/** `* (VR-Default) Slot-1 X460.12 #`: unsaved changes, virtual router, member of the stack, name, counter. */
const BEFORE = '(?:[*!] ?)?(?:\\([\\w .-]{1,32}\\) ?)?';
const NAME = '[\\w-][\\w .@:+/-]{0,63}';

/** The default `configure idletimeout` is 20 minutes. */
const IDLE_MS = 1_140_000;

export const extremeExos: Platform = {
  id: 'extreme_exos',
  title: 'Extreme EXOS and Switch Engine',
  detect:
    /^\s*ExtremeXOS\b|\bImage {0,8}: (?:ExtremeXOS|Extreme Networks (?:Switch Engine|EXOS)|Switch Engine)\b|ExtremeXOS (?:Software )?version \d/m,
  prompt: new RegExp(`(?:^|[\\r\\n])${BEFORE}${NAME}\\.\\d{1,7} [>#] ?$`),
  privilegedPrompt: new RegExp(`(?:^|[\\r\\n])${BEFORE}${NAME}\\.\\d{1,7} # ?$`),
  // An administrator is one from the login on; there is no step up.
  enable: undefined,
  setup: ['disable clipaging', 'disable cli prompting'],
  more: /Press <SPACE> to continue or <Q> to quit: ?$/i,
  moreKey: ' ',
  quitKey: 'q',
  errors: [
    {
      pattern:
        /^\s*(?:%% ?|Error: ?)(?:Permission denied|You do not have|Insufficient privilege|Access denied)/i,
      code: 'COMMAND_DENIED',
    },
    {
      pattern: /^\s*%% ?(?:Invalid|Incomplete|Ambiguous|Unrecognized|Unexpected)/i,
      code: 'COMMAND_REJECTED',
    },
    { pattern: /^\s*Error ?:/i, code: 'COMMAND_REJECTED' },
    ...lockErrors,
  ],
  macStyle: 'colon',
  commands: {
    fdb: fdbCommands,
    ports: portCommands,
    neighbours: neighbourCommands,
    vlans: vlanCommands,
    lags: lagCommands,
    system: systemCommands,
    arp: arpCommands,
    cpu: cpuCommands,
    configs: configCommands,
  },
  alsoReads: { ports: portReads, vlans: vlanReads, lags: lagReads, neighbours: neighbourReads },
  unproven: ['neighbours', 'system', 'configs', 'cpu'],
  lookup: fdbLookup,
  portFdb,
  portStatus,
  portConfig,
  arpLookup,
  write: exosWrite,
  portName: exosPortName,
  logout: 'exit',
  // Every command raises the counter, every change that was not saved yet puts an asterisk in front.
  promptStem: (prompt) => prompt.replace(/^[*!] ?/, '').replace(/\.\d{1,7} (?=[>#] ?$)/, ' '),
  idleMs: IDLE_MS,
  limits: { sessionsMax: 8, connectsPerMinute: undefined, fdbAgeingMs: 300_000 },
};
