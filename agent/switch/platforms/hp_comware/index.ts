/** Comware 5 and 7: HPE FlexNetwork, HP A-series, H3C, and 3Com switches of the same family. */
import type { Platform } from '../../platform.ts';
import { usualErrors } from '../usual-errors.ts';
import { arpCommands, arpLookup } from './arp.ts';
import { configCommands, portConfig } from './configs.ts';
import { cpuCommands } from './cpu.ts';
import { fdbCommands, fdbLookup, portFdb } from './fdb.ts';
import { lagCommands, lagTables } from './lags.ts';
import { comwarePortName } from './names.ts';
import { neighbourCommands, neighbourTables } from './neighbours.ts';
import { portCommands, portStatus } from './ports.ts';
import { systemCommands } from './system.ts';
import { vlanCommands } from './vlans.ts';
import { write } from './write.ts';

const NAME = '[\\w.@:~+/-]{1,64}';

/** The default `idle-timeout` is 10 minutes. */
const IDLE_MS = 540_000;

export const hpComware: Platform = {
  id: 'hp_comware',
  aliases: ['h3c_comware'],
  title: 'HPE and H3C Comware',
  detect:
    /\bComware (?:Platform )?Software|\b3Com OS\b|Copyright \(c\) .{0,60}(?:H3C|Hewlett|HP|3Com)[\s\S]{0,400}no decompiling/i,
  prompt: new RegExp(`(?:^|[\\r\\n])(?:RBM_[PS])?(?:<${NAME}>|\\[${NAME}\\]) ?$`),
  privilegedPrompt: new RegExp(`(?:^|[\\r\\n])(?:RBM_[PS])?(?:<${NAME}>|\\[${NAME}\\]) ?$`),
  enable: undefined,
  setup: ['screen-length disable'],
  more: /---- More ---- ?$/,
  moreKey: ' ',
  quitKey: 'q',
  errors: [...usualErrors, { pattern: /^\s*(?:Error:|% ?\S.* at '\^')/i, code: 'COMMAND_REJECTED' }],
  macStyle: 'dash4',
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
  alsoReads: { lags: lagTables, neighbours: neighbourTables },
  unproven: ['cpu', 'configs'],
  lookup: fdbLookup,
  portFdb,
  portStatus,
  portConfig,
  arpLookup,
  write,
  portName: comwarePortName,
  logout: 'quit',
  loginQuestions: [{ ask: /change (?:it |the password )?now\? ?\[Y\/N\]:? ?$/i, answer: 'N\r' }],
  idleMs: IDLE_MS,
  limits: { sessionsMax: 5, connectsPerMinute: undefined, fdbAgeingMs: 300_000 },
};
