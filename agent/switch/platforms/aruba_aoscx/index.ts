/** Aruba AOS-CX: 4100 to 10000. */
import type { Platform } from '../../platform.ts';
import { usualErrors } from '../usual-errors.ts';
import { arpCommands, arpLookup, arpReads } from './arp.ts';
import { configCommands, portConfig } from './configs.ts';
import { fdbCommands, fdbLookup, portFdb } from './fdb.ts';
import { lagCommands } from './lags.ts';
import { aoscxPortName } from './names.ts';
import { neighbourCommands, neighbourReads } from './neighbours.ts';
import { portCommands, portReads, portStatus } from './ports.ts';
import { cpuCommands, systemCommands, systemReads } from './system.ts';
import { vlanCommands } from './vlans.ts';
import { aoscxWrite } from './write.ts';

const NAME = '[\\w.@:~+-]{1,64}(?:\\([\\w.:/ <>-]{1,64}\\))?';

/** The default `session-timeout` is 30 minutes. */
const IDLE_MS = 1_500_000;

export const arubaAoscx: Platform = {
  id: 'aruba_aoscx',
  title: 'Aruba AOS-CX',
  detect: /^\s*(?:ArubaOS-CX|AOS-CX|HPE ANW AOS-CX)\b|^Version {1,12}: [A-Z]{2}\.10\.\d{2}\.\d{4}/m,
  prompt: new RegExp(`(?:^|[\\r\\n])${NAME}[>#] ?$`),
  privilegedPrompt: new RegExp(`(?:^|[\\r\\n])${NAME}# ?$`),
  enable: { command: 'enable', passwordPrompt: /[Pp]assword: ?$/ },
  setup: ['no page'],
  more: /-- ?MORE ?--(?:, next page: Space, next line: Enter, quit: q)? ?$/,
  moreKey: ' ',
  quitKey: 'q',
  errors: [
    { pattern: /^\s*Cannot execute command\. Command not allowed/i, code: 'COMMAND_DENIED' },
    ...usualErrors,
    {
      pattern:
        /^\s*(?:Invalid input:|% ?Command incomplete|Command incomplete|Ambiguous command|Cannot execute command|Error:|(?:Interface|VLAN|Port) \S{1,32} (?:does not exist|not found|is not valid))/i,
      code: 'COMMAND_REJECTED',
    },
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
  alsoReads: { ports: portReads, neighbours: neighbourReads, arp: arpReads, system: systemReads },
  unproven: ['lags', 'configs'],
  lookup: fdbLookup,
  portFdb,
  portStatus,
  portConfig,
  arpLookup,
  write: aoscxWrite,
  portName: aoscxPortName,
  logout: 'exit',
  idleMs: IDLE_MS,
  limits: { sessionsMax: 5, connectsPerMinute: undefined, fdbAgeingMs: 300_000 },
};
