import { systemParser } from '../../parse/index.ts';
import type { Command, SystemRow } from '../../platform.ts';

const version = systemParser([
  { field: 'model', pattern: /^System Model ID\.+\s*(\S+)/i },
  { field: 'serial', pattern: /^Serial Number\.+\s*(\S+)/i },
  { field: 'baseMac', pattern: /^Burned In MAC Address\.+\s*(\S+)/i },
  // Columns: unit, active, backup, current-active, next-active.
  { field: 'softwareVersion', pattern: /^\s*\d+\s+\d\S*\s+\S+\s+(\d+(?:\.\d+){2,})\s+\S+$/ },
  // Before firmware 5: unit, image1, image2, current-active (which image), next-active.
  {
    field: 'softwareVersion',
    pattern: /^\s*\d+\s+(\d\S*)\s+(\S+)\s+image([12])\s+image[12]$/,
    pick: (match) => match[Number(match[3])],
  },
]);

const system = systemParser([
  { field: 'hostname', pattern: /^System Name:\s*(\S+)/i },
  { field: 'model', pattern: /^System Model ID:\s*(\S+)/i },
  { field: 'baseMac', pattern: /^Burned In MAC Address:\s*(\S+)/i },
]);

export const systemCommands: readonly Command<SystemRow>[] = [
  { command: 'show version', parser: version },
  { command: 'show system', parser: system },
];
