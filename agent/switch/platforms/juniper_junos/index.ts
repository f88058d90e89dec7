/** Juniper Junos on EX and QFX switches, older style and ELS, and on MX and SRX where they switch. */
import type { Platform } from '../../platform.ts';
import { arpCommands, arpLookup } from './arp.ts';
import { configCommands, configReads, portConfig } from './configs.ts';
import { cpuCommands } from './cpu.ts';
import { junosErrors } from './errors.ts';
import { fdbCommands, fdbLookup, portFdb } from './fdb.ts';
import { lagCommands } from './lags.ts';
import { junosPortName } from './names.ts';
import { neighbourCommands, neighbourDetail, neighbourReads } from './neighbours.ts';
import { portCommands, portReads, portStatus } from './ports.ts';
import { systemCommands } from './system.ts';
import { vlanCommands } from './vlans.ts';
import { junosWrite } from './write.ts';

const USER_AT_HOST = '[\\w.-]{1,64}(?:@[\\w.:-]{0,64})?';

/** Junos has no time-out of its own; login classes are commonly given 10 minutes. */
const IDLE_MS = 540_000;

export const juniperJunos: Platform = {
  id: 'juniper_junos',
  title: 'Juniper Junos',
  detect: /^JUNOS (?:Base|EX|OS|Software)|^Junos: \d|^-{2,3} JUNOS \d|^JUNOS .{0,80}\[\d/m,
  prompt: new RegExp(`(?:^|[\\r\\n])${USER_AT_HOST}[>#%] ?$`),
  privilegedPrompt: new RegExp(`(?:^|[\\r\\n])${USER_AT_HOST}[>#] ?$`),
  // The super-user lands in the shell of the system below, where `cli` starts what everybody else gets.
  enable: { command: 'cli', passwordPrompt: /[Pp]assword: ?$/ },
  setup: ['set cli screen-length 0', 'set cli screen-width 511', 'set cli complete-on-space off'],
  more: /---\(more(?: \d{1,3}%)?\)--- ?$/,
  moreKey: ' ',
  quitKey: 'q',
  errors: junosErrors,
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
  alsoReads: { ports: portReads, neighbours: neighbourReads, configs: configReads },
  unproven: ['ports', 'cpu'],
  lookup: fdbLookup,
  portFdb,
  neighbourDetail,
  portStatus,
  portConfig,
  arpLookup,
  write: junosWrite,
  portName: junosPortName,
  // `{master:0}`, `[edit interfaces]`, and both in one line.
  promptLead: /^(?=[{[])(?:\{[\w:-]{1,32}\})?(?:\[edit[^\]\r\n]{0,200}\])?\s*$/,
  logout: 'exit',
  idleMs: IDLE_MS,
  limits: { sessionsMax: 75, connectsPerMinute: 150, fdbAgeingMs: 300_000 },
};
