/** Dell Networking OS9, once Force10 FTOS: S-, Z-, C- and E-series, MXL and its like. */
import type { Platform } from '../../platform.ts';
import { usualErrors } from '../usual-errors.ts';
import { arpCommands, arpLookup } from './arp.ts';
import { configCommands, portConfig, portVlans } from './configs.ts';
import { cpuCommands } from './cpu.ts';
import { fdbCommands, fdbLookup, portFdb } from './fdb.ts';
import { lagCommands } from './lags.ts';
import { os9PortName } from './names.ts';
import { neighbourAlsoReads, neighbourCommands } from './neighbours.ts';
import { portCommands, portStatus } from './ports.ts';
import { systemCommands } from './system.ts';
import { vlanAlsoReads, vlanCommands } from './vlans.ts';
import { os9Write } from './write.ts';

const NAME = '[\\w.@:~+/-]{1,64}(?:\\([\\w.:/, -]{1,64}\\))?';

/** The default `exec-timeout` is 10 minutes on the virtual terminals. */
const IDLE_MS = 540_000;

export const dellOs9: Platform = {
  id: 'dell_os9',
  aliases: ['dell_force10', 'dell_ftos'],
  title: 'Dell Networking OS9 (FTOS)',
  detect:
    /^(?:Dell(?: EMC)?|Dell Force10|Force10)(?: Networks| Networking)? Real Time Operating System|^(?:Dell(?: EMC)?|Force10) (?:Application|Networking) Software Version|^Dell(?: EMC)? Networking OS uptime/m,
  prompt: new RegExp(`(?:^|[\\r\\n])${NAME}[>#] ?$`),
  privilegedPrompt: new RegExp(`(?:^|[\\r\\n])${NAME}# ?$`),
  enable: { command: 'enable', passwordPrompt: /[Pp]assword: ?$/ },
  setup: ['terminal length 0'],
  more: /--\s?More\s?--[^\r\n]{0,80}$/i,
  moreKey: ' ',
  quitKey: 'q',
  errors: [
    ...usualErrors,
    { pattern: /^\s*% ?Error\b/i, code: 'COMMAND_REJECTED' },
    {
      pattern: /^\s*% ?(?:Warning: )?(?:Port|Interface|Vlan|VLAN) .{0,80}\b(?:not|cannot|already)\b/i,
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
  alsoReads: { neighbours: neighbourAlsoReads, vlans: vlanAlsoReads },
  unproven: ['fdb', 'ports', 'neighbours', 'lags', 'cpu', 'configs'],
  lookup: fdbLookup,
  portFdb,
  portStatus,
  portConfig,
  portVlans,
  arpLookup,
  write: os9Write,
  portName: os9PortName,
  logout: 'exit',
  // A banner that wants to be agreed to; any other question is not ours to answer.
  loginQuestions: [
    { ask: /(?:accept|agree|acknowledge)[^\r\n]{0,80}[[(]yes\/no[\])]\s?[:?]?\s?$/i, answer: 'yes\r' },
    { ask: /(?:accept|agree|acknowledge)[^\r\n]{0,80}[[(]y\/n[\])]\s?[:?]?\s?$/i, answer: 'y\r' },
  ],
  idleMs: IDLE_MS,
  // The device takes ten connections a minute from all together, unless told otherwise.
  limits: { sessionsMax: 10, connectsPerMinute: 10, fdbAgeingMs: 1_800_000 },
};
