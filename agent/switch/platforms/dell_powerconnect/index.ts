/** PowerConnect 34xx to 55xx (Marvell), and 62xx to 81xx before they became OS6 (Broadcom). */
import type { Platform } from '../../platform.ts';
import { smbErrors } from '../cisco_smb/errors.ts';
import { arpCommands, arpLookup } from './arp.ts';
import { configCommands, portConfig } from './configs.ts';
import { cpuCommands } from './cpu.ts';
import { fdbCommands, fdbLookup, portFdb } from './fdb.ts';
import { lagCommands } from './lags.ts';
import { powerconnectPortName } from './names.ts';
import { neighbourCommands, neighbourDetail } from './neighbours.ts';
import { portCommands, portStatus } from './ports.ts';
import { systemCommands } from './system.ts';
import { vlanCommands } from './vlans.ts';
import { powerconnectWrite } from './write.ts';

const NAME = '[\\w.@:~+/-]{1,64}(?:\\([\\w.:/, -]{1,64}\\))?';

/** The default `exec-timeout` is 10 minutes. */
const IDLE_MS = 540_000;

export const dellPowerconnect: Platform = {
  id: 'dell_powerconnect',
  title: 'Dell PowerConnect',
  // The Marvell lines say of themselves what Cisco's small switches say, but for the form of the hardware version.
  detect:
    /^\s*HW version\s+\d{2}\.\d{2}\.\d{2}|^\s*\d{1,2}\s+\d[\d.]{4,14}\s+\d[\d.]{4,14}\s+\d{2}\.\d{2}\.\d{2}\s*$|^Machine Description\.+ *PowerConnect|^System Model ID\.+ *(?:PC\w*\d{4}|PowerConnect)|^\s*unit\s+image1\s+image2\s+current-active\s+next-active/m,
  prompt: new RegExp(`(?:^|[\\r\\n])${NAME}[>#] ?$`),
  privilegedPrompt: new RegExp(`(?:^|[\\r\\n])${NAME}# ?$`),
  enable: { command: 'enable', passwordPrompt: /[Pp]assword: ?$/ },
  // One of them is known.
  setup: ['terminal datadump', 'terminal length 0'],
  more: /(?:--\s?More\s?--|More: <space>,)[^\r\n]{0,80}$/i,
  moreKey: ' ',
  quitKey: 'q',
  errors: [
    ...smbErrors,
    {
      pattern:
        /^\s*(?:Command not found|Incomplete command|Ambiguous command|Invalid input:|An invalid interface)/i,
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
  unproven: ['neighbours', 'vlans', 'lags', 'system', 'arp', 'cpu'],
  lookup: fdbLookup,
  neighbourDetail,
  portFdb,
  portStatus,
  portConfig,
  arpLookup,
  write: powerconnectWrite,
  portName: powerconnectPortName,
  logout: 'exit',
  loginQuestions: [{ ask: /change (?:the|your) password[^\r\n]{0,40}\(Y\/N\)[^\r\n]{0,12}$/i, answer: 'N' }],
  idleMs: IDLE_MS,
  limits: { sessionsMax: 4, connectsPerMinute: undefined, fdbAgeingMs: 300_000 },
};
