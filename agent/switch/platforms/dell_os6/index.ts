/** Dell Networking OS6: N1100 to N4000 switches. */
import type { Platform } from '../../platform.ts';
import { lockErrors } from '../usual-errors.ts';
import { arpCommands, arpLookup } from './arp.ts';
import { configCommands, portConfig } from './configs.ts';
import { cpuCommands } from './cpu.ts';
import { fdbCommands, fdbLookup, portFdb } from './fdb.ts';
import { lagCommands } from './lags.ts';
import { os6PortName } from './names.ts';
import { neighbourCommands, neighbourDetail } from './neighbours.ts';
import { portCommands, portStatus } from './ports.ts';
import { systemAlsoReads, systemCommands } from './system.ts';
import { vlanCommands } from './vlans.ts';
import { os6Write } from './write.ts';

const NAME = '[\\w.@:~+/-]{1,64}(?:\\([\\w.:/ -]{1,64}\\))?';

/** The default `exec-timeout` is 10 minutes. */
const IDLE_MS = 540_000;

export const dellOs6: Platform = {
  id: 'dell_os6',
  title: 'Dell Networking OS6 (N-series)',
  detect: /^Machine Description\.+ *Dell|^System Model ID\.+ *N\d{4}/m,
  prompt: new RegExp(`(?:^|[\\r\\n])${NAME}[>#] ?$`),
  privilegedPrompt: new RegExp(`(?:^|[\\r\\n])${NAME}# ?$`),
  enable: { command: 'enable', passwordPrompt: /[Pp]assword: ?$/ },
  setup: ['terminal length 0'],
  more: /--More-- or \(q\)uit ?$/,
  moreKey: ' ',
  quitKey: 'q',
  errors: [
    {
      pattern: /^(?:% ?)?(?:Command authorization failed|Authorization failed|Not authorized)/i,
      code: 'COMMAND_DENIED',
    },
    { pattern: /^% ?(?:Invalid|Incomplete|Ambiguous|Unrecognized|Unknown)/i, code: 'COMMAND_REJECTED' },
    {
      pattern: /^(?:Command not found|Incomplete command|Ambiguous command|Invalid input:)/i,
      code: 'COMMAND_REJECTED',
    },
    { pattern: /^(?:An invalid interface|Error ?[:!])/i, code: 'COMMAND_REJECTED' },
    {
      pattern: /^(?:VLAN (?:ID )?(?:\d{1,4} )?(?:not found|does not exist)|Failed to |Unable to |Cannot )/i,
      code: 'COMMAND_REJECTED',
    },
    ...lockErrors,
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
  alsoReads: { system: systemAlsoReads },
  unproven: ['lags', 'configs'],
  lookup: fdbLookup,
  neighbourDetail,
  portFdb,
  portStatus,
  portConfig,
  arpLookup,
  write: os6Write,
  portName: os6PortName,
  logout: 'quit',
  idleMs: IDLE_MS,
  limits: { sessionsMax: 5, connectsPerMinute: undefined, fdbAgeingMs: 300_000 },
};
