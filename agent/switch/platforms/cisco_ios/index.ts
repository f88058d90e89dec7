/** Cisco IOS and IOS XE on switches and on routers with switch modules. */
import type { Platform } from '../../platform.ts';
import { fdbCommands, fdbLookup } from './fdb.ts';
import { lagCommands } from './lags.ts';
import { iosPortName } from './names.ts';
import { neighbourCommands } from './neighbours.ts';
import { portCommands } from './ports.ts';
import { systemCommands } from './system.ts';
import { vlanCommands } from './vlans.ts';

const NAME = '[\\w.@:~+/-]{1,64}(?:\\([\\w.:/ -]{1,64}\\))?';

/** The default `exec-timeout` is 10 minutes. */
const IDLE_MS = 540_000;

export const ciscoIos: Platform = {
  id: 'cisco_ios',
  title: 'Cisco IOS and IOS XE',
  detect:
    /Cisco IOS(?: XE)? Software|Cisco IOS-XE software|Cisco Internetwork Operating System Software|^IOS \(tm\)/m,
  prompt: new RegExp(`(?:^|[\\r\\n])${NAME}[>#] ?$`),
  privilegedPrompt: new RegExp(`(?:^|[\\r\\n])${NAME}# ?$`),
  enable: { command: 'enable', passwordPrompt: /[Pp]assword: ?$/ },
  setup: ['terminal length 0', 'terminal width 511'],
  more: / ?--More-- ?$/,
  moreKey: ' ',
  quitKey: 'q',
  errors: [
    {
      pattern: /^(?:% ?Authorization failed|Command authorization failed|% ?Not authorized)/i,
      code: 'COMMAND_DENIED',
    },
    {
      pattern: /^% ?(?:Invalid|Incomplete|Ambiguous|Unrecognized|Unknown|Bad|Type "show)/i,
      code: 'COMMAND_REJECTED',
    },
    { pattern: /^% ?(?:CDP|LLDP) is not enabled/i, code: 'COMMAND_REJECTED' },
    { pattern: /^%? ?Error(?::| opening| in)/i, code: 'COMMAND_REJECTED' },
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
  portName: iosPortName,
  logout: 'exit',
  idleMs: IDLE_MS,
};
