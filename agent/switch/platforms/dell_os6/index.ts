/** Dell Networking OS6: N1100 to N4000 switches, and PowerConnects of the same family. */
import type { Platform } from '../../platform.ts';
import { fdbCommands, fdbLookup } from './fdb.ts';
import { lagCommands } from './lags.ts';
import { os6PortName } from './names.ts';
import { neighbourCommands, neighbourDetail } from './neighbours.ts';
import { portCommands } from './ports.ts';
import { systemCommands } from './system.ts';
import { vlanCommands } from './vlans.ts';

const NAME = '[\\w.@:~+/-]{1,64}(?:\\([\\w.:/ -]{1,64}\\))?';

/** The default `exec-timeout` is 10 minutes. */
const IDLE_MS = 540_000;

export const dellOs6: Platform = {
  id: 'dell_os6',
  title: 'Dell Networking OS6 (N-series)',
  detect:
    /^Machine Description\.+ *(?:Dell|PowerConnect)|^System Model ID\.+ *(?:N\d{4}|PC\w*\d{4}|PowerConnect)|^\s*unit\s+image1\s+image2\s+current-active\s+next-active/m,
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
  ],
  macStyle: 'dotted',
  commands: {
    fdb: fdbCommands,
    ports: portCommands,
    neighbours: neighbourCommands,
    vlans: vlanCommands,
    lags: lagCommands,
    system: systemCommands,
  },
  lookup: fdbLookup,
  neighbourDetail,
  portName: os6PortName,
  logout: 'quit',
  idleMs: IDLE_MS,
};
