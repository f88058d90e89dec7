/** What is configured on ports: modes and VLANs, descriptions, switched-off ports; one in full. */

import { configParser, switchportPages } from '../../parse/index.ts';
import type { Command, PortConfigRow } from '../../platform.ts';
import { portTable } from '../dell_os6/configs.ts';
import { smbPortName } from './names.ts';

const CONFIG = {
  portName: smbPortName,
  isPort: (name: string): boolean => /^(?:fa|gi|tw|fi|te|twe|fo|hu|po)\d/i.test(name),
  // The mode of a port without a line differs between releases, so it is not guessed.
  defaults: { adminUp: true },
} as const;

export const configCommands: readonly Command<PortConfigRow>[] = [
  { command: 'show interfaces switchport', parser: switchportPages(smbPortName) },
  { command: 'show interfaces description', parser: portTable(smbPortName), optional: true },
  { command: 'show interfaces configuration', parser: portTable(smbPortName), optional: true },
];

export function portConfig(port: string): Command<PortConfigRow> {
  return { command: `show running-config interface ${port}`, parser: configParser(CONFIG, port) };
}
