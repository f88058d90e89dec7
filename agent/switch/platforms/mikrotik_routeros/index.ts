/** MikroTik RouterOS 6 and 7. */
import type { Platform } from '../../platform.ts';
import { ownAddresses } from './addresses.ts';
import { arpCommands, arpLookup, arpReads } from './arp.ts';
import { configCommands, configReads, portConfig } from './configs.ts';
import { fdbCommands, fdbLookup, fdbReads, portFdb } from './fdb.ts';
import { lagCommands, lagReads } from './lags.ts';
import { neighbourCommands, neighbourReads } from './neighbours.ts';
import { portCommands, portReads, portStatus } from './ports.ts';
import { cpuCommands, systemCommands } from './system.ts';
import { vlanCommands, vlanReads } from './vlans.ts';
import { routerosWrite } from './write.ts';

/** `[admin@sw 1] > `, `[admin@sw1] /interface bridge> `, `[admin@sw1] <SAFE> `. */
const PROMPT = /(?:^|[\r\n])\[[^\]\r\n@]{1,64}@[^\]\r\n]{1,64}\] ?[\w /-]{0,64}(?:<SAFE>|>) ?$/;

/** No time-out of its own; login scripts of people have some. */
const IDLE_MS = 540_000;

export const mikrotikRouteros: Platform = {
  id: 'mikrotik_routeros',
  title: 'MikroTik RouterOS',
  detect: /^\s*platform: MikroTik\b|^\s*MikroTik RouterOS \d/m,
  prompt: PROMPT,
  privilegedPrompt: PROMPT,
  enable: undefined,
  setup: [],
  more: /-- \[Q quit\|[^\]\r\n]{1,64}\] ?$/,
  moreKey: ' ',
  quitKey: 'q',
  errors: [
    { pattern: /^\s*(?:not enough permissions|no such command or not permitted)/i, code: 'COMMAND_DENIED' },
    {
      pattern:
        /^\s*(?:bad command name|syntax error|expected (?:end of command|command name|\w)|no such (?:item|command)|input does not match|invalid (?:value|internal)|ambiguous value|missing value|value of \S|unknown parameter|bad parameter|failure:|interrupted)/i,
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
  alsoReads: {
    fdb: fdbReads,
    ports: portReads,
    neighbours: neighbourReads,
    vlans: vlanReads,
    lags: lagReads,
    arp: arpReads,
    configs: configReads,
  },
  unproven: ['configs'],
  lookup: fdbLookup,
  portFdb,
  portStatus,
  portConfig,
  arpLookup,
  ownAddresses,
  write: routerosWrite,
  portName: (text) => text.trim(),
  logout: '/quit',
  loginQuestions: [
    { ask: /Do you want to see the software license\? \[Y\/n\]:? ?$/i, answer: 'n\r' },
    { ask: /Please press "?Enter"? to continue!? ?$/i, answer: '\r' },
    // Asked while the password is an empty one; Ctrl-C leaves all as it is.
    { ask: /(?:^|[\r\n])new password> ?$/i, answer: '\x03' },
  ],
  // No colours, a dumb terminal of 511 columns and 4098 lines: otherwise the console paints every line twice.
  userSuffix: '+ct511w4098h',
  idleMs: IDLE_MS,
  limits: { sessionsMax: 20, connectsPerMinute: undefined, fdbAgeingMs: 300_000 },
};
