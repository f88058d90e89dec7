/** Cisco NX-OS: Nexus 3000 to 9000. */
import type { Platform } from '../../platform.ts';
import { lockErrors } from '../usual-errors.ts';
import { arpAlso, arpCommands, arpLookup } from './arp.ts';
import { configAlso, configCommands, portConfig } from './configs.ts';
import { cpuAlso, cpuCommands } from './cpu.ts';
import { fdbCommands, fdbLookup, fdbOfPort } from './fdb.ts';
import { lagCommands } from './lags.ts';
import { nxosPortName } from './names.ts';
import { neighbourCommands, neighboursAlso } from './neighbours.ts';
import { portCommands, portStatus, portsAlso } from './ports.ts';
import { systemAlso, systemCommands } from './system.ts';
import { vlanCommands, vlansAlso } from './vlans.ts';
import { nxosWrite } from './write.ts';

/** `switch(maint-mode)(config-if)#`: more than one pair of parentheses. */
const NAME = '[\\w.@:~+/-]{1,64}(?:\\([\\w.:/ -]{1,64}\\)){0,3}';

/** The default `exec-timeout` is 30 minutes. */
const IDLE_MS = 1_500_000;

export const ciscoNxos: Platform = {
  id: 'cisco_nxos',
  title: 'Cisco NX-OS',
  detect: /Cisco Nexus Operating System|Cisco NX-OS\(tm\)|^\s*(?:NXOS|kickstart):\s+version /m,
  prompt: new RegExp(`(?:^|[\\r\\n])${NAME}[>#] ?$`),
  privilegedPrompt: new RegExp(`(?:^|[\\r\\n])${NAME}# ?$`),
  enable: { command: 'enable', passwordPrompt: /[Pp]assword: ?$/ },
  setup: ['terminal length 0', 'terminal width 511'],
  more: / ?--More-- ?$/,
  moreKey: ' ',
  quitKey: 'q',
  errors: [
    {
      pattern:
        /^(?:% ?Permission denied|% ?Authorization failed|Command authorization failed|Error: AAA authorization failed)/i,
      code: 'COMMAND_DENIED',
    },
    {
      pattern: /^% ?(?:Invalid|Incomplete|Ambiguous|Unrecognized|Unknown|Bad|String too long)/i,
      code: 'COMMAND_REJECTED',
    },
    {
      pattern: /^(?:Syntax error while parsing|Invalid (?:command|range|interface|vlan|value))/i,
      code: 'COMMAND_REJECTED',
    },
    {
      pattern:
        /^[^{}"]{0,120}(?:does not (?:support|produce) (?:xml|json|structured)|structured output (?:un|not ))/i,
      code: 'COMMAND_REJECTED',
    },
    { pattern: /^(?:ERROR|Error)(?::| opening| in)/, code: 'COMMAND_REJECTED' },
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
    system: systemAlso,
    arp: arpAlso,
    cpu: cpuAlso,
    configs: configAlso,
  },
  unproven: ['cpu'],
  lookup: fdbLookup,
  portFdb: fdbOfPort,
  portStatus,
  portConfig,
  arpLookup,
  write: nxosWrite,
  portName: nxosPortName,
  logout: 'exit',
  idleMs: IDLE_MS,
  limits: { sessionsMax: 32, connectsPerMinute: undefined, fdbAgeingMs: 1_800_000 },
};
