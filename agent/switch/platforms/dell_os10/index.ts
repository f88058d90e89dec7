/** Dell SmartFabric OS10, once Dell EMC Networking OS10 Enterprise. */
import type { Platform } from '../../platform.ts';
import { usualErrors } from '../usual-errors.ts';
import { arpAlsoReads, arpCommands, arpLookup } from './arp.ts';
import { configCommands, portConfig } from './configs.ts';
import { cpuCommands } from './cpu.ts';
import { fdbCommands, fdbLookup, portFdb } from './fdb.ts';
import { lagCommands } from './lags.ts';
import { os10PortName } from './names.ts';
import { neighbourAlsoReads, neighbourCommands } from './neighbours.ts';
import { portCommands, portStatus } from './ports.ts';
import { systemAlsoReads, systemCommands } from './system.ts';
import { vlanCommands } from './vlans.ts';
import { os10Write } from './write.ts';

const NAME = '[\\w.@:~+/-]{1,64}(?:\\([\\w.:/, -]{1,64}\\))?';

/** Sessions end after 10 minutes of silence where people follow the hardening guide. */
const IDLE_MS = 540_000;

export const dellOs10: Platform = {
  id: 'dell_os10',
  title: 'Dell SmartFabric OS10',
  detect: /^(?:Dell EMC Networking|Dell EMC SmartFabric|Dell SmartFabric|Dell) OS10\b/m,
  prompt: new RegExp(`(?:^|[\\r\\n])${NAME}[>#] ?$`),
  privilegedPrompt: new RegExp(`(?:^|[\\r\\n])${NAME}# ?$`),
  // Who may configure is privileged from the start; the password asked for is that of sudo.
  enable: { command: 'enable', passwordPrompt: /[Pp]assword: ?$/ },
  setup: ['terminal length 0'],
  more: /--\s?More\s?--[^\r\n]{0,80}$/i,
  moreKey: ' ',
  quitKey: 'q',
  errors: [
    ...usualErrors,
    { pattern: /^\s*% ?(?:Error|Warning: Unable|Insufficient)\b/i, code: 'COMMAND_REJECTED' },
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
  alsoReads: { neighbours: neighbourAlsoReads, system: systemAlsoReads, arp: arpAlsoReads },
  unproven: ['fdb', 'ports', 'neighbours', 'vlans', 'lags', 'system', 'arp', 'cpu', 'configs'],
  lookup: fdbLookup,
  portFdb,
  portStatus,
  portConfig,
  arpLookup,
  write: os10Write,
  portName: os10PortName,
  logout: 'exit',
  idleMs: IDLE_MS,
  limits: { sessionsMax: 10, connectsPerMinute: undefined, fdbAgeingMs: 1_800_000 },
};
