/** Ruckus ICX, and Brocade and Foundry FastIron before it. */
import type { Platform } from '../../platform.ts';
import { usualErrors } from '../usual-errors.ts';
import { arpCommands, arpLookup } from './arp.ts';
import { configCommands, portConfig, portVlans } from './configs.ts';
import { cpuCommands } from './cpu.ts';
import { fdbCommands, fdbLookup, portFdb } from './fdb.ts';
import { lagCommands } from './lags.ts';
import { icxPortName } from './names.ts';
import { neighbourCommands, neighbourTables } from './neighbours.ts';
import { portCommands, portStatus } from './ports.ts';
import { systemCommands } from './system.ts';
import { vlanCommands, vlanTables } from './vlans.ts';
import { write } from './write.ts';

const NAME = '[\\w.@:~+/-]{1,64}(?:\\([\\w.:/ -]{1,64}\\))?';

/** `ip ssh idle-time` is off by default, `console timeout` often 10 minutes. */
const IDLE_MS = 540_000;

export const ruckusIcx: Platform = {
  id: 'ruckus_icx',
  aliases: ['ruckus_fastiron', 'brocade_fastiron', 'ironware'],
  title: 'Ruckus ICX (Brocade FastIron)',
  detect:
    /^\s*HW: .{0,60}(?:ICX|FCX|FastIron|FWS|FES|FGS|FLS|SuperX)|labeled as (?:ICX|FCX|SP[SR]|SW[SR]|FWS|FGS|FLS|FXS|TN[SR]|GZ[SR]|RD[SR])/m,
  prompt: new RegExp(`(?:^|[\\r\\n])${NAME}[>#] ?$`),
  privilegedPrompt: new RegExp(`(?:^|[\\r\\n])${NAME}# ?$`),
  enable: { command: 'enable', passwordPrompt: /[Pp]assword: ?$/ },
  setup: ['skip-page-display', 'terminal length 0'],
  more: /--More--, next page: Space, next line: Return key, quit: Control-c ?$/i,
  moreKey: ' ',
  quitKey: '\x03',
  errors: [
    ...usualErrors,
    {
      pattern:
        /^\s*(?:(?:Invalid|Ambiguous|Incomplete) (?:input|command)|Unrecognized command|Error ?[-:]|Invalid interface)/i,
      code: 'COMMAND_REJECTED',
    },
  ],
  macStyle: 'dotted',
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
  alsoReads: { neighbours: neighbourTables, vlans: vlanTables },
  unproven: ['cpu', 'configs'],
  lookup: fdbLookup,
  portFdb,
  portStatus,
  portConfig,
  portVlans,
  arpLookup,
  write,
  portName: icxPortName,
  logout: 'logout',
  idleMs: IDLE_MS,
  limits: { sessionsMax: 5, connectsPerMinute: undefined, fdbAgeingMs: 300_000 },
};
