/** AOS-S, once ProCurve: 2500 to 5400R and the switches before them. */
import type { Platform } from '../../platform.ts';
import { usualErrors } from '../usual-errors.ts';
import { ownAddresses } from './addresses.ts';
import { arpCommands, arpLookup } from './arp.ts';
import { configCommands, portConfig } from './configs.ts';
import { cpuCommands } from './cpu.ts';
import { fdbCommands, fdbLookup, portFdb } from './fdb.ts';
import { lagCommands } from './lags.ts';
import { procurvePortName } from './names.ts';
import { neighbourCommands, neighbourDetail, neighbourTables } from './neighbours.ts';
import { portCommands, portStatus, portStatusTables } from './ports.ts';
import { systemCommands } from './system.ts';
import { vlanCommands } from './vlans.ts';
import { write } from './write.ts';

const NAME = '[\\w.@:~+/-]{1,64}(?:\\([\\w.:/, -]{1,64}\\))?';

/** A console session ends by itself only when told so; sessions of SSH follow `console idle-timeout`, often 10 minutes. */
const IDLE_MS = 540_000;

export const hpProcurve: Platform = {
  id: 'hp_procurve',
  title: 'HPE AOS-S (ProCurve)',
  detect: /^\s*Image stamp:|^\s*(?:HP|HPE|Aruba|ProCurve|HP ProCurve|Hewlett-Packard) J[A-Z]?\d{3,4}[A-Z]\b/m,
  prompt: new RegExp(`(?:^|[\\r\\n])${NAME}[>#] ?$`),
  privilegedPrompt: new RegExp(`(?:^|[\\r\\n])${NAME}# ?$`),
  enable: { command: 'enable', passwordPrompt: /[Pp]assword: ?$/ },
  setup: ['no page', 'terminal width 511'],
  more: /-- ?MORE ?--, next page: Space, next line: Enter, quit: Control-C ?$/i,
  moreKey: ' ',
  quitKey: '\x03',
  errors: [
    ...usualErrors,
    {
      pattern: /^\s*(?:Not authorized to run|Insufficient privilege)/i,
      code: 'COMMAND_DENIED',
    },
    {
      pattern:
        /^\s*(?:Invalid|Incomplete|Ambiguous) input\b|^\s*(?:Module not present|Error:|Error setting)/i,
      code: 'COMMAND_REJECTED',
    },
  ],
  macStyle: 'dash6',
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
  alsoReads: { ports: portStatusTables, neighbours: neighbourTables },
  unproven: ['configs'],
  lookup: fdbLookup,
  neighbourDetail,
  portFdb,
  portStatus,
  portConfig,
  arpLookup,
  ownAddresses,
  write,
  portName: procurvePortName,
  logout: 'logout',
  logoutQuestions: [
    { ask: /log ?out ?\[y\/n\]\??\s*$/i, answer: 'y' },
    { ask: /save (?:the )?current configuration ?\[y\/n(?:\/\^C)?\]\??\s*$/i, answer: 'n' },
  ],
  idleMs: IDLE_MS,
  limits: { sessionsMax: 3, connectsPerMinute: undefined, fdbAgeingMs: 300_000 },
};
