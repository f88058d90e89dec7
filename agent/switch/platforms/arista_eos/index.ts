/** Arista EOS: switches, vEOS and cEOS. */
import type { Platform } from '../../platform.ts';
import { lockErrors } from '../usual-errors.ts';
import { arpAlso, arpCommands, arpLookup } from './arp.ts';
import { configAlso, configCommands, portConfig } from './configs.ts';
import { cpuCommands } from './cpu.ts';
import { fdbCommands, fdbLookup, fdbOfPort } from './fdb.ts';
import { lagCommands, lagsAlso } from './lags.ts';
import { eosPortName } from './names.ts';
import { neighbourCommands, neighboursAlso } from './neighbours.ts';
import { portCommands, portStatus, portsAlso } from './ports.ts';
import { systemAlso, systemCommands } from './system.ts';
import { vlanCommands, vlansAlso } from './vlans.ts';
import { eosWrite } from './write.ts';

const NAME = '[\\w.@:~+/-]{1,64}(?:\\([\\w.:/ -]{1,64}\\)){0,3}';

/** EOS has no idle limit of its own; people set 10 minutes and more. */
const IDLE_MS = 540_000;

export const aristaEos: Platform = {
  id: 'arista_eos',
  title: 'Arista EOS',
  detect: /^ ?Arista (?:[DC]CS-|vEOS|cEOS|EOS|CloudEOS|\S+\r?\nHardware version:)|Arista Networks EOS/m,
  prompt: new RegExp(`(?:^|[\\r\\n])${NAME}[>#] ?$`),
  privilegedPrompt: new RegExp(`(?:^|[\\r\\n])${NAME}# ?$`),
  enable: { command: 'enable', passwordPrompt: /[Pp]assword: ?$/ },
  setup: ['terminal length 0', 'terminal width 32767'],
  more: / ?--More-- ?$/,
  moreKey: ' ',
  quitKey: 'q',
  errors: [
    {
      pattern: /^(?:% ?Authorization (?:failed|denied)|Command authorization failed|% ?Not authorized)/i,
      code: 'COMMAND_DENIED',
    },
    {
      pattern:
        /^% ?(?:Invalid|Incomplete|Ambiguous|Unrecognized|Unknown|Unavailable|This is an unconverted|(?:LLDP|MLAG) is not)/i,
      code: 'COMMAND_REJECTED',
    },
    { pattern: /^% ?(?:Error|Internal error)\b/i, code: 'COMMAND_REJECTED' },
    // Whatever else begins so is a refusal, too: `% Another session is pending commit timer`.
    { pattern: /^% (?!(?:Warning|Note)\b)/i, code: 'COMMAND_REJECTED' },
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
  alsoReads: {
    ports: portsAlso,
    neighbours: neighboursAlso,
    vlans: vlansAlso,
    lags: lagsAlso,
    system: systemAlso,
    arp: arpAlso,
    configs: configAlso,
  },
  unproven: ['cpu', 'configs'],
  lookup: fdbLookup,
  portFdb: fdbOfPort,
  portStatus,
  portConfig,
  arpLookup,
  write: eosWrite,
  portName: eosPortName,
  logout: 'exit',
  // Older releases show the time in the prompt: `leaf-1.20:53:00#`.
  promptStem: (prompt) => prompt.replace(/\.?\d\d:\d\d:\d\d(?=[(>#]|$)/, ''),
  idleMs: IDLE_MS,
  limits: { sessionsMax: 50, connectsPerMinute: undefined, fdbAgeingMs: 300_000 },
};
