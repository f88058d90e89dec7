/** Cisco Small Business switches: Sx200 to Sx550, CBS and Catalyst 1200 and 1300. */
import type { Platform } from '../../platform.ts';
import { arpCommands, arpLookup } from './arp.ts';
import { configCommands, portConfig } from './configs.ts';
import { cpuCommands } from './cpu.ts';
import { smbErrors } from './errors.ts';
import { fdbCommands, fdbLookup, portFdb } from './fdb.ts';
import { lagCommands } from './lags.ts';
import { smbPortName } from './names.ts';
import { neighbourCommands, neighbourDetail } from './neighbours.ts';
import { portCommands, portStatus } from './ports.ts';
import { systemCommands } from './system.ts';
import { vlanCommands } from './vlans.ts';
import { smbWrite } from './write.ts';

const NAME = '[\\w.@:~+/-]{1,64}(?:\\([\\w.:/, -]{1,64}\\))?';

/** The default `exec-timeout` is 10 minutes. */
const IDLE_MS = 540_000;

export const ciscoSmb: Platform = {
  id: 'cisco_smb',
  aliases: ['cisco_s300'],
  title: 'Cisco Small Business (S200 to S550, CBS, Catalyst 1200 and 1300)',
  detect:
    /^\s*HW version\s+V\d{2}\b|^\s*Active-image:|^\s*\d{1,2}\s+\d[\d.]{4,14}\s+\d[\d.]{4,14}\s+V\d{2}\s*$/m,
  prompt: new RegExp(`(?:^|[\\r\\n])${NAME}[>#] ?$`),
  privilegedPrompt: new RegExp(`(?:^|[\\r\\n])${NAME}# ?$`),
  enable: { command: 'enable', passwordPrompt: /[Pp]assword: ?$/ },
  setup: ['terminal datadump', 'terminal width 512'],
  more: /(?:--\s?More\s?--|More: <space>,)[^\r\n]{0,80}$/i,
  moreKey: ' ',
  quitKey: 'q',
  errors: smbErrors,
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
  unproven: ['lags', 'arp', 'cpu'],
  lookup: fdbLookup,
  neighbourDetail,
  portFdb,
  portStatus,
  portConfig,
  arpLookup,
  write: smbWrite,
  portName: smbPortName,
  logout: 'exit',
  // A password past its time, or still the first one: it is not ours to change.
  loginQuestions: [{ ask: /change (?:the|your) password[^\r\n]{0,40}\(Y\/N\)[^\r\n]{0,12}$/i, answer: 'N' }],
  idleMs: IDLE_MS,
  limits: { sessionsMax: 5, connectsPerMinute: undefined, fdbAgeingMs: 300_000 },
};
