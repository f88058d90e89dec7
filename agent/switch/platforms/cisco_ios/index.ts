/** Cisco IOS and IOS XE on switches and on routers with switch modules. */
import type { Platform } from '../../platform.ts';
import { lockErrors } from '../usual-errors.ts';
import { arpCommands, arpLookup } from './arp.ts';
import { configAlso, configCommands, portConfig } from './configs.ts';
import { cpuAlso, cpuCommands } from './cpu.ts';
import { fdbCommands, fdbLookup, fdbOfPort } from './fdb.ts';
import { lagCommands } from './lags.ts';
import { iosPortName } from './names.ts';
import { neighbourCommands, neighboursAlso } from './neighbours.ts';
import { portCommands, portStatus, portsAlso } from './ports.ts';
import { systemAlso, systemCommands } from './system.ts';
import { vlanCommands, vlansAlso } from './vlans.ts';
import { iosWrite } from './write.ts';

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
    // In configuration mode.
    {
      pattern:
        /^(?:Command rejected|(?:% ?)?Configuration mode (?:is )?locked|% ?(?:Failed to|Default VLAN|Can(?:not|'t) |Interface range|Range))/i,
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
  alsoReads: {
    ports: portsAlso,
    neighbours: neighboursAlso,
    vlans: vlansAlso,
    system: systemAlso,
    cpu: cpuAlso,
    configs: configAlso,
  },
  unproven: ['cpu'],
  lookup: fdbLookup,
  portFdb: fdbOfPort,
  portStatus,
  portConfig,
  arpLookup,
  write: iosWrite,
  portName: iosPortName,
  logout: 'exit',
  idleMs: IDLE_MS,
  limits: { sessionsMax: 5, connectsPerMinute: undefined, fdbAgeingMs: 300_000 },
};
