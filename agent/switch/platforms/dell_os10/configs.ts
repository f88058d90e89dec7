/** The running configuration of all ports: the one place that tells their VLANs, and whether they are shut. */

import { configParser } from '../../parse/index.ts';
import type { Command, PortConfigRow } from '../../platform.ts';
import { os10Long, os10PortName } from './names.ts';

const CONFIG = {
  portName: os10PortName,
  isPort: (name: string): boolean => /^(?:Eth|Po)\d/.test(name),
  nativeIsAccess: true,
  defaults: { mode: 'access', adminUp: true },
} as const;

export const configCommands: readonly Command<PortConfigRow>[] = [
  { command: 'show running-configuration interface', parser: configParser(CONFIG) },
];

export function portConfig(port: string): Command<PortConfigRow> {
  return {
    command: `show running-configuration interface ${os10Long(port)}`,
    parser: configParser(CONFIG, port),
  };
}
