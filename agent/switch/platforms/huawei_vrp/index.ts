/** Huawei VRP 5 and 8: S, CE, AR, NE and USG, and Quidway switches of the same family. */
import type { Platform } from '../../platform.ts';
import { usualErrors } from '../usual-errors.ts';
import { arpCommands, arpLookup, arpTables } from './arp.ts';
import { configCommands, portConfig } from './configs.ts';
import { cpuCommands } from './cpu.ts';
import { fdbCommands, fdbLookup, portFdb } from './fdb.ts';
import { lagCommands } from './lags.ts';
import { vrpPortName } from './names.ts';
import { neighbourCommands, neighbourTables } from './neighbours.ts';
import { portCommands, portStatus, portTables } from './ports.ts';
import { systemCommands } from './system.ts';
import { vlanCommands, vlanTables } from './vlans.ts';
import { write } from './write.ts';

/** A name is no version: `[V200R009C00SPC500]` stands at the end of a line of some answers. */
const NAME = '(?!V\\d{3}R\\d{3})[\\w.@:~+/-]{1,64}';

/** The default `idle-timeout` is 10 minutes, 5 on some. */
const IDLE_MS = 270_000;

export const huaweiVrp: Platform = {
  id: 'huawei_vrp',
  aliases: ['huawei', 'huawei_vrpv8'],
  title: 'Huawei VRP',
  detect: /Huawei Versatile Routing Platform|Huawei YunShan OS|\bVRP \(R\) software\b/i,
  prompt: new RegExp(`(?:^|[\\r\\n])(?:HRP_[AMS])?(?:<${NAME}>|\\[[~*]?${NAME}\\]) ?$`),
  privilegedPrompt: new RegExp(`(?:^|[\\r\\n])(?:HRP_[AMS])?(?:<${NAME}>|\\[[~*]?${NAME}\\]) ?$`),
  enable: undefined,
  setup: ['screen-length 0 temporary'],
  more: /---- More ---- ?$/,
  moreKey: ' ',
  quitKey: 'q',
  errors: [...usualErrors, { pattern: /^\s*Error: ?/i, code: 'COMMAND_REJECTED' }],
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
  alsoReads: { ports: portTables, neighbours: neighbourTables, vlans: vlanTables, arp: arpTables },
  unproven: ['cpu'],
  lookup: fdbLookup,
  portFdb,
  portStatus,
  portConfig,
  arpLookup,
  write,
  portName: vrpPortName,
  logout: 'quit',
  loginQuestions: [{ ask: /change (?:it |the password )?now\? ?\[Y\/N\]:? ?$/i, answer: 'N\r' }],
  // `[*h]` while changes wait for their commit, `[~h]` when none do.
  promptStem: (prompt) => prompt.replace(/^((?:HRP_[AMS])?\[)[~*]/, '$1'),
  idleMs: IDLE_MS,
  limits: { sessionsMax: 5, connectsPerMinute: undefined, fdbAgeingMs: 300_000 },
};
