/** `print` of things that are there once: `key: value`, one to a line, keys set flush right. */
import { cpuParser, systemParser } from '../../parse/index.ts';
import type { Command, CpuRow, SystemRow } from '../../platform.ts';

const identity = systemParser([{ field: 'hostname', pattern: /^\s*name:\s*(\S.*)$/ }]);

const routerboard = systemParser([
  { field: 'model', pattern: /^\s*model:\s*(\S.*)$/ },
  { field: 'serial', pattern: /^\s*serial-number:\s*(\S+)/ },
]);

/** Virtual routers have no board; their name for it is the model then. */
const resource = systemParser([
  { field: 'softwareVersion', pattern: /^\s*version:\s*(\S.*)$/ },
  { field: 'model', pattern: /^\s*board-name:\s*(\S.*)$/ },
]);

export const systemCommands: readonly Command<SystemRow>[] = [
  { command: '/system identity print', parser: identity },
  { command: '/system routerboard print', parser: routerboard, optional: true },
  { command: '/system resource print', parser: resource },
];

export const cpuCommands: readonly Command<CpuRow>[] = [
  {
    command: '/system resource print',
    parser: cpuParser([/^\s*cpu-load:\s*(?<five>\d{1,3})%/]),
  },
];
